// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "stats/coverage/choice.h"
#include "stats/coverage/coverage.h"

namespace karuna::stats {
namespace {

/// Swaps one chosen for one other as long as that helps, the best swap first.
void improve_by_swaps(const CoverageProblem& problem, Choice& choice) {
  for (bool better = true; better;) {
    better = false;
    while (choice.size() < problem.most) {   // a place may have become free
      std::int64_t most = 0;
      std::uint32_t who = 0;
      for (std::uint32_t c = 0; c < problem.covers.size(); ++c)
        if (choice.may_add(c) && choice.adds(c) > most) most = choice.adds(c), who = c;
      if (most == 0) break;
      choice.add(who);
    }
    std::int64_t best = choice.value();
    std::uint32_t out = 0, in = 0;
    for (const std::uint32_t leaves : std::vector<std::uint32_t>(choice.chosen())) {
      choice.remove(leaves);
      for (std::uint32_t c = 0; c < problem.covers.size(); ++c)
        if (c != leaves && choice.may_add(c))
          if (const std::int64_t value = choice.value() + choice.adds(c); value > best) best = value, out = leaves, in = c, better = true;
      choice.add(leaves);
    }
    if (better) choice.remove(out), choice.add(in);
  }
}

/// Max sum_e weight_e y_e, y_e <= need_e, y_e <= sum of x_c over those that cover e, sum x_c <= most, groups. With a price p_e in [0, weight_e] on the second
/// rule the two sides fall apart: sum_e need_e (weight_e - p_e) + the best `most` candidates by the sum of prices they cover. Every p is a bound.
class Branching {
 public:
  Branching(const CoverageProblem& problem, std::size_t most_nodes, const std::function<bool()>& go_on)
      : p_(problem), most_nodes_(most_nodes), go_on_(go_on), fixed_(problem.covers.size(), open), mean_(problem.covers.size(), 0.0) {
    if (!p_.group.empty()) groups_ = *std::max_element(p_.group.begin(), p_.group.end()) + std::size_t{1};
  }

  Cover run() {
    Choice start(p_);
    for (const auto candidate : greedy_cover(p_).chosen) start.add(candidate);
    improve_by_swaps(p_, start);
    take(start);
    std::vector<double> prices(p_.need.size());
    for (std::size_t e = 0; e < prices.size(); ++e) prices[e] = static_cast<double>(p_.weight[e]) / 2;
    bound_ = visit(prices, 1500);
    Cover out = best_;
    std::sort(out.chosen.begin(), out.chosen.end());
    out.proven = !stopped_ || bound_ <= best_.value;
    out.bound = out.proven ? best_.value : std::max(bound_, best_.value);
    return out;
  }

 private:
  enum : std::uint8_t { open, inside, outside };

  void take(const Choice& choice) {
    if (choice.value() > best_.value || best_.chosen.empty()) best_.value = choice.value(), best_.chosen = choice.chosen();
  }

  /// The candidates that the priced side would take, and its bound.
  double priced(const std::vector<double>& prices, std::vector<std::uint32_t>& taken) {
    double bound = 0;
    for (std::size_t e = 0; e < prices.size(); ++e) bound += p_.need[e] * (static_cast<double>(p_.weight[e]) - prices[e]);
    worth_.assign(p_.covers.size(), 0.0);
    order_.clear();
    taken.clear();
    of_group_.assign(groups_, 0);
    for (std::uint32_t c = 0; c < p_.covers.size(); ++c) {
      if (fixed_[c] == outside) continue;
      for (const auto e : p_.covers[c]) worth_[c] += prices[e];
      if (fixed_[c] == open) {
        order_.push_back(c);
        continue;
      }
      bound += worth_[c];
      taken.push_back(c);
      if (groups_ > 0) ++of_group_[p_.group[c]];
    }
    const auto first = [&](std::uint32_t a, std::uint32_t b) { return worth_[a] != worth_[b] ? worth_[a] > worth_[b] : a < b; };
    if (groups_ == 0 && order_.size() > p_.most) {
      std::nth_element(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(p_.most), order_.end(), first);
      order_.resize(p_.most);
    }
    std::sort(order_.begin(), order_.end(), first);
    for (const auto c : order_) {
      if (taken.size() >= p_.most) break;
      if (groups_ > 0 && of_group_[p_.group[c]]++ >= p_.most_per_group) continue;
      bound += worth_[c];
      taken.push_back(c);
    }
    return bound;
  }

  /// Completes what the priced side took to a real choice and improves it now and then.
  void try_choice(const std::vector<std::uint32_t>& taken, bool swaps) {
    Choice choice(p_);
    for (const auto c : taken)
      if (choice.may_add(c)) choice.add(c);
    if (swaps || choice.value() * 1000 > best_.value * 985) improve_by_swaps(p_, choice);
    take(choice);
  }

  /// A bound below this node (a whole number: weights are), lowered by `steps` of subgradient; then its two halves.
  std::int64_t visit(std::vector<double> prices, int steps) {
    ++nodes_;
    if (stopped_ || nodes_ > most_nodes_ || (go_on_ && !go_on_())) stopped_ = true;
    std::vector<std::uint32_t> taken;
    std::vector<double> best_prices = prices, covered(prices.size());
    double least = 1e300, step = 1.5;
    int since = 0;
    std::fill(mean_.begin(), mean_.end(), 0.0);
    double weight = 0;
    for (int k = 0; k < steps; ++k) {
      const double bound = priced(prices, taken);
      if (bound < least - 1e-9) {
        since = bound < least - 1e-4 ? 0 : since + 1;
        least = bound;
        best_prices = prices;
      } else if (++since > 15) {
        step *= 0.6;
        since = 0;
        prices = best_prices;
        if (step < 1e-3) break;
        continue;
      }
      if (floor_of(least) <= best_.value) return floor_of(least);
      if (k % 50 == 49) try_choice(taken, false);
      const double fade = 0.97;
      for (auto& m : mean_) m *= fade;
      weight = weight * fade + 1;
      for (const auto c : taken) mean_[c] += 1;
      std::fill(covered.begin(), covered.end(), 0.0);
      for (const auto c : taken)
        for (const auto e : p_.covers[c]) covered[e] += 1;
      double square = 0;
      for (std::size_t e = 0; e < prices.size(); ++e) {
        // At the ends of its range a price does not move outwards.
        double slope = covered[e] - p_.need[e];
        if ((prices[e] <= 0 && slope > 0) || (prices[e] >= static_cast<double>(p_.weight[e]) && slope < 0)) slope = 0;
        covered[e] = slope;
        square += slope * slope;
      }
      if (square == 0) break;
      const double length = step * (bound - static_cast<double>(best_.value)) / square;
      for (std::size_t e = 0; e < prices.size(); ++e) prices[e] = std::clamp(prices[e] - length * covered[e], 0.0, static_cast<double>(p_.weight[e]));
    }
    priced(best_prices, taken);
    try_choice(taken, nodes_ == 1);
    if (stopped_ || floor_of(least) <= best_.value) return floor_of(least);
    // Branch on the candidate that was taken about half of the time.
    std::uint32_t on = 0;
    double nearest = 2;
    for (std::uint32_t c = 0; c < p_.covers.size(); ++c) {
      if (fixed_[c] != open) continue;
      const double away = std::abs(mean_[c] / weight - 0.6);
      if (away < nearest) nearest = away, on = c;
    }
    if (nearest > 1) return best_.value;
    std::int64_t below = best_.value;
    for (const auto how : {inside, outside}) {
      if (how == inside && !may_fix(on)) continue;
      fixed_[on] = how;
      below = std::max(below, visit(best_prices, 150));
      fixed_[on] = open;
      if (stopped_) return floor_of(least);
    }
    return std::min(below, floor_of(least));
  }

  bool may_fix(std::uint32_t candidate) const {
    Choice choice(p_);
    for (std::uint32_t c = 0; c < p_.covers.size(); ++c)
      if (fixed_[c] == inside) choice.add(c);
    return choice.may_add(candidate);
  }
  static std::int64_t floor_of(double bound) { return static_cast<std::int64_t>(std::floor(bound + 1e-6)); }

  const CoverageProblem& p_;
  std::size_t most_nodes_, nodes_ = 0, groups_ = 0;
  const std::function<bool()>& go_on_;
  bool stopped_ = false;
  std::int64_t bound_ = 0;
  Cover best_;
  std::vector<std::uint8_t> fixed_;
  std::vector<double> mean_, worth_;
  std::vector<std::uint32_t> order_, of_group_;
};

}  // namespace

Cover best_cover(const CoverageProblem& problem, std::size_t most_nodes, const std::function<bool()>& go_on) {
  if (problem.covers.empty() || problem.most == 0) return {.chosen = {}, .value = 0, .bound = 0, .proven = true};
  return Branching(problem, most_nodes, go_on).run();
}

}  // namespace karuna::stats
