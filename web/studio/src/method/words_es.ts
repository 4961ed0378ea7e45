// SPDX-License-Identifier: Apache-2.0
// What each method answers, by its name; the cards of the program have the English.
export const es: {readonly [name: string]: string} = {
  alpha: '¿Van unidas las preguntas de una escala?', alpha_interval: '¿Qué tan seguro es alfa?', guttman: '¿Cuál es la fiabilidad como mínimo?',
  omega: '¿Cuánto de una escala viene de una sola cosa común?', one_dimension: '¿Parecen las preguntas una sola cosa?', shrout_fleiss: '¿Juzgan igual quienes evalúan a los mismos sujetos?',
  rwg: '¿Ven lo mismo las personas de una unidad?', awg: '¿Ven lo mismo las personas de una unidad, según dónde está su media?', ad_m: '¿A cuántos puntos están las respuestas de una unidad?',
  icc: '¿Difieren las unidades, y se distinguen sus medias?', icc_with_noise: '¿Difieren las unidades cuando sus medias publicadas llevan ruido?',
  random_intercept: '¿Cuánto difieren las unidades, y qué valor tiene cada una?', linear_mixed: '¿Qué vale en conjunto y qué varía entre unidades?', group_effects: '¿Cuánto se aparta cada unidad?',
  satterthwaite: '¿Es un efecto fijo más que azar?', kenward_roger: '¿Es un efecto fijo más que azar, con pocas unidades?', mixed_bootstrap: '¿Qué tan seguros son varianzas y coeficientes?',
  waves: '¿Cómo evolucionan personas o unidades, y con qué seguridad?', empirical_bayes: '¿Cuál es el valor de una unidad cuya propia media es incierta?',
  posterior_draws: '¿Entre qué valores está una unidad?', group_moments: '¿Qué respondió cada unidad?', moments: '¿Qué se respondió en conjunto?', covariance: '¿Qué preguntas van juntas?',
  quantiles: '¿Dónde está una parte dada de los valores?', distributions: '¿Qué es raro por azar?', composite_index: '¿Cuál es la suma de columnas desiguales?', principal_component: '¿Qué suma ponderada lleva más varianza?',
  composite_reliability: '¿Qué fiabilidad tiene una suma ponderada de escalas?', raking: '¿Cómo sería si quienes respondieron valieran por todos?', poststratify: 'Lo mismo para un solo margen conocido.',
  survey_mean: '¿Cuál es la media de todos, y con qué seguridad?', survey_glm: '¿Qué explica una medida, entre personas elegidas según un diseño?', survey_quantile: '¿Bajo qué valor está una parte dada de las personas?',
  philox: '¿De dónde vienen los números aleatorios?', two_level_bootstrap: '¿Cuánto se movería una cifra con otras personas?', bca: '¿Cómo se lee un intervalo en réplicas?', grouping: '¿Quién va con quién?',
  assignment: '¿Qué emparejamiento uno a uno cuesta menos?', convex_matching: '¿Quién acompaña a quién para repartir la carga?', stable_matching: '¿Qué emparejamiento no dejarían dos personas la una por la otra?', coverage: '¿Qué pocas personas alcanzan a más?',
  combine: '¿Qué dicen juntos varios estudios, o unidades de incertidumbre conocida?', tau2_interval: '¿Qué tan segura es la varianza entre estudios?', combine_nested: '¿Qué dicen juntas estimaciones que vienen en grupos de grupos?',
  egger_test: '¿Encuentran los estudios pequeños otra cosa que los grandes?', rank_test: '¿Van los efectos con sus varianzas?', trim_and_fill: '¿Cuánto podrían importar los estudios que faltan?', pearson: '¿Están dos columnas en una recta?',
  spearman: '¿Suben juntas dos columnas?', kendall: '¿Cuántos pares de filas coinciden en el orden más que no?', partial_correlations: '¿Van juntas dos columnas si las demás se mantienen fijas?',
  repeated_correlation: '¿Se mueven juntas dos cosas en la misma persona?', compare_correlations: '¿Es una correlación mayor que otra?', clustered_correlation: '¿Qué tan segura es una correlación si las personas de una planta se parecen?',
  multiplicity: '¿Qué hallazgos quedan cuando se probó mucho?', least_squares: '¿Cómo depende una columna de otras?', sandwich: '¿Qué tan seguros son los coeficientes si cada fila tiene su varianza?',
  clustered_errors: '¿Qué tan seguros son los coeficientes si las filas de un grupo van juntas?', panel_errors: '¿Qué tan seguros son los coeficientes si las filas de un mismo tiempo y de los vecinos van juntas?',
  mixed_profile: '¿Qué tan seguros son varianzas, correlaciones y coeficientes?', calibration: '¿Cómo sería si quienes respondieron valieran por todos, también en totales conocidos?',
};
