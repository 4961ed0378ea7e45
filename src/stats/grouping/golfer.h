// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "stats/grouping/problem.h"

namespace karuna::stats {

/// Rounds in which everybody is in a group of the same size, and as few pairs as possible meet more than once (social golfer problem).
struct GolferRounds {
  std::vector<Groups> rounds;
  std::uint64_t repeats = 0;    ///< meetings of pairs beyond their first
  bool by_construction = false; ///< from a finite field; else searched
};

/// Meetings of pairs beyond their first, counted from scratch.
std::uint64_t repeated_meetings(const std::vector<Groups>& rounds);

/// Takes   groups x size people, size at most groups for the construction
/// Gives   for a prime power of groups up to 9: lines of the affine plane, nobody meets twice in `groups` rounds (one more where size = groups);
///         for three rounds or fewer: rows, columns and a Latin square; else a search over all rounds at once
/// Cost    `most_swaps` at most; the same for the same seed
/// Source  Affine planes and Latin squares: Dinitz and Stinson 1992; search: after Dotu and Van Hentenryck 2005, doi:10.1007/11564751_28, tabu list ours.
GolferRounds golfer_rounds(std::uint32_t groups, std::uint32_t size, std::uint32_t rounds, std::uint64_t seed, std::uint64_t most_swaps = 3'000'000'000);

}  // namespace karuna::stats
