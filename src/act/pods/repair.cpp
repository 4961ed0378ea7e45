// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "act/pods/pod_problem.h"
#include "act/pods/pods.h"
#include "base/text.h"
#include "stats/grouping/bound.h"
#include "stats/grouping/search_state.h"

namespace karuna::act {
namespace {

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

/// More than gains can make up, less than a broken rule costs: people are moved for a rule, not for a little more difference.
constexpr std::int64_t price_of_moving = std::int64_t{1} << 25;

/// Mends step by step: of all swaps that keep the number of moved people within the limit, the one that helps most.
class Mender {
 public:
  Mender(const stats::GroupingProblem& problem, std::vector<std::uint32_t> home, stats::Groups groups, std::size_t limit)
      : state_(problem), home_(std::move(home)), limit_(limit) {
    state_.set(groups);
    state_.weigh(1 << 27, 1 << 27);
    for (std::size_t i = 0; i < home_.size(); ++i) moved_ += away(i, groups[i]);
  }

  void run() {
    for (int step = 0; step < 4000; ++step) {
      std::int64_t most = 0;
      std::size_t best_a = 0, best_b = 0;
      for (std::size_t a = 0; a < state_.people(); ++a)
        for (std::size_t b = a + 1; b < state_.places(); ++b) {
          if (!state_.may_swap(a, b)) continue;
          const auto after = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(moved_) + more_moved(a, b));
          // Above the limit (a start may be), only swaps that lead back.
          if (after > limit_ && after >= moved_) continue;
          const std::int64_t worth = state_.worth(state_.change(a, b)) - price_of_moving * more_moved(a, b);
          if (worth > most) most = worth, best_a = a, best_b = b;
        }
      if (most <= 0) return;
      moved_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(moved_) + more_moved(best_a, best_b));
      state_.swap(best_a, best_b, state_.change(best_a, best_b));
    }
  }

  const stats::SearchState& state() const { return state_; }
  std::size_t moved() const { return moved_; }

 private:
  std::size_t away(std::size_t person, std::uint32_t group) const { return home_[person] != nowhere && home_[person] != group ? 1 : 0; }
  std::ptrdiff_t more_moved(std::size_t a, std::size_t b) const {
    std::ptrdiff_t more = 0;
    const auto count = [&](std::size_t place, std::uint32_t from, std::uint32_t to) {
      if (place < state_.people()) more += static_cast<std::ptrdiff_t>(away(place, to)) - static_cast<std::ptrdiff_t>(away(place, from));
    };
    count(a, state_.group_of(a), state_.group_of(b));
    count(b, state_.group_of(b), state_.group_of(a));
    return more;
  }

  stats::SearchState state_;
  std::vector<std::uint32_t> home_;
  std::size_t limit_, moved_ = 0;
};

/// Everybody into a group so that sizes hold: who has none goes where fewest are, groups that are too small take from the largest.
stats::Groups fill(const stats::GroupingProblem& problem, const std::vector<std::uint32_t>& home) {
  stats::Groups groups = home;
  std::vector<std::uint32_t> size(problem.groups(), 0);
  for (const auto g : groups)
    if (g != nowhere) ++size[g];
  const auto move = [&](std::size_t i, std::uint32_t to) {
    if (groups[i] != nowhere) --size[groups[i]];
    groups[i] = to;
    ++size[to];
  };
  const auto smallest = [&] { return static_cast<std::uint32_t>(std::min_element(size.begin(), size.end()) - size.begin()); };
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (groups[i] == nowhere) move(i, smallest());
  while (true) {
    const auto small = smallest(), large = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
    if (size[small] >= problem.least[small] && size[large] <= problem.most[large]) return groups;
    // The last of the largest group: joiners stand last, and moving them is not counted.
    for (std::size_t i = groups.size(); i-- > 0;)
      if (groups[i] == large) {
        move(i, small);
        break;
      }
  }
}

}  // namespace

Result<Repair> repair_pods(const PodInput& input, const std::vector<PastPod>& pods, std::size_t left, double most_moved, const PodOptions& options) {
  KARUNA_CHECK(check_rules(input.rules));
  if (!(most_moved >= 0 && most_moved <= 1)) return fail(Fault::invalid, "the share of people who may be moved is " + shortest(most_moved) + "; expected 0 to 1");
  PodProblem problem = pod_problem(input);
  const std::size_t n = problem.who.size();
  if (n < input.rules.least) return fail(Fault::too_few_people, counted(n, "person takes", "people take") + " part; a pod needs " + std::to_string(input.rules.least));
  std::map<std::uint32_t, std::uint32_t> pod_of;
  std::vector<std::vector<std::uint32_t>> stay;
  for (const PastPod& pod : pods) {
    stay.emplace_back();
    for (const auto i : pod.people)
      if (input.members.people[i].takes_part) stay.back().push_back(i);
      else ++left;
  }
  std::erase_if(stay, [](const auto& list) { return list.empty(); });
  Repair out;
  out.left = left;
  // As many pods as before where sizes allow it; the smallest are shared out, empty ones are opened.
  const std::size_t low = (n + input.rules.most - 1) / input.rules.most, high = n / input.rules.least;
  if (low > high)
    return fail(Fault::refused, "size: " + counted(n, "person", "people") + " cannot be put into pods of " + std::to_string(input.rules.least) + " to " + std::to_string(input.rules.most) + "; karuna pods explain says what would help");
  std::stable_sort(stay.begin(), stay.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  const std::size_t count = std::clamp(stay.size(), low, high);
  out.dissolved = stay.size() > count ? stay.size() - count : 0;
  for (std::uint32_t p = 0; p < stay.size(); ++p)
    for (const auto i : stay[p]) pod_of[i] = p;
  set_sizes(problem.grouping, count, input.rules, false);
  std::vector<std::uint32_t> home(n, nowhere), start(n, nowhere);
  std::size_t stayers = 0, must_move = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (const auto pod = pod_of.find(problem.who[i]); pod != pod_of.end()) {
      ++stayers;
      home[i] = pod->second;   // of a dissolved pod: a number that no group has, so they count as moved wherever they go
      if (pod->second < count) start[i] = pod->second;
      else ++must_move;
    }
  const auto limit = std::max(static_cast<std::size_t>(std::floor(most_moved * static_cast<double>(stayers))), must_move);
  const stats::Groups filled = fill(problem.grouping, start);
  std::optional<stats::Groups> groups;
  std::size_t needed = 0;
  for (std::size_t allowed = limit; allowed <= stayers; allowed = allowed * 2 + 1) {
    Mender mender(problem.grouping, home, filled, allowed);
    mender.run();
    if (mender.state().broken() > 0 || mender.moved() > allowed) continue;
    needed = mender.moved();
    if (allowed == limit) groups = mender.state().groups();
    break;
  }
  if (!groups)
    return fail(Fault::refused, "the pods cannot be mended by moving at most " + counted(limit, "person", "people") +
                                    (needed > 0 ? "; moving " + std::to_string(needed) + " would do (--most-moved " + fixed(std::ceil(100.0 * static_cast<double>(needed) / static_cast<double>(stayers)) / 100, 2) + ")"
                                                : ", nor by moving more; karuna pods explain says what is in the way"));
  out.answer = answer_of(input, problem, *groups, count);
  const auto at = stats::score(problem.grouping, *groups);
  out.answer.value = at.value;
  out.answer.bound = stats::grouping_bound(problem.grouping);
  out.answer.gap = out.answer.bound > 0 ? (out.answer.bound - at.value) / out.answer.bound : 0;
  out.answer.seed = options.seed;
  for (std::size_t i = 0; i < n; ++i) {
    if (home[i] == nowhere) out.joined.push_back(problem.who[i]);
    else if (home[i] != (*groups)[i]) out.moved.push_back(problem.who[i]);
  }
  return out;
}

}  // namespace karuna::act
