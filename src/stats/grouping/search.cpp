// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "stats/grouping/search_state.h"
#include "stats/grouping/sizes.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

// Temperatures as shares of what a swap typically changes; found by trying on the public instances.
constexpr double hot = 0.3, warm = 0.15, cold = 0.05;

struct Best {
  Groups groups;
  std::uint32_t broken = std::numeric_limits<std::uint32_t>::max(), tolerated = 0;
  std::int64_t value = 0;

  bool worse_than(const SearchState& state) const {
    if (state.broken() != broken) return state.broken() < broken;
    if (state.tolerated() != tolerated) return state.tolerated() < tolerated;
    return groups.empty() || state.value() > value;
  }
  void take(const SearchState& state) {
    if (worse_than(state)) *this = {state.groups(), state.broken(), state.tolerated(), state.value()};
  }
};

class Annealing {
 public:
  Annealing(const GroupingProblem& problem, const GroupingSearchOptions& options)
      : problem_(problem), options_(options), state_(problem, options.tolerated), scale_(gain_scale(problem)) {
    const double size = static_cast<double>(problem.people) / static_cast<double>(problem.groups());
    typical_ = std::max(scale_.spread * state_.scale() * std::sqrt(2 * size), 16.0);
    // Soft terms move swaps too.
    typical_ = std::max(typical_, 0.25 * problem.variety_weight * state_.scale());
    Random random(options.seed, 0, 1);
    for (double& e : exponential_) e = -std::log(random.uniform());
    thresholds_.resize(table + state_.places() + SearchState::lanes);
    const double sweep = static_cast<double>(problem.people) * static_cast<double>(state_.places());
    sweeps_ = std::max<std::uint64_t>(40, static_cast<std::uint64_t>(static_cast<double>(options.swaps) / sweep));
  }

  FoundGroups run() {
    const std::uint32_t rounds = std::max(1U, options_.rounds);
    std::vector<Best> found;
    // Two thirds of the work cools from hot, the rest warms up what was best.
    const std::uint64_t first = sweeps_ * 2 / 3 / rounds, again = (sweeps_ - first * rounds) / rounds;
    for (std::uint32_t round = 0; round < rounds && !stopped_; ++round) {
      Random random(options_.seed, round + 1);
      std::vector<double> lean;
      for (std::size_t g = 0; g < problem_.groups() && round > 0; ++g) lean.push_back(0.5 * random.uniform());
      const auto sizes = promising_sizes(problem_, scale_, 0.3 + 0.5 * random.uniform(), lean);
      if (!sizes) break;
      state_.set(round == 0 && options_.start ? *options_.start : random_groups(problem_, *sizes, random));
      Best best;
      cool(hot, first, random, best);
      found.push_back(std::move(best));
    }
    if (found.empty()) return {};
    for (std::uint32_t round = 0; round < rounds && !stopped_; ++round) {
      auto& best = *std::max_element(found.begin(), found.end(), [](const Best& a, const Best& b) {
        if (a.broken != b.broken) return a.broken > b.broken;
        return a.tolerated != b.tolerated ? a.tolerated > b.tolerated : a.value < b.value;
      });
      Random random(options_.seed, rounds + round + 1);
      state_.set(best.groups);
      cool(warm, again, random, best);
    }
    Best* last = &found.front();
    for (Best& best : found)
      if (best.broken < last->broken || (best.broken == last->broken && (best.tolerated < last->tolerated || (best.tolerated == last->tolerated && best.value > last->value))))
        last = &best;
    return {last->groups, score(problem_, last->groups), last->broken == 0};
  }

 private:
  static constexpr std::size_t table = 4096;

  void cool(double from, std::uint64_t sweeps, Random& random, Best& best) {
    sweeps = std::max<std::uint64_t>(sweeps, 10);
    for (std::uint64_t sweep = 0; sweep < sweeps && !stopped_; ++sweep) {
      const double share = static_cast<double>(sweep) / static_cast<double>(sweeps);
      set_temperature(typical_ * from * std::pow(cold / from, share), random);
      // From about what a swap changes to far above it: the way may lead across the border, the end may not.
      const double price = typical_ * std::pow(30.0, share);
      state_.weigh(static_cast<std::int64_t>(2 * price), static_cast<std::int64_t>(price));
      one_sweep(random, best);
      tell();
    }
    std::fill(thresholds_.begin(), thresholds_.end(), 0);
    state_.weigh(1 << 28, 1 << 26);
    for (int sweep = 0; sweep < 50 && one_sweep(random, best); ++sweep) {
    }
    best.take(state_);
  }

  void set_temperature(double temperature, Random& random) {
    const std::size_t shift = random.below(table);
    for (std::size_t k = 0; k < thresholds_.size(); ++k)
      thresholds_[k] = static_cast<std::int32_t>(std::min(exponential_[(k + shift) % table] * temperature, static_cast<double>(1 << 28)));
  }

  /// Looks at every swap once; whether one was taken.
  bool one_sweep(Random& random, Best& best) {
    bool taken = false;
    for (std::size_t a = 0; a < problem_.people; ++a) {
      const std::int32_t* thresholds = &thresholds_[random.below(static_cast<std::uint32_t>(table))];
      for (std::size_t from = 0; from < state_.places(); from += SearchState::lanes) {
        unsigned bits = state_.candidates(a, from, thresholds);
        while (bits != 0) {
          const std::size_t b = from + static_cast<std::size_t>(std::countr_zero(bits));
          bits &= bits - 1;
          if (!state_.may_swap(a, b)) continue;
          const auto change = state_.change(a, b);
          if (state_.worth(change) + thresholds[b] <= 0) continue;
          state_.swap(a, b, change);
          taken = true;
          if (state_.broken() <= best.broken && best.worse_than(state_)) best.take(state_);
        }
      }
    }
    return taken;
  }

  void tell() {
    ++done_;
    if (options_.go_on && done_ % 16 == 0) stopped_ = !options_.go_on(std::min(1.0, static_cast<double>(done_) / static_cast<double>(sweeps_)));
  }

  const GroupingProblem& problem_;
  const GroupingSearchOptions& options_;
  SearchState state_;
  GainScale scale_;
  double typical_ = 1;
  std::uint64_t sweeps_ = 0, done_ = 0;
  bool stopped_ = false;
  std::array<double, table> exponential_{};
  std::vector<std::int32_t> thresholds_;
};

}  // namespace

FoundGroups search_groups(const GroupingProblem& problem, const GroupingSearchOptions& options) { return Annealing(problem, options).run(); }

}  // namespace karuna::stats
