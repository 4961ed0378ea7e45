// SPDX-License-Identifier: Apache-2.0
#include "stats/coverage/coverage.h"

#include <algorithm>
#include <queue>
#include <string>

#include "stats/coverage/choice.h"

namespace karuna::stats {

Result<void> check(const CoverageProblem& problem) {
  if (problem.need.size() != problem.weight.size()) return fail(Fault::invalid, "every element needs a need and a weight");
  for (const auto weight : problem.weight)
    if (weight < 0) return fail(Fault::invalid, "weights must be 0 or more");
  std::vector<std::size_t> seen(problem.need.size(), problem.covers.size());
  for (std::size_t c = 0; c < problem.covers.size(); ++c)
    for (const auto element : problem.covers[c]) {
      if (element >= seen.size() || seen[element] == c) return fail(Fault::invalid, "candidate " + std::to_string(c) + " covers element " + std::to_string(element) + " twice, or there is none");
      seen[element] = c;
    }
  for (const std::size_t size : {problem.group.size(), problem.marked.size()})
    if (size != 0 && size != problem.covers.size()) return fail(Fault::invalid, "groups and marks must be given for every candidate or for none");
  return {};
}

std::int64_t cover_value(const CoverageProblem& problem, const std::vector<std::uint32_t>& chosen) {
  Choice choice(problem);
  for (const auto candidate : chosen) choice.add(candidate);
  return choice.value();
}

Cover greedy_cover(const CoverageProblem& problem) {
  Choice choice(problem);
  using Entry = std::pair<std::int64_t, std::uint32_t>;
  const auto later = [](const Entry& a, const Entry& b) { return a.first != b.first ? a.first < b.first : a.second > b.second; };
  std::priority_queue<Entry, std::vector<Entry>, decltype(later)> open(later);
  for (std::uint32_t c = 0; c < problem.covers.size(); ++c) open.emplace(choice.adds(c), c);
  Cover out;
  while (!open.empty() && choice.size() < problem.most) {
    const auto [was, candidate] = open.top();
    open.pop();
    if (!choice.may_add(candidate)) continue;   // a full group stays full
    const std::int64_t now = choice.adds(candidate);
    if (now == 0) continue;                     // nor will it ever add again
    // What it adds can only have fallen; taken only where it still stands before the next.
    if (now != was && !open.empty() && later(Entry{now, candidate}, open.top())) {
      open.emplace(now, candidate);
      continue;
    }
    choice.add(candidate);
    out.chosen.push_back(candidate);
  }
  out.value = choice.value();
  return out;
}

}  // namespace karuna::stats
