// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stats/covariance.h"
#include "stats/fit.h"
#include "stats/interval.h"

namespace karuna::stats {

struct Omega {
  std::size_t items = 0, n = 0;
  std::vector<double> loadings;       ///< of the raw items on a factor of variance 1, their sum positive
  std::vector<double> residuals;      ///< residual variances, all positive
  double omega = not_known;           ///< (sum of loadings)^2 / ((sum of loadings)^2 + sum of residuals)
  double standard_error = not_known;  ///< delta method, expected information
  Interval interval;                  ///< omega +- z standard errors
  double chi_square = not_known;      ///< n times the discrepancy
  double degrees_of_freedom = 0;      ///< p (p - 3) / 2
  double p = not_known;               ///< of the chi-square; NaN for three items
  Fit fit;                            ///< criterion: the ML discrepancy log|S(theta)| + tr(C S(theta)^-1) - log|C| - p
};

/// McDonald's omega: the share of a scale's variance that comes from one common factor.
///
/// Takes   the covariances of the items (divisor n - 1; they are fitted with divisor n), and the confidence of the interval.
/// Gives   omega, its interval, the one-factor model behind it and how it was fitted.
/// Fails   invalid    fewer than three items
///         undefined  an item that does not vary; covariances that are not positive definite; no solution within the step limit;
///                    a residual variance at or below 0 (a Heywood case: the item is named by its position), which also keeps omega from falling below 0
/// Cost    O(items^3) a step, some ten steps.
/// Source  McDonald 1999, Test Theory, doi:10.4324/9781410601087, equation 6.20b; fitting: Joreskog 1967, doi:10.1007/BF02289658.
///         Checked against R lavaan 0.6-14.
Result<Omega> mcdonald_omega(const Covariance& covariance, double confidence = 0.95);

/// The discrepancy that the fit makes as small as it can, for any loadings and residual variances; NaN where they are impossible.
double one_factor_discrepancy(const Covariance& covariance, std::span<const double> loadings, std::span<const double> residuals);

}  // namespace karuna::stats
