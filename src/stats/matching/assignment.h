// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

struct Assignment {
  std::vector<std::uint32_t> column_of;   ///< by row
  std::int64_t cost = 0;
};

/// The cheapest way to give every row a column of its own.
///
/// Takes   cost  size x size, row by row, each between -2^40 and 2^40
/// Fails   invalid  another number of costs
/// Cost    O(size^3) at worst, usually far less.
/// Source  Jonker and Volgenant 1987, doi:10.1007/BF02278710 (column reduction, row reduction, shortest augmenting paths); written from the description.
Result<Assignment> cheapest_assignment(std::span<const std::int64_t> cost, std::size_t size);

}  // namespace karuna::stats
