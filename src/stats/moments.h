// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "stats/interval.h"

namespace karuna::stats {

struct Moments {
  std::size_t n = 0;  ///< values that are not NaN
  std::size_t missing = 0;
  double mean = not_known;
  double variance = not_known;  ///< divisor n - 1; NaN for fewer than two values
  double sd = not_known;
  double min = not_known, max = not_known;
  Interval interval;  ///< of the mean, by Student's t; NaN for fewer than two values
};

/// Mean, variance and t interval of one column.
///
/// Takes   numbers, NaN where missing, and the confidence of the interval.
/// Gives   the figures over the values present; all NaN where none is.
/// Fails   never.
/// Cost    O(n), one pass, no allocation.
/// Source  updating of mean and squares: Welford 1962, doi:10.1080/00401706.1962.10490022; interval: Student 1908, doi:10.1093/biomet/6.1.1.
Moments moments(std::span<const double> values, double confidence = 0.95);

}  // namespace karuna::stats
