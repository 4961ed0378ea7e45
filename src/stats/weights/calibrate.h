// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/fit.h"

namespace karuna::stats {

/// How far a weight may move from its start, and at what price. g is weight over start weight, u = x' lambda.
enum class Distance {
  linear,   ///< g = 1 + u: least squares; a weight may fall below 0 (GREG)
  raking,   ///< g = e^u: Kullback-Leibler; always above 0, may grow far
  bounded,  ///< g between two bounds, on a logistic curve through 1
};

struct CalibrationOptions {
  Distance distance = Distance::raking;
  double low = 0.3, high = 3;  ///< of g, for bounded: 0 or more and below 1; above 1
  double tolerance = 1e-10;    ///< largest gap of a total, as a share of it
  int most_steps = 100;
  std::span<const std::string> names = {};  ///< of the columns, for errors
};

struct Calibrated {
  std::vector<double> weights;  ///< by person
  double effective_n = 0;
  double least_g = 1, most_g = 1;
  double worst_gap = 0;  ///< as a share of the total
  Fit fit;
};

/// Calibration: weights near the start weights with which columns of numbers add up to known totals.
///
/// Takes   people x columns (a column of ones for a known number of people; 0 and 1 for a level), one total a column, start weights (none: 1 each) above 0.
/// Gives   weights that meet every total, by Newton steps on the multipliers, halved until the gaps shrink.
/// Fails   invalid    lengths that differ, a number that is not finite, a start weight not above 0, bounds that do not hold 1 between them, columns that
///                    follow from others (named)
///         undefined  no weights within the bounds meet the totals, or it did not settle
/// Cost    O(people x columns^2) a step, some three to ten steps; one for linear.
/// Source  Deville and Sarndal 1992, doi:10.1080/01621459.1992.10475217, section 2 and table 1, cases 1, 2 and 6 (not read; the formulas are those in
///         general use). Checked against R survey 4.1-1 calibrate().
Result<Calibrated> calibrate(MatrixView columns, std::span<const double> totals, std::span<const double> start = {}, const CalibrationOptions& options = {});

/// What is left of y when calibrated columns have explained what they can, by regression with the start weights: after calibration only this varies.
/// Fails   as calibrate
/// Cost    O(people x columns^2).
/// Source  Deville and Sarndal 1992, as above, section 3: every distance has the variance of the linear one.
Result<std::vector<double>> calibration_residuals(std::span<const double> y, MatrixView columns, std::span<const double> start);

}  // namespace karuna::stats
