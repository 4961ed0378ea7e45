// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stats/codes.h"

namespace karuna::stats {

/// All that one-way comparisons of units need of the people: per unit the count, the sum and the sum of squares of (value - centre).
/// The centre keeps the sums small, so that nothing cancels; 0 where a caller has plain sums.
struct GroupSums {
  double centre = 0;
  std::vector<double> n, sum, square;
  std::size_t units() const { return n.size(); }
};

/// Sums per unit.
///
/// Takes   a unit number below unit_count for every value; NaN (or no_code) values are left out.
/// Gives   the sums, around the overall mean (doubles) or around 0 (codes, where the sums are exact whole numbers).
/// Fails   invalid   the two columns differ in length, or a unit number is too large
/// Cost    O(n + units), two passes for doubles, one for codes.
Result<GroupSums> group_sums(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const double> values);
Result<GroupSums> group_sums(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumn codes);

}  // namespace karuna::stats
