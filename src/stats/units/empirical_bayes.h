// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stats/fit.h"
#include "stats/interval.h"

namespace karuna::stats {

struct EmpiricalBayes {
  double mu = not_known, se_mu = not_known;
  double tau2 = 0;             ///< variance between units, REML; 0 means: no detectable variance between units
  double se_tau2 = not_known;  ///< from the expected information, at max(tau2, 0)
  bool boundary = false;
  std::vector<double> weight;          ///< by unit, B = tau2 / (tau2 + v): how much of the unit's own value is kept
  std::vector<double> value;           ///< by unit, mu + B (y - mu)
  std::vector<double> variance;        ///< by unit, tau2 (1 - B), plus what comes from estimating mu and tau2
  std::vector<double> naive_variance;  ///< tau2 (1 - B) alone
  Fit fit;                             ///< parameter: tau2; criterion: -2 log restricted likelihood
};

/// Empirical-Bayes values of units whose means have known variances: each is drawn towards the common mean, the more so the less it is known.
///
/// Takes   y the unit means, v their known variances (sampling variance of the mean plus noise), all above 0. A NaN y is left out and gets mu.
/// Gives   the common mean, the variance between units, shrunken values, and their variances with Morris's correction (for mu and tau2 estimated).
/// Fails   invalid         columns of unequal length, or a variance that is not above 0
///         too_few_people  fewer than two units
/// Cost    O(units) a step, some ten steps after a coarse search.
/// Source  Morris 1983, doi:10.1080/01621459.1983.10477920; REML: Viechtbauer 2005, doi:10.3102/10769986030003261.
///         Checked by hand for equal variances, and against R nlme and the definition of the restricted likelihood.
Result<EmpiricalBayes> empirical_bayes(std::span<const double> y, std::span<const double> v);

/// The same with the two hyperparameters given: no fit.
EmpiricalBayes shrink(std::span<const double> y, std::span<const double> v, double mu, double tau2);

}  // namespace karuna::stats
