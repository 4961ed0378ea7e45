// SPDX-License-Identifier: Apache-2.0
// Covers of a public network of 1,005 people in 42 departments (optima by GLPK), and assignments of the OR-Library (published optima).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "instances.h"
#include "shared.h"
#include "stats/coverage/coverage.h"
#include "stats/matching/assignment.h"
#include "stats/matching/convex_matching.h"

namespace karuna::test {
namespace {

constexpr const char* network = "benchmarks/mdgp/_network/email_eu_core.txt.gz";

TEST(PublicNetwork, greedy_covers_are_those_of_the_reference) {
  KARUNA_NEEDS_SHARED(network);
  auto problem = email_network(shared_file("benchmarks/mdgp"));
  for (const auto& [most, value] : {std::pair<std::size_t, int>{5, 582}, {10, 699}, {15, 751}, {25, 822}}) {
    problem.most = most;
    EXPECT_EQ(stats::greedy_cover(problem).value, value) << most;
  }
  problem.most = 15;
  problem.group = email_departments(shared_file("benchmarks/mdgp"));
  EXPECT_EQ(stats::greedy_cover(problem).value, 747);
}

TEST(PublicNetwork, best_covers_are_proven) {
  KARUNA_NEEDS_SHARED(network);
  auto problem = email_network(shared_file("benchmarks/mdgp"));
  const auto expect = [&](std::size_t most, int value) {
    problem.most = most;
    const auto best = stats::best_cover(problem);
    EXPECT_EQ(best.value, value) << most;
    EXPECT_TRUE(best.proven) << most;
    EXPECT_EQ(stats::cover_value(problem, best.chosen), value);
  };
  expect(5, 589);
  expect(15, 757);
  problem.group = email_departments(shared_file("benchmarks/mdgp"));
  expect(15, 752);
}

TEST(PublicAssignments, have_the_published_cost) {
  KARUNA_NEEDS_SHARED("benchmarks/mdgp/_network/assign500.txt.gz");
  for (const auto& [size, cost] : {std::pair<std::size_t, int>{500, 991}, {700, 1362}}) {
    const auto table = assignment_costs(shared_file("benchmarks/mdgp"), size);
    const auto found = stats::cheapest_assignment(table, size);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->cost, cost);
    // The other way to the same: hosts that take one guest each.
    stats::MatchingProblem matching;
    matching.next_guest.assign(size, {0});
    for (std::size_t i = 0; i < size; ++i) {
      matching.guests.emplace_back();
      for (std::uint32_t j = 0; j < size; ++j) matching.guests.back().push_back({j, table[i * size + j]});
    }
    const auto matched = stats::cheapest_matching(matching);
    ASSERT_TRUE(matched.has_value());
    EXPECT_EQ(matched->cost, cost);
    EXPECT_EQ(matched->without, 0U);
  }
}

}  // namespace
}  // namespace karuna::test
