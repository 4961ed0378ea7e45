// SPDX-License-Identifier: Apache-2.0
// What each method answers, by its name; the cards of the program have the English.
export const fr: {readonly [name: string]: string} = {
  alpha: 'Les questions d’une échelle se tiennent-elles ?', alpha_interval: 'À quel point alpha est-il sûr ?', guttman: 'Quelle est la fidélité au moins ?',
  omega: 'Quelle part d’une échelle vient d’une seule chose commune ?', one_dimension: 'Les questions semblent-elles porter sur une seule chose ?', shrout_fleiss: 'Les juges évaluent-ils pareillement les mêmes sujets ?',
  rwg: 'Les personnes d’une unité voient-elles la même chose ?', awg: 'Les personnes d’une unité voient-elles la même chose, compte tenu de leur moyenne ?', ad_m: 'De combien de points les réponses d’une unité s’écartent-elles ?',
  icc: 'Les unités diffèrent-elles, et peut-on distinguer leurs moyennes ?', icc_with_noise: 'Les unités diffèrent-elles, quand leurs moyennes publiées portent du bruit ?',
  random_intercept: 'De combien les unités diffèrent-elles, et quelle est la valeur de chacune ?', linear_mixed: 'Qu’est-ce qui vaut pour l’ensemble, et qu’est-ce qui varie entre unités ?', group_effects: 'De combien chaque unité s’écarte-t-elle ?',
  satterthwaite: 'Un effet fixe est-il plus que le hasard ?', kenward_roger: 'Un effet fixe est-il plus que le hasard, avec peu d’unités ?', mixed_bootstrap: 'À quel point variances et coefficients sont-ils sûrs ?',
  waves: 'Comment des personnes ou des unités évoluent-elles, et avec quelle sûreté ?', empirical_bayes: 'Quelle est la valeur d’une unité dont la propre moyenne est incertaine ?',
  posterior_draws: 'Entre quelles valeurs une unité se trouve-t-elle ?', group_moments: 'Qu’a répondu chaque unité ?', moments: 'Qu’a-t-on répondu dans l’ensemble ?', covariance: 'Quelles questions vont ensemble ?',
  quantiles: 'Où se trouve une part donnée des valeurs ?', distributions: 'Qu’est-ce qui est rare par hasard ?', composite_index: 'Quelle est la somme de colonnes dissemblables ?', principal_component: 'Quelle somme pondérée porte le plus de variance ?',
  composite_reliability: 'Quelle est la fidélité d’une somme pondérée d’échelles ?', raking: 'Que serait-ce si les répondants valaient pour tous ?', poststratify: 'La même chose pour une seule marge connue.',
  survey_mean: 'Quelle est la moyenne de tous, et avec quelle sûreté ?', survey_glm: 'Qu’est-ce qui explique une mesure, parmi des personnes choisies selon un plan ?', survey_quantile: 'Au-dessous de quelle valeur se trouve une part donnée des personnes ?',
  philox: 'D’où viennent les nombres aléatoires ?', two_level_bootstrap: 'De combien un chiffre bougerait-il avec d’autres personnes ?', bca: 'Comment lit-on un intervalle dans des répliques ?', grouping: 'Qui va avec qui ?',
  assignment: 'Quel appariement un à un coûte le moins ?', convex_matching: 'Qui accompagne qui, pour que la charge soit répartie ?', stable_matching: 'Quel appariement personne ne quitterait-il à deux ?', coverage: 'Quelles personnes, peu nombreuses, en touchent le plus ?',
  combine: 'Que disent ensemble plusieurs études, ou des unités d’incertitude connue ?', tau2_interval: 'À quel point la variance entre études est-elle sûre ?', combine_nested: 'Que disent ensemble des estimations rangées en groupes de groupes ?',
  egger_test: 'Les petites études trouvent-elles autre chose que les grandes ?', rank_test: 'Les effets vont-ils avec leurs variances ?', trim_and_fill: 'Combien des études manquantes pourraient-elles peser ?', pearson: 'Deux colonnes sont-elles sur une droite ?',
  spearman: 'Deux colonnes montent-elles ensemble ?', kendall: 'Combien de paires de lignes s’accordent dans l’ordre plutôt que non ?', partial_correlations: 'Deux colonnes vont-elles ensemble quand toutes les autres sont fixées ?',
  repeated_correlation: 'Deux choses bougent-elles ensemble chez la même personne ?', compare_correlations: 'Une corrélation est-elle plus forte qu’une autre ?', clustered_correlation: 'À quel point une corrélation est-elle sûre, quand les personnes d’un service se ressemblent ?',
  multiplicity: 'Quels constats restent quand beaucoup a été testé ?', least_squares: 'Comment une colonne dépend-elle des autres ?', sandwich: 'À quel point les coefficients sont-ils sûrs, quand chaque ligne a sa variance ?',
  clustered_errors: 'À quel point les coefficients sont-ils sûrs, quand les lignes d’un groupe vont ensemble ?', panel_errors: 'À quel point les coefficients sont-ils sûrs, quand les lignes d’un même temps et des temps voisins vont ensemble ?',
  mixed_profile: 'À quel point variances, corrélations et coefficients sont-ils sûrs ?', calibration: 'Que serait-ce si les répondants valaient pour tous, y compris dans des totaux connus ?',
};
