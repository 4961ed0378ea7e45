// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "stats/grouping/problem.h"

namespace karuna::stats {

struct GroupingSearchOptions {
  std::uint64_t seed = 1;
  std::uint64_t swaps = 400'000'000;         ///< how many are looked at, about; some 2 ns each without rules, up to 30 with every rule
  GroupRule tolerated = GroupRule::none;     ///< may be broken, as seldom as possible and before value counts
  std::optional<Groups> start{};             ///< also tried
  std::function<bool(double)> go_on{};       ///< told the share that is done; false stops, and what was found stands
};

struct FoundGroups {
  Groups groups;
  GroupingScore score;
  bool keeps_rules = false;                  ///< the tolerated one apart
};

/// Searches good groups by simulated annealing over swaps: every swap of two places is looked at in turn, eight at a time, and taken with the chance of
/// Metropolis; broken rules cost more the colder it gets. Coolings from several starts with different sizes of groups, then
/// the better half is warmed up again, and its better half, until one is left. Temperatures follow what the cheapest swap of a person costs in a local optimum.
///
/// Gives   the best grouping met that keeps the rules; where none was met, the one that breaks fewest. The same for the same seed on every machine.
/// Cost    options.swaps. Memory 4 bytes x people x places, and people x groups.
/// Source  Kirkpatrick, Gelatt and Vecchi 1983, doi:10.1126/science.220.4598.671; swaps as in Lai and Hao 2016, doi:10.1016/j.ejor.2016.05.018;
///         looking at eight swaps at once, empty chairs for moves and the choice of sizes are ours.
FoundGroups search_groups(const GroupingProblem& problem, const GroupingSearchOptions& options);

}  // namespace karuna::stats
