// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "stats/grouping/search.h"

namespace karuna::stats {

struct SolvedGroups {
  Groups groups;                ///< empty where nothing that keeps the rules was found
  GroupingScore score;
  double bound = 0;             ///< no grouping is better than this
  bool proven_best = false;     ///< then bound is the value
  bool proven_impossible = false;   ///< there is no grouping that keeps the rules; without it an empty answer only means: not found
  std::uint64_t seed = 0;

  bool found() const { return !groups.empty(); }
  /// By how much the best could be better, at most, as a share of the bound; 0 where proven.
  double gap() const { return proven_best || bound <= 0 ? 0 : (bound - score.value) / bound; }
};

/// Groups that keep every rule: searched, for up to `exact_people` people also proven, and told with a bound.
/// Fails  invalid  see check()
/// Cost   options.swaps, and for few people the exact search (at most `exact_steps` people placed)
Result<SolvedGroups> solve_groups(const GroupingProblem& problem, const GroupingSearchOptions& options, std::size_t exact_people = 16, std::uint64_t exact_steps = 5'000'000);

}  // namespace karuna::stats
