// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/correlation/pairs.h"

namespace karuna::stats {

/// Pearson's correlation: how far two columns lie on one line.
///
/// Takes   two columns, NaN left out in pairs.
/// Gives   r, t test with n - 2 degrees, Fisher's interval (from four pairs on).
/// Fails   invalid         lengths differ, an infinite number
///         too_few_people  fewer than three complete pairs
///         undefined       a column that does not vary
/// Cost    O(n), two passes.
/// Source  Pearson 1895, doi:10.1098/rspl.1895.0041; interval: Fisher 1921. Checked against R 4.2.2 cor.test().
Result<Correlation> pearson(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

/// r alone, of columns without missing values; NaN where one does not vary. Columns of any scale: nothing overflows.
double pearson_r(std::span<const double> x, std::span<const double> y);

}  // namespace karuna::stats
