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

// Temperatures as shares of what the cheapest swap of a person costs in a local optimum; found by trying on the public instances.
constexpr double hot = 0.25, warm = 0.2, cold = 0.1;
constexpr double first_share = 0.75;   // of the work, for the coolings from random starts

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

bool better(const Best& a, const Best& b) {
  if (a.broken != b.broken) return a.broken < b.broken;
  return a.tolerated != b.tolerated ? a.tolerated < b.tolerated : a.value > b.value;
}

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
    const auto sizes = promising_sizes(problem_, scale_, most_starts);
    if (sizes.empty()) return {};
    measure(sizes.front());
    // The more people, the slower each cooling must be: by trying, the cube of their number in sweeps, over 100.
    const double people = static_cast<double>(problem_.people), first = first_share * static_cast<double>(sweeps_);
    const auto starts = static_cast<std::size_t>(std::clamp(first * 100 / (people * people * people), 3.0, static_cast<double>(most_starts)));
    std::vector<Best> pool;
    for (std::uint32_t k = 0; k < starts && !stopped_; ++k) {
      Random random(options_.seed, k + 1);
      state_.set(k == 0 && options_.start ? *options_.start : random_groups(problem_, sizes[k % sizes.size()], random));
      pool.emplace_back();
      cool(hot, static_cast<std::uint64_t>(first / static_cast<double>(starts)), random, pool.back());
    }
    // The better half is warmed up again, then its better half, with the same work each time.
    const auto stages = static_cast<std::uint32_t>(std::bit_width(starts));
    for (std::uint32_t stage = 0; stage < stages && !stopped_; ++stage) {
      std::stable_sort(pool.begin(), pool.end(), better);
      pool.resize((pool.size() + 1) / 2);
      for (std::uint32_t k = 0; k < pool.size() && !stopped_; ++k) {
        Random random(options_.seed, most_starts * (stage + 1) + k + 1);
        state_.set(pool[k].groups);
        cool(warm, static_cast<std::uint64_t>((1 - first_share) * static_cast<double>(sweeps_) / static_cast<double>(stages * pool.size())), random, pool[k]);
      }
    }
    const Best& last = *std::min_element(pool.begin(), pool.end(), better);
    return {last.groups, score(problem_, last.groups), last.broken == 0};
  }

 private:
  static constexpr std::size_t table = 4096;
  static constexpr std::uint32_t most_starts = 32;

  /// What the cheapest swap of a person costs where no swap gains any more: that tells the temperatures, whatever the gains look like.
  void measure(const std::vector<std::uint32_t>& sizes) {
    Random random(options_.seed, 0, 2);
    state_.set(random_groups(problem_, sizes, random));
    Best best;
    descend(random, best);
    double sum = 0;
    std::size_t people = 0;
    for (std::size_t a = 0; a < problem_.people; ++a) {
      std::int64_t least = std::numeric_limits<std::int64_t>::max();
      for (std::size_t b = 0; b < problem_.people; ++b) {
        if (!state_.may_swap(a, b)) continue;
        const auto change = state_.change(a, b);
        if (change.broken <= 0 && change.tolerated <= 0) least = std::min(least, std::max<std::int64_t>(0, -change.value));
      }
      if (least == std::numeric_limits<std::int64_t>::max()) continue;
      sum += static_cast<double>(least);
      ++people;
    }
    if (sum > 0) typical_ = std::max(sum / static_cast<double>(people), 16.0);
  }

  void descend(Random& random, Best& best) {
    std::fill(thresholds_.begin(), thresholds_.end(), 0);
    state_.weigh(1 << 28, 1 << 26);
    for (int sweep = 0; sweep < 50 && one_sweep(random, best); ++sweep) {
    }
    best.take(state_);
  }

  void cool(double from, std::uint64_t sweeps, Random& random, Best& best) {
    sweeps = std::max<std::uint64_t>(sweeps, 10);
    // Small sweeps share a temperature, since setting one costs as much as a sweep of 60 people.
    const std::uint64_t every = std::clamp<std::uint64_t>(std::min<std::uint64_t>(sweeps / 50, 100'000 / (problem_.people * state_.places())), 1, 100);
    for (std::uint64_t sweep = 0; sweep < sweeps && !stopped_; ++sweep) {
      const double share = static_cast<double>(sweep) / static_cast<double>(sweeps);
      if (sweep % every == 0) set_temperature(typical_ * from * std::pow(cold / from, share), random);
      // From about what a swap changes to far above it: the way may lead across the border, the end may not.
      const double price = typical_ * std::pow(30.0, share);
      state_.weigh(static_cast<std::int64_t>(2 * price), static_cast<std::int64_t>(price));
      one_sweep(random, best);
      tell();
    }
    descend(random, best);
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
      for (auto found = state_.candidates(a, 0, thresholds); found.bits != 0; found = state_.candidates(a, found.from + SearchState::lanes, thresholds))
        for (unsigned bits = found.bits; bits != 0; bits &= bits - 1) {
          const std::size_t b = found.from + static_cast<std::size_t>(std::countr_zero(bits));
          if (!state_.may_swap(a, b)) continue;
          const auto change = state_.change(a, b);
          if (state_.worth(change) + thresholds[b] <= 0) continue;
          state_.swap(a, b, change);
          taken = true;
          if (state_.broken() <= best.broken && best.worse_than(state_)) best.take(state_);
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
