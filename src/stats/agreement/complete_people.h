// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stats/codes.h"

namespace karuna::stats {

/// Who counts for agreement: people who answered every item.
struct CompletePeople {
  std::vector<std::uint8_t> counts;  ///< by person, 1 or 0; empty: everybody counts
  std::vector<std::uint32_t> n;      ///< by unit
  bool counted(std::size_t person) const { return counts.empty() || counts[person] != 0; }
};

/// Fails   invalid   no item, columns of unequal length, a unit number too large
Result<CompletePeople> complete_people(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items);

/// Exact sums of one item by unit.
struct ItemSums {
  std::vector<std::int64_t> sum, square;
  /// Divisor n - 1; the numerator is a whole number.
  double variance(std::size_t unit, std::uint32_t n) const;
};
void add_up(std::span<const std::uint32_t> units, CodeColumn item, const CompletePeople& people, ItemSums& sums);

}  // namespace karuna::stats
