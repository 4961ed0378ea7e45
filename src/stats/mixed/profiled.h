// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/mixed/criterion.h"
#include "stats/mixed/minimise.h"

namespace karuna::stats {

/// The criterion as a function of theta alone: beta is profiled out, and sigma^2 too where it is estimated from the residual.
struct Profiled {
  MixedCriterion& parts;
  Likelihood likelihood = Likelihood::REML;
  bool sigma_from_residual = true;

  double freedom() const;  ///< n, less p for REML
  double value() const;    ///< without constants, at the theta of parts
  Eigen::VectorXd slope() const;
  double sigma2() const { return sigma_from_residual ? parts.r / freedom() : 1; }  ///< of the scaled y
  double constant() const;                                                         ///< value() + constant() is -2 log likelihood of the y given
};

/// The best theta; where it is singular, the best of two starts.
Result<Minimum> best_theta(const Profiled& profiled, const Eigen::VectorXd* start, int most_steps);

}  // namespace karuna::stats
