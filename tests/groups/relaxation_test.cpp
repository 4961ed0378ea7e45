// SPDX-License-Identifier: Apache-2.0
// How often a rule must be broken at least: our own search against GLPK, a program of its own, on small random problems.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cmath>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>

#include "shared.h"
#include "stats/grouping/exact.h"
#include "stats/resample/philox.h"

namespace karuna::test {
namespace {

using stats::GroupingProblem;
using stats::GroupRule;

GroupingProblem tight_problem(std::uint64_t seed) {
  stats::Random random(seed, 21);
  GroupingProblem problem;
  problem.people = 10;
  problem.least = {3, 3, 2};
  problem.most = {4, 4, 4};
  problem.gain.assign(100, 0.0);
  for (std::uint32_t k = 0; k < 14; ++k)
    if (const auto a = random.below(10), b = random.below(10); a != b) problem.apart.emplace_back(std::min(a, b), std::max(a, b));
  stats::KindCap cap{.kind = {}, .most = 1};
  for (int i = 0; i < 10; ++i) cap.kind.push_back(random.below(4));
  problem.caps.push_back(cap);
  return problem;
}

/// The fewest breaks of one rule while the others hold, as a mixed-integer program in the LP format of CPLEX; nothing where there is no way.
std::optional<long> by_glpk(const GroupingProblem& problem, GroupRule tolerated, const TemporaryFolder& folder) {
  const std::size_t n = problem.people, groups = problem.groups();
  std::string objective = "Minimize\n breaks: 0 zero", rules, binaries, whole;
  for (std::size_t i = 0; i < n; ++i) {
    rules += fmt::format(" one{}:", i);
    for (std::size_t g = 0; g < groups; ++g) rules += fmt::format(" + x{}_{}", i, g), binaries += fmt::format(" x{}_{}", i, g);
    rules += " = 1\n";
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> apart(problem.apart.begin(), problem.apart.end());
  const auto& cap = problem.caps[0];
  for (std::size_t g = 0; g < groups; ++g) {
    for (const auto& [sense, bound] : {std::pair{">=", problem.least[g]}, {"<=", problem.most[g]}}) {
      rules += fmt::format(" size{}{}:", g, sense[0] == '>' ? "l" : "m");
      for (std::size_t i = 0; i < n; ++i) rules += fmt::format(" + x{}_{}", i, g);
      rules += fmt::format(" {} {}\n", sense, bound);
    }
    for (const auto& [a, b] : apart) {
      rules += fmt::format(" apart{}_{}_{}: x{}_{} + x{}_{}", g, a, b, a, g, b, g);
      if (tolerated == GroupRule::apart) {
        rules += fmt::format(" - y{}_{}_{}", g, a, b);
        objective += fmt::format(" + y{}_{}_{}", g, a, b);
        binaries += fmt::format(" y{}_{}_{}", g, a, b);
      }
      rules += " <= 1\n";
    }
    for (std::uint32_t kind = 0; kind < 4; ++kind) {
      rules += fmt::format(" cap{}_{}: 0 zero", g, kind);
      for (std::size_t i = 0; i < n; ++i)
        if (cap.kind[i] == kind) rules += fmt::format(" + x{}_{}", i, g);
      if (tolerated == GroupRule::cap) {
        rules += fmt::format(" - z{}_{}", g, kind);
        objective += fmt::format(" + z{}_{}", g, kind);
        whole += fmt::format(" z{}_{}", g, kind);
      }
      rules += fmt::format(" <= {}\n", cap.most);
    }
  }
  folder.write("p.lp", objective + "\nSubject To\n" + rules + "Binary\n" + binaries + "\nGeneral\n" + whole + "\nEnd\n");
  const auto at = folder.path().string();
  if (std::system(("glpsol --lp " + at + "/p.lp -o " + at + "/p.out >" + at + "/p.log 2>&1").c_str()) != 0) throw std::runtime_error("glpsol failed: " + read_text(at + "/p.log"));
  const std::string out = read_text(at + "/p.out");
  if (out.find("INTEGER OPTIMAL") == std::string::npos) return std::nullopt;
  std::smatch found;
  if (!std::regex_search(out, found, std::regex("Objective:\\s+breaks = (-?[0-9.]+)"))) throw std::runtime_error(out);
  return std::lround(std::strtod(found[1].str().c_str(), nullptr));
}

TEST(SmallestRelaxation, is_what_glpk_finds) {
  if (std::system("command -v glpsol >/dev/null 2>&1") != 0) GTEST_SKIP() << "glpsol (package glpk-utils) is not here";
  const TemporaryFolder folder;
  std::size_t none = 0, some = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const auto problem = tight_problem(seed);
    for (const GroupRule rule : {GroupRule::cap, GroupRule::apart}) {
      const auto ours = stats::exact_grouping(problem, rule);
      ASSERT_TRUE(ours.proven);
      const auto theirs = by_glpk(problem, rule, folder);
      ASSERT_EQ(ours.groups.has_value(), theirs.has_value()) << seed;
      if (!theirs) {
        ++none;
        continue;
      }
      ++some;
      EXPECT_EQ(static_cast<long>(ours.broken), *theirs) << seed;
      EXPECT_EQ(stats::score(problem, *ours.groups).broken[static_cast<std::size_t>(rule)], ours.broken);
    }
  }
  EXPECT_GT(some, 10U);
  EXPECT_GT(none + some, 0U);
}

}  // namespace
}  // namespace karuna::test
