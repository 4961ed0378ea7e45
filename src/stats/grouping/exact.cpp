// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/exact.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace karuna::stats {
namespace {

class Search {
 public:
  Search(const GroupingProblem& problem, GroupRule tolerated, std::uint64_t most_steps)
      : p_(problem), n_(problem.people), groups_(problem.groups()), tolerated_(tolerated), most_steps_(most_steps) {
    largest_ = *std::max_element(p_.most.begin(), p_.most.end());
    order_people();
    table_of_largest();
    group_of_.assign(n_, nobody);
    from_group_.assign(n_ * groups_, 0);
    size_.assign(groups_, 0);
    members_.resize(groups_);
    can_.assign(n_ * p_.slots.size(), 0);
    for (std::size_t s = 0; s < p_.slots.size(); ++s)
      for (const auto i : p_.slots[s]) can_[i * p_.slots.size() + s] = 1;
    for (const double load : p_.load) mean_load_ += load / static_cast<double>(groups_);
  }

  void know(const Groups& groups) {
    const GroupingScore at = score(p_, groups);
    for (std::size_t rule = 0; rule < group_rules; ++rule)
      if (at.broken[rule] > 0 && !is_tolerated(static_cast<GroupRule>(rule))) return;
    best_ = groups;
    best_value_ = at.value;
    best_broken_ = tolerated_ == GroupRule::none ? 0 : at.broken[static_cast<std::size_t>(tolerated_)];
  }

  ExactGrouping run() {
    place(0, 0.0, 0);
    return {best_, !out_of_steps_, best_ ? best_broken_ : 0, steps_};
  }

 private:
  static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

  bool is_tolerated(GroupRule rule) const { return tolerated_ == rule; }

  /// Those with most rules first, then those with the largest gains: the bound closes early.
  void order_people() {
    std::vector<double> weight(n_, 0);
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < n_; ++j) weight[i] += p_.gain[i * n_ + j];
    std::vector<std::uint32_t> rules(n_, 0);
    apart_.resize(n_);
    together_.resize(n_);
    const auto link = [&](const auto& pairs, auto& lists) {
      for (const auto& [a, b] : pairs) {
        lists[a].push_back(b);
        lists[b].push_back(a);
        ++rules[a], ++rules[b];
      }
    };
    link(p_.apart, apart_);
    link(p_.together, together_);
    for (auto* lists : {&apart_, &together_})
      for (auto& list : *lists) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
      }
    order_.resize(n_);
    std::iota(order_.begin(), order_.end(), 0U);
    std::stable_sort(order_.begin(), order_.end(), [&](auto a, auto b) { return rules[a] != rules[b] ? rules[a] > rules[b] : weight[a] > weight[b]; });
  }

  /// largest_sum_[(depth x n + person) x (largest + 1) + r]: the r largest gains with people not placed at that depth, none below 0.
  void table_of_largest() {
    largest_sum_.assign((n_ + 1) * n_ * (largest_ + 1), 0.0);
    std::vector<double> gains;
    for (std::size_t depth = 0; depth < n_; ++depth)
      for (std::size_t a = depth; a < n_; ++a) {
        const std::size_t i = order_[a];
        gains.clear();
        for (std::size_t b = depth; b < n_; ++b)
          if (b != a) gains.push_back(std::max(0.0, p_.gain[i * n_ + order_[b]]));
        std::sort(gains.rbegin(), gains.rend());
        double* sums = &largest_sum_[(depth * n_ + i) * (largest_ + 1)];
        for (std::size_t r = 1; r <= largest_; ++r) sums[r] = sums[r - 1] + (r <= gains.size() ? gains[r - 1] : 0.0);
      }
  }

  double upper_bound(std::size_t depth, double value) const {
    for (std::size_t a = depth; a < n_; ++a) {
      const std::size_t i = order_[a];
      const double* sums = &largest_sum_[(depth * n_ + i) * (largest_ + 1)];
      double best = -std::numeric_limits<double>::infinity();
      for (std::size_t g = 0; g < groups_; ++g)
        if (size_[g] < p_.most[g]) best = std::max(best, from_group_[i * groups_ + g] + sums[p_.most[g] - size_[g] - 1] / 2);
      value += best;
    }
    return value;
  }

  std::uint32_t shortage(std::size_t g) const {
    if (p_.slots.empty()) return 0;
    std::uint32_t most = 0;
    for (std::size_t s = 0; s < p_.slots.size(); ++s) {
      std::uint32_t here = 0;
      for (const auto i : members_[g]) here += can_[i * p_.slots.size() + s];
      most = std::max(most, here);
    }
    return size_[g] - most;
  }

  /// What joining breaks, by rule; false where a rule that holds would be broken.
  bool joins(std::uint32_t i, std::size_t g, std::uint32_t& newly) {
    const auto add = [&](GroupRule rule, std::uint32_t count) {
      if (count == 0) return true;
      if (!is_tolerated(rule)) return false;
      newly += count;
      return true;
    };
    std::uint32_t meets = 0, split = 0, above = 0;
    for (const auto j : apart_[i]) meets += group_of_[j] == g ? 1 : 0;
    for (const auto j : together_[i]) split += group_of_[j] != nobody && group_of_[j] != g ? 1 : 0;
    for (const KindCap& cap : p_.caps) {
      std::uint32_t alike = 0;
      for (const auto j : members_[g]) alike += cap.kind[j] == cap.kind[i] ? 1 : 0;
      above += alike >= cap.most ? 1 : 0;
    }
    if (!add(GroupRule::apart, meets) || !add(GroupRule::together, split) || !add(GroupRule::cap, above)) return false;
    const std::uint32_t before = shortage(g);
    members_[g].push_back(i);
    ++size_[g];
    const bool good = add(GroupRule::slot, shortage(g) - before);
    members_[g].pop_back();
    --size_[g];
    return good;
  }

  double penalties() const {
    double sum = 0;
    std::vector<std::uint32_t> kinds;
    for (std::size_t g = 0; g < groups_; ++g) {
      if (!p_.load.empty()) {
        double load = -mean_load_;
        for (const auto i : members_[g]) load += p_.load[i];
        sum += p_.spread_weight * load * load;
      }
      if (!p_.variety.empty()) {
        kinds.clear();
        for (const auto i : members_[g]) kinds.push_back(p_.variety[i]);
        std::sort(kinds.begin(), kinds.end());
        const auto distinct = static_cast<std::uint32_t>(std::unique(kinds.begin(), kinds.end()) - kinds.begin());
        if (distinct < p_.variety_wanted) sum += p_.variety_weight * (p_.variety_wanted - distinct);
      }
    }
    return sum;
  }

  void place(std::size_t depth, double value, std::uint32_t broken) {
    if (out_of_steps_ || (best_ && broken > best_broken_)) return;
    std::uint32_t wanted = 0;
    for (std::size_t g = 0; g < groups_; ++g) wanted += size_[g] < p_.least[g] ? p_.least[g] - size_[g] : 0;
    if (wanted > n_ - depth) return;
    if (depth == n_) {
      const double whole = value - penalties();
      if (!best_ || broken < best_broken_ || whole > best_value_) best_ = group_of_, best_value_ = whole, best_broken_ = broken;
      return;
    }
    // A hair above: equal values need not be looked for, and sums of doubles may differ in the last bit.
    if (best_ && broken == best_broken_ && upper_bound(depth, value) <= best_value_ + 1e-12 * std::max(1.0, std::abs(best_value_))) return;
    const std::uint32_t i = order_[depth];
    std::vector<std::pair<double, std::size_t>> choices;
    for (std::size_t g = 0; g < groups_; ++g) {
      if (size_[g] >= p_.most[g]) continue;
      bool twin = false;  // an empty group with the same sizes stands before it
      for (std::size_t h = 0; h < g && size_[g] == 0 && !twin; ++h) twin = size_[h] == 0 && p_.least[h] == p_.least[g] && p_.most[h] == p_.most[g];
      if (!twin) choices.emplace_back(from_group_[i * groups_ + g], g);
    }
    std::stable_sort(choices.begin(), choices.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [gain, g] : choices) {
      std::uint32_t newly = 0;
      if (!joins(i, g, newly)) continue;
      if (++steps_ > most_steps_) out_of_steps_ = true;
      move(i, g, 1.0);
      place(depth + 1, value + gain, broken + newly);
      move(i, g, -1.0);
      if (out_of_steps_) return;
    }
  }

  void move(std::uint32_t i, std::size_t g, double in) {
    if (in > 0) {
      group_of_[i] = static_cast<std::uint32_t>(g);
      members_[g].push_back(i);
      ++size_[g];
    } else {
      group_of_[i] = nobody;
      members_[g].pop_back();
      --size_[g];
    }
    for (std::size_t j = 0; j < n_; ++j) from_group_[j * groups_ + g] += in * p_.gain[i * n_ + j];
  }

  const GroupingProblem& p_;
  std::size_t n_, groups_;
  GroupRule tolerated_;
  std::uint64_t most_steps_, steps_ = 0;
  bool out_of_steps_ = false;
  std::uint32_t largest_ = 0;
  std::vector<std::uint32_t> order_;
  std::vector<std::vector<std::uint32_t>> apart_, together_, members_;
  std::vector<double> largest_sum_, from_group_;
  Groups group_of_;
  std::vector<std::uint32_t> size_;
  std::vector<std::uint8_t> can_;
  double mean_load_ = 0, best_value_ = 0;
  std::uint32_t best_broken_ = 0;
  std::optional<Groups> best_;
};

}  // namespace

ExactGrouping exact_grouping(const GroupingProblem& problem, GroupRule tolerated, const std::optional<Groups>& known, std::uint64_t most_steps) {
  Search search(problem, tolerated == GroupRule::size ? GroupRule::none : tolerated, most_steps);
  if (known) search.know(*known);
  return search.run();
}

}  // namespace karuna::stats
