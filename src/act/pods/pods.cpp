// SPDX-License-Identifier: Apache-2.0
#include "act/pods/pods.h"

#include <algorithm>

#include "act/pods/pod_problem.h"
#include "base/text.h"
#include "stats/grouping/solve.h"

namespace karuna::act {
namespace {

std::string ways_in_words(const Explanation& explanation) {
  std::string words;
  for (const auto& because : explanation.because) words += "\n  " + because.words;
  if (explanation.ways.empty()) return words + "\n  No single rule is in the way alone: change two, or ask fewer people at once.";
  words += "\nEach of these alone would make it possible, the smallest first; nothing was relaxed:";
  for (const WayOut& way : explanation.ways) words += "\n  - " + way.words;
  return words;
}

}  // namespace

Result<PodAnswer> form_pods(const PodInput& input, const PodOptions& options) {
  KARUNA_CHECK(check_rules(input.rules));
  PodProblem problem = pod_problem(input);
  const std::size_t n = problem.who.size();
  if (n < input.rules.least)
    return fail(Fault::too_few_people, counted(n, "person takes", "people take") + " part; a pod needs " + std::to_string(input.rules.least));
  bool stopped = false;
  stats::GroupingSearchOptions search{.seed = options.seed, .swaps = swaps_for(n, options.effort)};
  search.go_on = [&](double share) {
    const bool on = !options.go_on || options.go_on(share);
    stopped = stopped || !on;
    return on;
  };
  // Even sizes first; then whatever the rules allow; then another number of pods.
  const auto counts = pod_counts(input, problem);
  for (std::size_t at = 0; at < std::min<std::size_t>(counts.size(), 5) && !stopped; ++at)
    for (const bool even : {true, false}) {
      set_sizes(problem.grouping, counts[at], input.rules, even);
      KARUNA_TRY(solved, stats::solve_groups(problem.grouping, search));
      if (!solved.found()) continue;
      PodAnswer out = answer_of(input, problem, solved.groups, counts[at]);
      out.value = solved.score.value;
      out.bound = solved.bound;
      out.gap = solved.gap();
      out.proven_best = solved.proven_best || out.gap <= 0;   // as good as the bound
      out.seed = options.seed;
      return out;
    }
  if (stopped) return fail(Fault::interrupted, "stopped before pods were found; nothing was written");
  KARUNA_TRY(explanation, explain_pods(input, options));
  return fail(Fault::refused, std::string(explanation.certain ? "no pods keep every rule:" : "no pods were found that keep every rule:") + ways_in_words(explanation));
}

Result<std::vector<PodAnswer>> rotate_pods(PodInput input, const PodOptions& options, int rounds) {
  std::vector<PodAnswer> out;
  for (int k = 0; k < rounds; ++k) {
    PodOptions now = options;
    now.seed = options.seed + static_cast<std::uint64_t>(k);
    if (options.go_on) now.go_on = [&, k](double share) { return options.go_on((k + share) / rounds); };
    KARUNA_TRY(answer, form_pods(input, now));
    for (const Pod& pod : answer.pods) input.history.push_back({answer.round, pod.people});
    out.push_back(std::move(answer));
  }
  return out;
}

}  // namespace karuna::act
