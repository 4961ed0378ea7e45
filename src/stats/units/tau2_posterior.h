// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "stats/units/restricted_likelihood.h"

namespace karuna::stats {

/// What the data say about tau2 when every value of it was equally likely beforehand: the restricted likelihood as a density, on a grid.
///
/// Takes   the likelihood of at least four units (with fewer the density has no end; it is cut at 100,000 times its scale).
/// Gives   quantiles.
/// Cost    800 looks at the likelihood: a coarse grid over the whole half line, then a fine one where the density lies.
/// Source  Morris and Tang 2011, doi:10.1214/10-STS342.
class Tau2Posterior {
 public:
  explicit Tau2Posterior(const RestrictedLikelihood& likelihood);
  double quantile(double probability) const;

 private:
  std::vector<double> place_, below_;  ///< tau2, and the probability that it is smaller
};

}  // namespace karuna::stats
