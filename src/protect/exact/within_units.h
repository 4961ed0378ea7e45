// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "protect/exact/value_column.h"

namespace karuna::protect {

/// Degrees of freedom (people less units) below which the spread within units is not estimated but assumed.
inline constexpr double least_freedom = 10;

/// Pooled covariance within units of two statistics, in shares of half their ranges: over people who have both.
/// Gives  NaN where fewer than 10 people are left after one a unit
/// Cost   O(people); one product a person where nobody skipped
double covariance_within(const Wave& wave, const ValueColumn& a, const UnitSums& sums_a, const ValueColumn& b, const UnitSums& sums_b);

/// The matrix that a release holds: standard deviations in steps of .01 of a 1..5 scale, correlations in two digits, made positive definite
/// again by drawing correlations towards 0; NaN where not known.
///
/// Takes   covariances in shares of half the ranges (square), and half the range of every statistic
std::vector<std::vector<double>> rounded_covariance(const std::vector<std::vector<double>>& shares, std::span<const double> half_ranges);

}  // namespace karuna::protect
