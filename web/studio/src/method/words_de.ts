// SPDX-License-Identifier: Apache-2.0
// What each method answers, by its name; the cards of the program have the English.
export const de: {readonly [name: string]: string} = {
  alpha: 'Hängen die Fragen einer Skala zusammen?', alpha_interval: 'Wie sicher ist Alpha?', guttman: 'Wie hoch ist die Verlässlichkeit mindestens?',
  omega: 'Wie viel einer Skala kommt aus einer gemeinsamen Sache?', one_dimension: 'Sehen die Fragen nach einer Sache aus?', shrout_fleiss: 'Beurteilen Urteilende dieselben Dinge gleich?',
  rwg: 'Sehen die Menschen einer Einheit dasselbe?', awg: 'Sehen die Menschen einer Einheit dasselbe, gemessen daran, wo ihr Mittel liegt?', ad_m: 'Wie weit liegen die Antworten einer Einheit auseinander, in Punkten?',
  icc: 'Unterscheiden sich Einheiten, und lassen sich ihre Mittel auseinanderhalten?', icc_with_noise: 'Unterscheiden sich Einheiten, wenn ihre veröffentlichten Mittel Rauschen tragen?',
  random_intercept: 'Wie sehr unterscheiden sich Einheiten, und welchen Wert hat jede?', linear_mixed: 'Was gilt im Ganzen, und was schwankt zwischen Einheiten?', group_effects: 'Um wie viel weicht jede Einheit ab?',
  satterthwaite: 'Ist eine feste Wirkung mehr als Zufall?', kenward_roger: 'Ist eine feste Wirkung mehr als Zufall, bei wenigen Einheiten?', mixed_bootstrap: 'Wie sicher sind Varianzen und Koeffizienten?',
  waves: 'Wie entwickeln sich Menschen oder Einheiten über die Zeit, und wie sicher ist das?', empirical_bayes: 'Was ist der Wert einer Einheit, wenn ihr eigenes Mittel unsicher ist?',
  posterior_draws: 'Zwischen welchen Werten liegt eine Einheit?', group_moments: 'Was hat jede Einheit geantwortet?', moments: 'Was wurde im Ganzen geantwortet?', covariance: 'Welche Fragen gehen miteinander?',
  quantiles: 'Wo liegt ein bestimmter Anteil der Werte?', distributions: 'Was ist durch Zufall selten?', composite_index: 'Was ist die Summe ungleicher Spalten?', principal_component: 'Welche gewichtete Summe trägt am meisten der Varianz?',
  composite_reliability: 'Wie verlässlich ist eine gewichtete Summe von Skalen?', raking: 'Wie wäre es, wenn die, die geantwortet haben, für alle stünden?', poststratify: 'Dasselbe für einen bekannten Rand.',
  survey_mean: 'Was ist das Mittel aller, und wie sicher ist es?', survey_glm: 'Was erklärt ein Maß, unter Menschen, die nach einem Plan ausgewählt wurden?', survey_quantile: 'Unter welchem Wert liegt ein bestimmter Anteil der Menschen?',
  philox: 'Woher kommen Zufallszahlen?', two_level_bootstrap: 'Wie sehr würde sich eine Zahl mit anderen Menschen bewegen?', bca: 'Wie wird ein Intervall aus Wiederholungen gelesen?', grouping: 'Wer geht mit wem?',
  assignment: 'Welche Paarung eins zu eins kostet am wenigsten?', convex_matching: 'Wer begleitet wen, damit die Last verteilt ist?', stable_matching: 'Welche Paarung würden keine zwei füreinander verlassen?', coverage: 'Welche wenigen Menschen erreichen die meisten?',
  combine: 'Was sagen mehrere Studien oder Einheiten mit bekannter Unsicherheit zusammen?', tau2_interval: 'Wie sicher ist die Varianz zwischen Studien?', combine_nested: 'Was sagen Schätzungen zusammen, die in Gruppen von Gruppen kommen?',
  egger_test: 'Finden kleine Studien etwas anderes als große?', rank_test: 'Gehen Wirkungen mit ihren Varianzen?', trim_and_fill: 'Wie viel könnten fehlende Studien ausmachen?', pearson: 'Liegen zwei Spalten auf einer Geraden?',
  spearman: 'Steigen zwei Spalten miteinander?', kendall: 'Wie viele Paare von Zeilen stimmen in der Reihenfolge eher überein als nicht?', partial_correlations: 'Gehen zwei Spalten miteinander, wenn alle anderen festgehalten werden?',
  repeated_correlation: 'Bewegen sich zwei Dinge miteinander bei derselben Person?', compare_correlations: 'Ist ein Zusammenhang stärker als ein anderer?', clustered_correlation: 'Wie sicher ist ein Zusammenhang, wenn sich Menschen einer Station ähneln?',
  multiplicity: 'Welche Befunde bleiben, wenn vieles geprüft wurde?', least_squares: 'Wie hängt eine Spalte von anderen ab?', sandwich: 'Wie sicher sind Koeffizienten, wenn jede Zeile ihre eigene Varianz hat?',
  clustered_errors: 'Wie sicher sind Koeffizienten, wenn Zeilen einer Gruppe miteinander gehen?', panel_errors: 'Wie sicher sind Koeffizienten, wenn Zeilen derselben und benachbarter Zeiten miteinander gehen?',
  mixed_profile: 'Wie sicher sind Varianzen, Zusammenhänge und Koeffizienten?', calibration: 'Wie wäre es, wenn die, die geantwortet haben, für alle stünden, auch in bekannten Summen von Zahlen?',
};
