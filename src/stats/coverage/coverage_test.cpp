// SPDX-License-Identifier: Apache-2.0
#include "stats/coverage/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <map>

#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

CoverageProblem random_problem(std::uint64_t seed) {
  Random random(seed, 4);
  CoverageProblem problem;
  const std::uint32_t candidates = 4 + random.below(8), elements = 5 + random.below(10);
  for (std::uint32_t e = 0; e < elements; ++e) problem.need.push_back(1 + random.below(2)), problem.weight.push_back(random.below(5));
  for (std::uint32_t c = 0; c < candidates; ++c) {
    problem.covers.emplace_back();
    for (std::uint32_t e = 0; e < elements; ++e)
      if (random.below(3) == 0) problem.covers.back().push_back(e);
    if (seed % 2) problem.group.push_back(random.below(3));
    if (seed % 3 == 0) problem.marked.push_back(static_cast<std::uint8_t>(random.below(2)));
  }
  problem.most = 1 + random.below(4);
  problem.most_marked = 1;
  return problem;
}

bool allowed(const CoverageProblem& problem, const std::vector<std::uint32_t>& chosen) {
  std::map<std::uint32_t, std::uint32_t> groups;
  std::size_t marked = 0;
  for (const auto c : chosen) {
    if (!problem.group.empty() && ++groups[problem.group[c]] > problem.most_per_group) return false;
    if (!problem.marked.empty() && problem.marked[c] && ++marked > problem.most_marked) return false;
  }
  return chosen.size() <= problem.most;
}

TEST(Coverage, is_best_by_trying_every_choice) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto problem = random_problem(seed);
    ASSERT_TRUE(check(problem).has_value());
    std::int64_t best = 0;
    for (std::uint32_t mask = 0; mask < (1U << problem.covers.size()); ++mask) {
      std::vector<std::uint32_t> chosen;
      for (std::uint32_t c = 0; c < problem.covers.size(); ++c)
        if ((mask >> c) & 1) chosen.push_back(c);
      if (allowed(problem, chosen)) best = std::max(best, cover_value(problem, chosen));
    }
    const auto found = best_cover(problem);
    ASSERT_TRUE(found.proven) << seed;
    ASSERT_EQ(found.value, best) << seed;
    ASSERT_TRUE(allowed(problem, found.chosen)) << seed;
    ASSERT_EQ(cover_value(problem, found.chosen), best) << seed;
    const auto greedy = greedy_cover(problem);
    ASSERT_TRUE(allowed(problem, greedy.chosen));
    if (problem.marked.empty()) { ASSERT_GE(2 * greedy.value, best) << seed; }
  }
}

/// A larger choice is never worth less, and what one more adds only falls as the choice grows.
TEST(Coverage, grows_and_adds_less_and_less) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    auto problem = random_problem(2 * seed);
    problem.marked.clear();
    Random random(seed, 5);
    std::vector<std::uint32_t> small, large;
    for (std::uint32_t c = 1; c < problem.covers.size(); ++c) {
      const auto where = random.below(3);
      if (where == 0) small.push_back(c);
      if (where <= 1) large.push_back(c);
    }
    const auto with = [](std::vector<std::uint32_t> list) { return list.push_back(0), list; };
    const std::int64_t in_small = cover_value(problem, with(small)) - cover_value(problem, small), in_large = cover_value(problem, with(large)) - cover_value(problem, large);
    EXPECT_LE(cover_value(problem, small), cover_value(problem, large));
    EXPECT_GE(in_small, in_large);
    EXPECT_GE(in_large, 0);
  }
}

/// A star: the middle covers all. A clique: anyone does, and the first is taken.
TEST(Coverage, star_and_clique_by_hand) {
  CoverageProblem star{.covers = {{0, 1}, {0, 1, 2, 3}, {1, 2}, {1, 3}}, .need = {1, 1, 1, 1}, .weight = {1, 1, 1, 1}, .most = 1};
  EXPECT_THAT(greedy_cover(star).chosen, testing::ElementsAre(1));
  EXPECT_THAT(best_cover(star).chosen, testing::ElementsAre(1));
  CoverageProblem clique{.covers = {{0, 1, 2}, {0, 1, 2}, {0, 1, 2}}, .need = {1, 1, 1}, .weight = {1, 1, 1}, .most = 2};
  EXPECT_THAT(greedy_cover(clique).chosen, testing::ElementsAre(0));
  EXPECT_EQ(best_cover(clique).value, 3);
}

/// Greedy takes the large one first and ends with 7; the two others cover all 8.
TEST(Coverage, best_is_better_than_greedy_by_hand) {
  CoverageProblem problem{.covers = {{1, 2, 3, 4, 5}, {0, 1, 2, 3}, {4, 5, 6, 7}}, .need = std::vector<std::uint32_t>(8, 1), .weight = std::vector<std::int64_t>(8, 1), .most = 2};
  EXPECT_EQ(greedy_cover(problem).value, 7);
  EXPECT_EQ(best_cover(problem).value, 8);
  EXPECT_THAT(best_cover(problem).chosen, testing::ElementsAre(1, 2));
}

TEST(Coverage, refuses_what_makes_no_sense) {
  EXPECT_FALSE(check({.covers = {{0, 0}}, .need = {1}, .weight = {1}}).has_value());
  EXPECT_FALSE(check({.covers = {{1}}, .need = {1}, .weight = {1}}).has_value());
  EXPECT_FALSE(check({.covers = {{0}}, .need = {1}, .weight = {-1}}).has_value());
}

}  // namespace
}  // namespace karuna::stats
