// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "stats/grouping/bound.h"
#include "stats/grouping/exact.h"
#include "stats/grouping/search_state.h"
#include "stats/grouping/sizes.h"
#include "stats/grouping/solve.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

GroupingProblem random_problem(std::size_t people, std::size_t groups, std::uint32_t least, std::uint32_t most, std::uint64_t seed) {
  Random random(seed, 7);
  GroupingProblem problem;
  problem.people = people;
  problem.least.assign(groups, least);
  problem.most.assign(groups, most);
  problem.gain.assign(people * people, 0.0);
  for (std::size_t i = 0; i < people; ++i)
    for (std::size_t j = i + 1; j < people; ++j) problem.gain[i * people + j] = problem.gain[j * people + i] = random.below(101);
  return problem;
}

/// Every rule and every soft term at once.
GroupingProblem ruled_problem(std::size_t people, std::size_t groups, std::uint32_t least, std::uint32_t most, std::uint64_t seed) {
  Random random(seed, 8);
  auto problem = random_problem(people, groups, least, most, seed);
  const auto person = [&] { return random.below(static_cast<std::uint32_t>(people)); };
  for (std::size_t k = 0; k < people / 3; ++k)
    if (const auto a = person(), b = person(); a != b) problem.apart.emplace_back(a, b);
  for (std::size_t k = 0; k < people / 8; ++k) {
    const auto a = person(), b = person();
    const auto same = [&](const auto& pair) { return std::minmax(pair.first, pair.second) == std::minmax(a, b); };
    if (a != b && std::none_of(problem.apart.begin(), problem.apart.end(), same)) problem.together.emplace_back(a, b);
  }
  KindCap cap{.kind = {}, .most = 2};
  problem.slots.assign(20, {});
  for (std::uint32_t i = 0; i < people; ++i) {
    cap.kind.push_back(random.below(6));
    problem.load.push_back(random.below(4));
    problem.variety.push_back(random.below(4));
    const auto shift = random.below(3);
    for (std::size_t s = 0; s < 20; ++s)
      if (s % 4 == shift || random.below(3) == 0) problem.slots[s].push_back(i);
  }
  problem.caps.push_back(cap);
  problem.spread_weight = 3;
  problem.variety_weight = 20;
  problem.variety_wanted = 3;
  return problem;
}

TEST(Grouping, steps_add_up_to_what_is_computed_from_scratch) {
  const auto problem = ruled_problem(60, 10, 4, 8, 5);
  ASSERT_TRUE(check(problem).has_value());
  SearchState state(problem);
  state.weigh(1000, 100);
  Random random(9, 1);
  Groups groups(problem.people);
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = static_cast<std::uint32_t>(i % 10);
  state.set(groups);
  const std::vector<std::int32_t> even(state.places() + 4096, 0);
  std::size_t swaps = 0;
  while (swaps < 100'000) {
    const std::size_t a = random.below(60), b = random.below(static_cast<std::uint32_t>(state.places()));
    if (!state.may_swap(a, b)) continue;
    const auto change = state.change(a, b);
    if (swaps % 97 == 0) {  // the quick look never misses a swap that is worth something
      const std::size_t from = b / SearchState::lanes * SearchState::lanes;
      if (state.worth(change) > 0) {
        const auto found = state.candidates(a, from, even.data());
        EXPECT_EQ(found.from, from);
        EXPECT_NE(found.bits & (1U << (b - from)), 0U);
      }
    }
    state.swap(a, b, change);
    ++swaps;
    if (swaps % 1000 != 0) continue;
    const auto at = score(problem, state.groups());
    ASSERT_NEAR(static_cast<double>(state.value()) / state.scale(), at.value, 1e-6 * std::max(1.0, std::abs(at.value)));
    ASSERT_EQ(state.broken(), at.broken[1] + at.broken[2] + at.broken[3] + at.broken[4]);
    ASSERT_EQ(at.broken[0], 0U);
  }
}

TEST(Grouping, finds_by_search_what_the_exact_search_proves) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto problem = ruled_problem(12, 3, 3, 5, seed);
    const auto exact = exact_grouping(problem);
    ASSERT_TRUE(exact.proven);
    const auto found = search_groups(problem, {.seed = seed, .swaps = 400'000});
    ASSERT_EQ(exact.groups.has_value(), found.keeps_rules) << seed;
    if (!exact.groups) continue;
    EXPECT_NEAR(score(problem, *exact.groups).value, found.score.value, 1e-6) << seed;
    EXPECT_TRUE(score(problem, *exact.groups).keeps_rules());
    EXPECT_GE(grouping_bound(problem), found.score.value - 1e-9);
  }
}

/// All ways to put 8 people into two groups of 3 to 5, one by one.
TEST(Grouping, exact_search_agrees_with_trying_everything) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto problem = ruled_problem(8, 2, 3, 5, seed);
    double best = -1e300;
    bool any = false;
    for (unsigned mask = 0; mask < 256; ++mask) {
      Groups groups;
      for (unsigned i = 0; i < 8; ++i) groups.push_back((mask >> i) & 1);
      const auto at = score(problem, groups);
      if (at.keeps_rules()) any = true, best = std::max(best, at.value);
    }
    const auto exact = exact_grouping(problem);
    ASSERT_TRUE(exact.proven);
    ASSERT_EQ(any, exact.groups.has_value()) << seed;
    if (any) { EXPECT_NEAR(best, score(problem, *exact.groups).value, 1e-9) << seed; }
  }
}

TEST(Grouping, one_more_rule_never_makes_the_best_better) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto problem = random_problem(12, 3, 3, 5, seed);
    Random random(seed, 3);
    double before = score(problem, *exact_grouping(problem).groups).value;
    for (int rule = 0; rule < 6; ++rule) {
      const auto a = random.below(12), b = random.below(12);
      if (a == b) continue;
      problem.apart.emplace_back(a, b);
      const auto exact = exact_grouping(problem);
      if (!exact.groups) break;
      const double now = score(problem, *exact.groups).value;
      EXPECT_LE(now, before + 1e-9);
      before = now;
    }
  }
}

TEST(Grouping, names_of_people_do_not_matter) {
  const auto problem = ruled_problem(12, 3, 3, 5, 4);
  const auto exact = exact_grouping(problem);
  ASSERT_TRUE(exact.groups.has_value());
  std::vector<std::uint32_t> other(12);
  std::iota(other.begin(), other.end(), 0U);
  Random random(1, 1);
  for (std::size_t i = 12; i > 1; --i) std::swap(other[i - 1], other[random.below(static_cast<std::uint32_t>(i))]);
  auto turned = problem;
  for (std::size_t i = 0; i < 12; ++i)
    for (std::size_t j = 0; j < 12; ++j) turned.gain[other[i] * 12 + other[j]] = problem.gain[i * 12 + j];
  for (auto* pairs : {&turned.apart, &turned.together})
    for (auto& [a, b] : *pairs) a = other[a], b = other[b];
  for (auto& slot : turned.slots)
    for (auto& i : slot) i = other[i];
  for (std::size_t i = 0; i < 12; ++i) {
    turned.caps[0].kind[other[i]] = problem.caps[0].kind[i];
    turned.load[other[i]] = problem.load[i];
    turned.variety[other[i]] = problem.variety[i];
  }
  EXPECT_NEAR(score(problem, *exact.groups).value, score(turned, *exact_grouping(turned).groups).value, 1e-9);
}

TEST(Grouping, says_that_there_is_no_way) {
  auto clique = random_problem(12, 3, 4, 4, 1);
  for (std::uint32_t a = 0; a < 4; ++a)
    for (std::uint32_t b = a + 1; b < 4; ++b) clique.apart.emplace_back(a, b);   // four people, three groups
  const auto solved = solve_groups(clique, {.seed = 1, .swaps = 100'000});
  ASSERT_TRUE(solved.has_value());
  EXPECT_TRUE(solved->proven_impossible);
  // Tolerated, one pair must meet, and one is enough.
  const auto relaxed = exact_grouping(clique, GroupRule::apart);
  ASSERT_TRUE(relaxed.groups.has_value());
  EXPECT_EQ(relaxed.broken, 1U);
}

TEST(Grouping, same_seed_same_groups) {
  const auto problem = ruled_problem(40, 8, 5, 5, 2);
  EXPECT_EQ(search_groups(problem, {.seed = 3, .swaps = 500'000}).groups, search_groups(problem, {.seed = 3, .swaps = 500'000}).groups);
}

/// Squared distances on a line, two groups of two: by hand {0, 3} with {1, 2} is 9 + 1; no arrangement has more than the bound of 4 x (2.25 + .25).
TEST(Grouping, bound_of_points_on_a_line_by_hand) {
  GroupingProblem problem;
  problem.people = 4;
  problem.least = problem.most = {2, 2};
  problem.gain.assign(16, 0);
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j) problem.gain[static_cast<std::size_t>(4 * i + j)] = (i - j) * (i - j);
  EXPECT_NEAR(grouping_bound(problem), 10.0, 1e-6);
  EXPECT_NEAR(score(problem, *exact_grouping(problem).groups).value, 10.0, 1e-9);
}

TEST(Grouping, refuses_what_makes_no_sense) {
  auto problem = random_problem(4, 2, 2, 2, 1);
  problem.gain[1] = 7;
  problem.gain[4] = 8;
  EXPECT_FALSE(check(problem).has_value());
  problem = random_problem(4, 2, 3, 2, 1);
  EXPECT_FALSE(check(problem).has_value());
  problem = random_problem(4, 2, 2, 2, 1);
  problem.apart = {{1, 2}};
  problem.together = {{2, 1}};
  EXPECT_FALSE(check(problem).has_value());
  problem.together = {{2, 4}};
  EXPECT_FALSE(check(problem).has_value());
}

TEST(Sizes, come_in_the_order_of_their_worth_and_only_within_their_bounds) {
  GroupingProblem problem;
  problem.people = 6;
  problem.least = {2, 3};
  problem.most = {4, 5};
  const auto pairs = [](std::uint32_t s) { return s * (s - 1.0) / 2; };
  // By hand: 2 and 4 make 1 + 6 pairs, 3 and 3 make 3 + 3; 4 and 2 is below the bound of the second group.
  EXPECT_EQ(best_sizes(problem, pairs, 10), (std::vector<std::vector<std::uint32_t>>{{2, 4}, {3, 3}}));
  EXPECT_EQ(best_sizes(problem, pairs, 1), (std::vector<std::vector<std::uint32_t>>{{2, 4}}));
  problem.people = 10;
  EXPECT_TRUE(best_sizes(problem, pairs, 10).empty());
}

}  // namespace
}  // namespace karuna::stats
