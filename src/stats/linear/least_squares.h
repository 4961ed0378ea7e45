// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/interval.h"
#include "stats/linear/basis.h"

namespace karuna::stats {

struct LeastSquares {
  Basis basis;
  std::vector<std::string> names;  ///< of the coefficients
  std::vector<double> beta;
  std::vector<double> covariance;  ///< classical: one variance for all, row by row
  std::vector<double> residuals, leverage;
  std::vector<std::size_t> used;  ///< rows without a missing value, in the order of what was given
  std::size_t left_out = 0;
  double sigma2 = not_known, r2 = not_known, adjusted_r2 = not_known;
  double degrees = 0;  ///< rows less coefficients
};

/// Least squares.
///
/// Takes   y and columns (rows x columns); rows with a NaN in either are left out and counted. Names as for orthonormal_basis.
/// Gives   coefficients, residuals, leverages, classical covariance. Everything else is asked of the result (sandwich.h, clustered.h).
/// Fails   invalid         lengths differ, an infinite number, a constant or superfluous column (named)
///         too_few_people  no more rows than coefficients
/// Cost    O(rows x columns^2).
/// Source  Bjorck 1996, doi:10.1137/1.9781611971484, section 2.4. Checked against R 4.2.2 lm().
Result<LeastSquares> least_squares(std::span<const double> y, MatrixView columns, std::span<const std::string> names = {},
                                   Intercept intercept = Intercept::yes);

/// An estimate with its test, whatever covariance it is given.
struct LinearTest {
  double standard_error = not_known, statistic = not_known, p = not_known;
  Interval interval = {};
};

/// t tests and intervals of the coefficients under a covariance (row by row); degrees: rows less coefficients, or clusters less one.
std::vector<LinearTest> linear_tests(std::span<const double> beta, std::span<const double> covariance, double degrees, double confidence = 0.95);

/// sum of scale_i x_i x_i' sandwiched: (X'X)^-1 X' diag(scale) X (X'X)^-1, row by row. What the robust covariances share.
std::vector<double> sandwiched(const Basis& basis, std::span<const double> scale);

}  // namespace karuna::stats
