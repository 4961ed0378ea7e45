// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/possible_answers.h"

#include <algorithm>
#include <optional>

namespace karuna::protect {

bool every_answer_possible(const CentredSum& sum, std::int64_t full, std::uint32_t colluders) {
  const std::int64_t free_people = std::int64_t{sum.answers} - 2 * (std::int64_t{colluders} + 1);
  if (free_people < 0) return false;
  const std::int64_t size = sum.sum < 0 ? -sum.sum : sum.sum;
  return size <= free_people * full;
}

namespace {

CentredSum operator+(const CentredSum& a, const CentredSum& b) { return {a.ballots + b.ballots, a.answers + b.answers, a.sum + b.sum}; }

class Grouping {
 public:
  Grouping(const UnitTree& tree, const Partition& partition, std::span<const CentredSum> sums, const PossibleRules& rules)
      : tree_(tree), partition_(partition), sums_(sums), rules_(rules), joined_(sums.size(), false), by_home_(sums.size()) {
    const bool whole_organisation = partition.atoms.size() == 1 && partition.atoms[0].ballots < rules.k;
    least_ = whole_organisation ? std::min(rules.k, smallest_organisation) : rules.k;
    for (std::uint32_t a = 0; a < by_home_.size(); ++a) by_home_[a] = a;
    std::sort(by_home_.begin(), by_home_.end(), [&](std::uint32_t a, std::uint32_t b) {
      const UnitId x = partition_.atoms[a].home, y = partition_.atoms[b].home;
      return x != y ? x < y : a < b;
    });
  }

  std::vector<std::vector<std::uint32_t>> run() {
    std::vector<std::vector<std::uint32_t>> groups;
    std::vector<std::uint32_t> failed;
    for (std::uint32_t a = 0; a < sums_.size(); ++a)
      if (!passes(sums_[a])) failed.push_back(a);
    for (const std::uint32_t a : failed) {
      if (joined_[a]) continue;
      const std::optional<std::uint32_t> sibling = smallest_sibling(a);
      if (!sibling || !passes(sums_[a] + sums_[*sibling])) continue;
      joined_[a] = joined_[*sibling] = true;
      groups.push_back({std::min(a, *sibling), std::max(a, *sibling)});
    }
    std::vector<std::uint32_t> rest;
    CentredSum rest_sum;
    for (std::uint32_t a = 0; a < sums_.size(); ++a) {
      if (joined_[a]) continue;
      if (passes(sums_[a])) {
        groups.push_back({a});
      } else {
        rest.push_back(a);
        rest_sum = rest_sum + sums_[a];
      }
    }
    if (rest.size() > 1 && passes(rest_sum)) groups.push_back(std::move(rest));
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a[0] < b[0]; });
    return groups;
  }

 private:
  bool passes(const CentredSum& sum) const { return sum.answers >= least_ && every_answer_possible(sum, rules_.full, rules_.colluders); }

  std::optional<std::uint32_t> smallest_sibling(std::uint32_t atom) const {
    const auto home = [&](std::uint32_t a) { return partition_.atoms[a].home; };
    for (UnitId unit = home(atom); unit; unit = tree_[unit].parent) {
      std::optional<std::uint32_t> best;
      auto at = std::lower_bound(by_home_.begin(), by_home_.end(), unit, [&](std::uint32_t a, UnitId u) { return home(a) < u; });
      for (; at != by_home_.end() && home(*at) < tree_.end(unit); ++at) {
        if (*at == atom || joined_[*at]) continue;
        if (!best || std::pair(sums_[*at].ballots, *at) < std::pair(sums_[*best].ballots, *best)) best = *at;
      }
      if (best) return best;
    }
    return std::nullopt;
  }

  const UnitTree& tree_;
  const Partition& partition_;
  std::span<const CentredSum> sums_;
  PossibleRules rules_;
  std::uint32_t least_ = 0;
  std::vector<bool> joined_;
  std::vector<std::uint32_t> by_home_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> possible_groups(const UnitTree& tree, const Partition& partition, std::span<const CentredSum> sums,
                                                        const PossibleRules& rules) {
  return Grouping(tree, partition, sums, rules).run();
}

}  // namespace karuna::protect
