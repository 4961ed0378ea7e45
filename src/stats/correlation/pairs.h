// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stats/interval.h"

namespace karuna::stats {

/// A correlation, how it was tested, and what it rests on.
struct Correlation {
  double r = not_known;
  double statistic = not_known, degrees = not_known;  ///< t with its degrees; z where degrees is NaN
  double p = not_known;                               ///< two-sided
  Interval interval = {};
  std::size_t n = 0, left_out = 0;  ///< complete pairs, and pairs with a missing value
};

/// Pairs without a missing value.
struct CompletePairs {
  std::vector<double> x, y;
  std::vector<std::size_t> used;
};

/// Takes   two columns of equal length, NaN where missing; `least` pairs at least.
/// Fails   invalid         lengths differ, an infinite number
///         too_few_people  fewer complete pairs than asked for
Result<CompletePairs> complete_pairs(std::span<const double> x, std::span<const double> y, std::size_t least);

/// A column less its mean, scaled by a power of two so that the largest lies between 1/2 and 2: exact but for the last bit, and nothing overflows
/// when it is squared. No values where every one is the same.
struct Centred {
  std::vector<double> values;
  double scale = 1;  ///< what is given = mean + scale * value
};
Centred centred(std::span<const double> x);

/// t = r sqrt(df/(1 - r^2)), its two-sided p; infinite and 0 for |r| = 1.
void test_by_t(Correlation& found, double degrees);

/// tanh(atanh r -+ quantile * error): Fisher's interval, the error that of atanh r. |r| = 1: both ends are r.
Interval fisher_interval(double r, double error, double quantile, double confidence);

}  // namespace karuna::stats
