// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

/// What a grouping may break. The order is the order of the counts in GroupingScore::broken.
enum class GroupRule : std::uint8_t { size, apart, together, cap, slot, none };
inline constexpr std::size_t group_rules = 5;
using RuleCounts = std::array<std::uint32_t, group_rules>;

/// At most `most` members of one kind in a group (people of one department, say).
struct KindCap {
  std::vector<std::uint32_t> kind;   ///< by person
  std::uint32_t most = 1;
};

/// People to be put into groups so that the members of a group gain most from each other (maximally diverse grouping), under rules.
///
/// Value of a grouping: the sum of gain over pairs that share a group
///                      - spread_weight x the sum over groups of (load of the group - mean load of a group)^2
///                      - variety_weight x the sum over groups of how many kinds are missing to `variety_wanted`.
/// Rules are never traded for value: sizes, pairs kept apart, pairs kept together, caps by kind, and a slot that all members of a group share.
struct GroupingProblem {
  std::size_t people = 0;
  std::vector<double> gain;                                       ///< people x people, symmetric, diagonal 0
  std::vector<std::uint32_t> least, most;                         ///< sizes, by group
  std::vector<std::pair<std::uint32_t, std::uint32_t>> apart{};   ///< never in one group
  std::vector<std::pair<std::uint32_t, std::uint32_t>> together{};///< always in one group
  std::vector<KindCap> caps{};
  std::vector<std::vector<std::uint32_t>> slots{};                ///< by slot: who can come; empty: no such rule
  std::vector<double> load{};                                     ///< by person; empty: none
  double spread_weight = 0;
  std::vector<std::uint32_t> variety{};                           ///< kind by person; empty: none
  std::uint32_t variety_wanted = 0;
  double variety_weight = 0;

  std::size_t groups() const { return least.size(); }
};

/// Group by person.
using Groups = std::vector<std::uint32_t>;

struct GroupingScore {
  double value = 0;                ///< pairs - spread - variety
  double pairs = 0, spread = 0, variety = 0;   ///< the parts, spread and variety with their weights
  /// size: people too many or too few; apart: pairs that share a group; together: pairs that do not; cap: members above a cap;
  /// slot: members who would have to be left out for the others to share a slot.
  RuleCounts broken{};
  bool keeps_rules() const {
    for (const auto count : broken)
      if (count > 0) return false;
    return true;
  }
};

/// Fails  invalid  sizes of the arrays do not fit, gain not symmetric or not finite, a person or pair that does not exist, least above most,
///                 more than 255 people in a group, the same pair apart and together
Result<void> check(const GroupingProblem& problem);

/// Value and broken rules of a grouping, computed from scratch. Groups must have problem.people entries below problem.groups().
/// Cost  O(sum of squared group sizes + rules)
GroupingScore score(const GroupingProblem& problem, std::span<const std::uint32_t> groups);

}  // namespace karuna::stats
