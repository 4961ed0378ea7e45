// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "act/pods/pods.h"
#include "stats/grouping/problem.h"

namespace karuna::act {

/// People who take part, as numbers 0 .. n-1, and what the search needs to know of them.
struct PodProblem {
  std::vector<std::uint32_t> who;                    ///< number in members, by number in the search
  stats::GroupingProblem grouping;                   ///< without sizes
  std::vector<double> difference;                    ///< n x n, 0 to 1
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> met;   ///< pairs of the search: weight by age
  Pairs chain_pairs;                                 ///< of the search; the exclusions are in grouping.apart as well
};

Result<void> check_rules(const PodRules& rules);
PodProblem pod_problem(const PodInput& input);

/// Numbers of pods that can be, the best first: nearest to the middle of the sizes, enough for the largest department.
std::vector<std::size_t> pod_counts(const PodInput& input, const PodProblem& problem);
/// As even as possible, or everything that the rules allow.
void set_sizes(stats::GroupingProblem& grouping, std::size_t pods, const PodRules& rules, bool even);

PodAnswer answer_of(const PodInput& input, const PodProblem& problem, const stats::Groups& groups, std::size_t pods);

/// Swaps to be looked at for so many people.
std::uint64_t swaps_for(std::size_t people, double effort);

}  // namespace karuna::act
