// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stats/correlation/pairs.h"

namespace karuna::stats {

/// Ranks from 1, equal values sharing the mean of their places.
std::vector<double> middle_ranks(std::span<const double> values);

/// Spearman's correlation: Pearson's of the ranks.
///
/// Takes   two columns, NaN left out in pairs.
/// Gives   rho, its t test with n - 2 degrees (R's exact = FALSE), an interval on Fisher's scale with Bonett and Wright's variance (1 + rho^2/2)/(n - 3).
/// Fails   as pearson
/// Cost    O(n log n).
/// Source  Spearman 1904, doi:10.2307/1412159; interval: Bonett and Wright 2000, doi:10.1007/BF02294183, equation 4. Checked against R 4.2.2 cor.test().
Result<Correlation> spearman(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

enum class KendallTest { automatic, normal, normal_with_continuity, exact };

/// Kendall's tau-b: the share of pairs of rows that agree in order, less that of those that do not, ties taken out.
///
/// Takes   two columns, NaN left out in pairs. The exact test needs columns without ties; automatic: exact for fewer than 50 rows without ties, else normal.
/// Gives   tau-b and z (variance under ties). The exact test gives no z.
/// Fails   invalid         lengths differ, an infinite number, exact test asked for with ties
///         too_few_people  fewer than three complete pairs
///         undefined       a column that does not vary
/// Cost    O(n log n): ties are counted on the sorted pairs, disorder by a merge sort; exact: O(n^3) for n < 50.
/// Source  Knight 1966, doi:10.1080/01621459.1966.10480879; Kendall 1970, Rank Correlation Methods, chapters 4 and 5. Checked against R 4.2.2 cor.test().
Result<Correlation> kendall(std::span<const double> x, std::span<const double> y, KendallTest test = KendallTest::automatic);

}  // namespace karuna::stats
