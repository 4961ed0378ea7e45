// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "act/pods/pod_problem.h"
#include "act/pods/pods.h"
#include "base/text.h"
#include "stats/grouping/exact.h"
#include "stats/grouping/solve.h"

namespace karuna::act {
namespace {

/// Up to so many people the exact search answers for sure.
constexpr std::size_t exact_people = 16;

struct Trial {
  bool found = false, certain = false;
  std::uint32_t broken = 0;
};

class Explainer {
 public:
  Explainer(const PodInput& input, const PodOptions& options) : input_(input), options_(options), problem_(pod_problem(input)) {}

  Result<Explanation> run() {
    Explanation out;
    count(out.because);
    const Trial as_it_is = attempt(input_, stats::GroupRule::none);
    out.possible = as_it_is.found;
    out.certain = as_it_is.found || as_it_is.certain || !out.because.empty();
    if (out.possible) {
      out.because.clear();
      return out;
    }
    department(out.ways);
    hour(out.ways);
    line(out.ways);
    size(out.ways);
    together(out.ways);
    confidential(out.ways);
    std::stable_sort(out.ways.begin(), out.ways.end(), [](const auto& a, const auto& b) { return a.amount < b.amount; });
    return out;
  }

 private:
  /// With another input, and perhaps a rule that may be broken as seldom as possible.
  Trial attempt(const PodInput& input, stats::GroupRule tolerated) {
    Trial best;
    PodProblem problem = pod_problem(input);
    auto counts = pod_counts(input, problem);
    best.certain = true;
    if (counts.size() > 3) {   // the likeliest two, and the most pods there can be
      counts = {counts[0], counts[1], *std::max_element(counts.begin(), counts.end())};
      best.certain = false;
    }
    for (const std::size_t pods : counts) {
      set_sizes(problem.grouping, pods, input.rules, false);
      Trial now;
      const stats::GroupingSearchOptions search{.seed = options_.seed, .swaps = swaps_for(problem.who.size(), options_.effort / 4), .tolerated = tolerated, .go_on = options_.go_on};
      const auto found = stats::search_groups(problem.grouping, search);
      if (found.keeps_rules) now = {true, false, tolerated == stats::GroupRule::none ? 0 : found.score.broken[static_cast<std::size_t>(tolerated)]};
      if (problem.who.size() <= exact_people) {
        const auto exact = stats::exact_grouping(problem.grouping, tolerated, now.found ? std::optional(found.groups) : std::nullopt, 3'000'000);
        if (exact.groups) now = {true, exact.proven, exact.broken};
        now.certain = exact.proven;
      }
      best.certain = best.certain && now.certain;
      if (now.found && (!best.found || now.broken < best.broken)) best.found = true, best.broken = now.broken;
      if (best.found && best.broken == 0) return best;
    }
    return best;
  }

  /// What counting alone shows.
  void count(std::vector<Obstacle>& because) const {
    const auto& rules = input_.rules;
    const std::size_t n = problem_.who.size();
    const auto counts = pod_counts(input_, problem_);
    if (counts.empty()) {
      because.push_back({"size: " + counted(n, "person", "people") + " cannot be put into pods of " + std::to_string(rules.least) + " to " + std::to_string(rules.most) + " without rest",
                         {"size_rest", {{"n", std::to_string(n)}, {"least", std::to_string(rules.least)}, {"most", std::to_string(rules.most)}}}});
      return;
    }
    const std::size_t most_pods = *std::max_element(counts.begin(), counts.end());
    std::map<std::string, std::size_t> departments;
    for (const auto i : problem_.who) ++departments[input_.members.people[i].department];
    if (rules.most_per_department > 0)
      for (const auto& [name, size] : departments)
        if (size > most_pods * rules.most_per_department)
          because.push_back({"department: " + in_quotes(name) + " has " + counted(size, "person", "people") + "; " + counted(most_pods, "pod") + " with at most " +
                                 std::to_string(rules.most_per_department) + " each take " + std::to_string(most_pods * rules.most_per_department),
                             {"department_full",
                              {{"name", name}, {"n", std::to_string(size)}, {"pods", std::to_string(most_pods)}, {"cap", std::to_string(rules.most_per_department)},
                               {"room", std::to_string(most_pods * rules.most_per_department)}}}});
    // Who cannot meet with at least least - 1 others at any time.
    std::vector<std::uint32_t> company(n, 0);
    for (const auto& slot : problem_.grouping.slots)
      for (const auto i : slot) company[i] = std::max(company[i], static_cast<std::uint32_t>(slot.size()));
    if (input_.members.has_hours) {
      std::vector<std::string> alone;
      for (std::size_t i = 0; i < n; ++i)
        if (company[i] < rules.least) alone.push_back(input_.members.people[problem_.who[i]].id);
      if (!alone.empty())
        because.push_back({"common hour: " + join_words(alone, "and", 8) + (alone.size() == 1 ? " shares" : " share") + " no " + std::to_string(rules.minutes) + " minutes with " +
                               std::to_string(rules.least - 1) + " others",
                           {"hour_alone",
                            {{"n", std::to_string(alone.size())}, {"minutes", std::to_string(rules.minutes)}, {"others", std::to_string(rules.least - 1)},
                             {"names", join_words(alone, ",", 8)}}}});
    }
    // People who all lead each other along one line need a pod each.
    std::map<std::uint32_t, std::set<std::uint32_t>> near;
    for (const auto& [a, b] : problem_.chain_pairs) near[a].insert(b), near[b].insert(a);
    for (const auto& [who, others] : near) {
      std::vector<std::uint32_t> clique{who};
      for (const auto other : others)
        if (std::all_of(clique.begin(), clique.end(), [&](auto member) { return member == other || near[member].contains(other); })) clique.push_back(other);
      if (clique.size() > most_pods) {
        because.push_back({"reporting line: " + counted(clique.size(), "person stands", "people stand") + " on one line, and there are " + counted(most_pods, "pod"),
                           {"line_long", {{"n", std::to_string(clique.size())}, {"pods", std::to_string(most_pods)}}}});
        break;
      }
    }
  }

  void department(std::vector<WayOut>& ways) {
    if (input_.rules.most_per_department == 0) return;
    const Trial trial = attempt(input_, stats::GroupRule::cap);
    if (!trial.found || trial.broken == 0) return;
    PodInput wider = input_;
    while (wider.rules.most_per_department < wider.rules.most && !attempt(wider, stats::GroupRule::none).found) ++wider.rules.most_per_department;
    ways.push_back({"department",
                    "department: " + counted(trial.broken, "member") + " more than " + std::to_string(input_.rules.most_per_department) +
                        " of a department" + (trial.certain ? "" : " (or fewer)") + "; a cap of " + std::to_string(wider.rules.most_per_department) + " is enough",
                    {"department_cap", {{"cap", std::to_string(wider.rules.most_per_department)}, {"was", std::to_string(input_.rules.most_per_department)}}},
                    trial.broken, true});
  }

  void hour(std::vector<WayOut>& ways) {
    if (!input_.members.has_hours) return;
    const Trial trial = attempt(input_, stats::GroupRule::slot);
    if (trial.found && trial.broken > 0)
      ways.push_back({"common hour", "common hour: " + counted(trial.broken, "person", "people") + " would have to change when they can meet, or wait for the next round" + (trial.certain ? "" : " (or fewer)"),
                      {"hour_change", {{"n", std::to_string(trial.broken)}}},
                      trial.broken, true});
    if (input_.rules.minutes <= 30) return;
    PodInput shorter = input_;
    shorter.rules.minutes = 30;
    if (attempt(shorter, stats::GroupRule::none).found) ways.push_back({"common hour", "common hour: meetings of 30 minutes instead of " + std::to_string(input_.rules.minutes), {"hour_shorter", {{"minutes", "30"}, {"was", std::to_string(input_.rules.minutes)}}}, 1, true});
  }

  void line(std::vector<WayOut>& ways) {
    if (input_.rules.chain_steps <= 1) return;
    PodInput nearer = input_;
    nearer.rules.chain_steps = 1;
    if (attempt(nearer, stats::GroupRule::none).found)
      ways.push_back({"reporting line", "reporting line: keep only managers and those they lead themselves apart (1 step instead of " + std::to_string(input_.rules.chain_steps) + ")",
                      {"line_nearer", {{"was", std::to_string(input_.rules.chain_steps)}}}, 1, true});
  }

  void size(std::vector<WayOut>& ways) {
    for (std::uint32_t more = 1; more <= 3; ++more) {
      PodInput larger = input_;
      larger.rules.most += more;
      if (!attempt(larger, stats::GroupRule::none).found) continue;
      ways.push_back({"size", "size: pods of up to " + std::to_string(larger.rules.most) + " people instead of " + std::to_string(input_.rules.most),
                      {"size_larger", {{"most", std::to_string(larger.rules.most)}, {"was", std::to_string(input_.rules.most)}}}, more, true});
      break;
    }
    if (input_.rules.least > smallest_pod) {
      PodInput smaller = input_;
      smaller.rules.least = smallest_pod;
      if (attempt(smaller, stats::GroupRule::none).found)
        ways.push_back({"size", "size: pods from " + std::to_string(smallest_pod) + " people instead of " + std::to_string(input_.rules.least),
                        {"size_smaller", {{"least", std::to_string(smallest_pod)}, {"was", std::to_string(input_.rules.least)}}}, input_.rules.least - smallest_pod, true});
    }
  }

  void together(std::vector<WayOut>& ways) {
    if (input_.rules.together.empty()) return;
    const Trial trial = attempt(input_, stats::GroupRule::together);
    if (trial.found && trial.broken > 0)
      ways.push_back({"together", "together: " + counted(trial.broken, "pair") + " who want to stay together would be in different pods" + (trial.certain ? "" : " (or fewer)"),
                      {"together_apart", {{"n", std::to_string(trial.broken)}}}, trial.broken, true});
  }

  /// Neither who nor how many: only that the person who keeps the list can help.
  void confidential(std::vector<WayOut>& ways) {
    if (input_.rules.exclusions.empty()) return;
    PodInput without = input_;
    without.rules.exclusions.clear();
    if (attempt(without, stats::GroupRule::none).found)
      ways.push_back({"confidential", "confidential: whoever keeps the confidential list looks at it again", {"confidential"}, 1000, true});
  }

  const PodInput& input_;
  PodOptions options_;
  PodProblem problem_;
};

}  // namespace

Result<Explanation> explain_pods(const PodInput& input, const PodOptions& options) {
  KARUNA_CHECK(check_rules(input.rules));
  return Explainer(input, options).run();
}

}  // namespace karuna::act
