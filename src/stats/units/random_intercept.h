// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/result.h"
#include "stats/fit.h"
#include "stats/group_sums.h"
#include "stats/interval.h"

namespace karuna::stats {

enum class Likelihood { REML, ML };

struct RandomIntercept {
  double mu = not_known, se_mu = not_known;
  double tau2 = not_known;      ///< variance between units; 0 means: no detectable variance between units
  double sigma2 = not_known;    ///< variance within units
  double icc = not_known;       ///< tau2 / (tau2 + sigma2)
  double deviance = not_known;  ///< -2 log likelihood (restricted for REML), constants included
  bool boundary = false;        ///< tau2 is 0, as a real solution
  Likelihood likelihood = Likelihood::REML;
  double n = 0;
  std::vector<double> effect;       ///< by unit, predicted deviation from mu (BLUP); 0 for a unit without answers
  std::vector<double> value;        ///< by unit, mu + effect
  std::vector<double> reliability;  ///< by unit, tau2 / (tau2 + sigma2/n); 0 for a unit without answers
  std::vector<double> variance;     ///< by unit, of the prediction error, mu estimated: tau2 (1 - B) + (1 - B)^2 se_mu^2
  Fit fit;                          ///< parameter: tau2/sigma2; criterion: the profiled deviance
};

/// One value for each unit and one variance between them: y = mu + unit + person.
///
/// Takes   sums per unit.
/// Gives   the two variances by REML or ML, the mean with its standard error, and shrunken values of the units.
/// Fails   too_few_people  fewer than two units with answers, or no unit with two
///         undefined       nobody differs within any unit
/// Cost    O(units) a step, some ten steps after a coarse search; people are touched once, when the sums are made.
/// Source  Searle, Casella and McCulloch 1992, doi:10.1002/9780470316856, chapters 3.7, 3.8 and 7.
///         Checked against R nlme 3.1-162 lme(), and against the published figures of bh1996.
Result<RandomIntercept> random_intercept(const GroupSums& sums, Likelihood likelihood = Likelihood::REML);

}  // namespace karuna::stats
