// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "stats/grouping/problem.h"

namespace karuna::stats {

struct ExactGrouping {
  std::optional<Groups> groups{};  ///< nothing where no grouping keeps the rules (or none was met before the steps ran out)
  bool proven = false;             ///< the search went through everything: `groups` is best, or there is none
  std::uint32_t broken = 0;        ///< how often the tolerated rule is broken in it
  std::uint64_t steps = 0;
};

/// The best grouping, by depth-first search with a bound: groups of one size that are still empty are tried once.
///
/// Takes   tolerated   a rule that may be broken, as seldom as possible and before value counts; the others hold. Sizes always hold.
///         known       a grouping that keeps the rules, to start from
///         most_steps  people placed, then it stops and `proven` is false
/// Cost    exponential in the number of people; up to 14 people a fraction of a second. No randomness.
/// Source  The bound is ours: for each person not placed yet, the best group with room: what its members give, and half of the largest gains that
///         could still come.
ExactGrouping exact_grouping(const GroupingProblem& problem, GroupRule tolerated = GroupRule::none, const std::optional<Groups>& known = {},
                             std::uint64_t most_steps = 200'000'000);

}  // namespace karuna::stats
