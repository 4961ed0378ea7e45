// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "protect/declared/declaration.h"

namespace karuna::protect {

/// Statistics that share questions. What is published of one tells about the others (a scale less its other items is the item that was hidden), so
/// `exact` judges them together: they have the same groups, or none.
struct RelatedStatistics {
  std::vector<std::size_t> scales, items;  ///< positions in Declaration::statistics
  /// The questions of the scales, cut so finely that every scale is a union: what can be worked out from the scales is sums over these.
  std::vector<std::vector<Member>> blocks;
};

/// Takes   what a release declares
/// Gives   every scale and item in exactly one set of related ones, in the order of their first statistic; the index is in none (exact has none)
/// Cost    O(scales x questions)
std::vector<RelatedStatistics> related_statistics(const Declaration& declaration);

}  // namespace karuna::protect
