// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/possible_answers.h"

#include <algorithm>
#include <array>
#include <optional>

namespace karuna::protect {

bool every_answer_possible(const CentredSum& sum, std::int64_t full, std::uint32_t colluders) {
  const std::int64_t free_people = std::int64_t{sum.answers} - 2 * (std::int64_t{colluders} + 1);
  if (free_people < 0) return false;
  const std::int64_t size = sum.sum < 0 ? -sum.sum : sum.sum;
  return size <= free_people * full;
}

namespace {

class Grouping {
 public:
  Grouping(const UnitTree& tree, const Partition& partition, const MayBeGroup& may_be_group)
      : tree_(tree), partition_(partition), may_be_group_(may_be_group), joined_(partition.atoms.size(), false), by_home_(partition.atoms.size()) {
    for (std::uint32_t a = 0; a < by_home_.size(); ++a) by_home_[a] = a;
    std::sort(by_home_.begin(), by_home_.end(), [&](std::uint32_t a, std::uint32_t b) {
      const UnitId x = partition_.atoms[a].home, y = partition_.atoms[b].home;
      return x != y ? x < y : a < b;
    });
  }

  std::vector<std::vector<std::uint32_t>> run() {
    std::vector<std::vector<std::uint32_t>> groups;
    std::vector<std::uint32_t> failed, rest;
    std::vector<bool> alone(partition_.atoms.size(), false);
    for (std::uint32_t a = 0; a < alone.size(); ++a) {
      alone[a] = may_be_group_(std::array{a});
      if (!alone[a]) failed.push_back(a);
    }
    for (const std::uint32_t a : failed) {
      if (joined_[a]) continue;
      const std::optional<std::uint32_t> sibling = smallest_sibling(a);
      if (!sibling || !may_be_group_(std::array{std::min(a, *sibling), std::max(a, *sibling)})) continue;
      joined_[a] = joined_[*sibling] = true;
      groups.push_back({std::min(a, *sibling), std::max(a, *sibling)});
    }
    for (std::uint32_t a = 0; a < alone.size(); ++a) {
      if (joined_[a]) continue;
      if (alone[a]) groups.push_back({a});
      else rest.push_back(a);
    }
    if (rest.size() > 1 && may_be_group_(rest)) groups.push_back(std::move(rest));
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a[0] < b[0]; });
    return groups;
  }

 private:
  std::optional<std::uint32_t> smallest_sibling(std::uint32_t atom) const {
    const auto home = [&](std::uint32_t a) { return partition_.atoms[a].home; };
    for (UnitId unit = home(atom); unit; unit = tree_[unit].parent) {
      std::optional<std::uint32_t> best;
      auto at = std::lower_bound(by_home_.begin(), by_home_.end(), unit, [&](std::uint32_t a, UnitId u) { return home(a) < u; });
      for (; at != by_home_.end() && home(*at) < tree_.end(unit); ++at) {
        if (*at == atom || joined_[*at]) continue;
        if (!best || std::pair(partition_.atoms[*at].ballots, *at) < std::pair(partition_.atoms[*best].ballots, *best)) best = *at;
      }
      if (best) return best;
    }
    return std::nullopt;
  }

  const UnitTree& tree_;
  const Partition& partition_;
  const MayBeGroup& may_be_group_;
  std::vector<bool> joined_;
  std::vector<std::uint32_t> by_home_;
};

}  // namespace

std::uint32_t least_answers(const Partition& partition, std::uint32_t k) {
  const bool whole_organisation = partition.atoms.size() == 1 && partition.atoms[0].ballots < k;
  return whole_organisation ? std::min(k, smallest_organisation) : k;
}

std::vector<std::vector<std::uint32_t>> possible_groups(const UnitTree& tree, const Partition& partition, const MayBeGroup& may_be_group) {
  return Grouping(tree, partition, may_be_group).run();
}

std::vector<std::vector<std::uint32_t>> possible_groups(const UnitTree& tree, const Partition& partition, std::span<const CentredSum> sums,
                                                        const PossibleRules& rules) {
  const std::uint32_t least = least_answers(partition, rules.k);
  return possible_groups(tree, partition, [&](std::span<const std::uint32_t> atoms) {
    CentredSum all;
    for (const std::uint32_t a : atoms) all.answers += sums[a].answers, all.sum += sums[a].sum;
    return all.answers >= least && every_answer_possible(all, rules.full, rules.colluders);
  });
}

}  // namespace karuna::protect
