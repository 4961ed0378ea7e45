// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/solve.h"

#include "stats/grouping/bound.h"
#include "stats/grouping/exact.h"

namespace karuna::stats {

Result<SolvedGroups> solve_groups(const GroupingProblem& problem, const GroupingSearchOptions& options, std::size_t exact_people, std::uint64_t exact_steps) {
  KARUNA_CHECK(check(problem));
  SolvedGroups out;
  out.seed = options.seed;
  std::size_t least = 0, most = 0;
  for (std::size_t g = 0; g < problem.groups(); ++g) least += problem.least[g], most += problem.most[g];
  if (problem.people < least || problem.people > most) {
    out.proven_impossible = true;
    return out;
  }
  FoundGroups found = search_groups(problem, options);
  if (found.keeps_rules) {
    out.groups = std::move(found.groups);
    out.score = found.score;
  }
  if (problem.people > exact_people) {
    if (out.found()) out.bound = grouping_bound(problem);
    return out;
  }
  auto exact = exact_grouping(problem, options.tolerated, out.found() ? std::optional(out.groups) : std::nullopt, exact_steps);
  if (exact.groups) {
    out.groups = *std::move(exact.groups);
    out.score = score(problem, out.groups);
  }
  if (exact.proven) {
    out.proven_best = out.found();
    out.proven_impossible = !out.found();
    if (out.proven_best) out.bound = out.score.value;
  }
  if (out.found() && !out.proven_best) out.bound = grouping_bound(problem);
  return out;
}

}  // namespace karuna::stats
