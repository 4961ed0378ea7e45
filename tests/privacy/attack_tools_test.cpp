// SPDX-License-Identifier: Apache-2.0
// The attackers' own tools, on cases worked out by hand: an attack that cannot find what is there proves nothing.
#include <gtest/gtest.h>

#include "bounds.h"
#include "differences.h"
#include "row_space.h"

namespace karuna::privacy {
namespace {

// One department: its head (cell 0), teams of 6 (cell 1) and 7 (cell 2).
const std::vector<std::uint32_t> department{1, 6, 7};

TEST(Differences, finds_the_head_when_the_department_and_both_teams_are_shown) {
  const Differences found = count_differences({{0, 1, 2}, {1}, {2}}, department, 5);
  EXPECT_EQ(found.found, 1);  // department - team - team
  EXPECT_EQ(found.smallest, 1U);
}

TEST(Differences, finds_nobody_when_one_team_is_hidden) {
  const Differences found = count_differences({{0, 1, 2}, {2}}, department, 5);
  EXPECT_EQ(found.found, 0);
  EXPECT_EQ(found.smallest, 7U);  // the head together with the hidden team, and the team that is shown
}

TEST(Differences, counts_every_choice_of_parts) {
  // 4 people outside any part. Two parts of 1 and 1: left over are 4, 5, 5 or 6 people; each part itself has fewer than 7 too.
  const Differences found = count_differences({{0, 1, 2}, {1}, {2}}, std::vector<std::uint32_t>{4, 1, 1}, 7);
  EXPECT_EQ(found.found, 6);
}

TEST(Differences, says_when_figures_cross) { EXPECT_EQ(count_differences({{0, 1}, {1, 2}}, department, 5).crossing, 1U); }

TEST(RowSpace, finds_the_head_by_elimination) {
  const std::vector<Sum> sums{{{0, 1, 2}, {1}}, {{1}, {1}}, {{2}, {1}}};
  const RowSpace found = row_space(sums, department, {department}, 5);
  EXPECT_TRUE(found.primes_agree);
  EXPECT_EQ(found.rank, 3U);
  EXPECT_EQ(found.people_exposed, 1U);
}

TEST(RowSpace, finds_a_person_through_overlapping_pairs) {
  // a+b, b+c and a+c give each of a, b and c, though no figure holds another.
  const std::vector<Sum> sums{{{0, 1}, {1}}, {{1, 2}, {1}}, {{0, 2}, {1}}};
  EXPECT_EQ(row_space(sums, std::vector<std::uint32_t>{1, 1, 1}, {{1, 1, 1}}, 2).people_exposed, 3U);
}

TEST(RowSpace, finds_an_answer_between_two_questions_of_a_scale) {
  // The scale (question 1 + question 2) of the whole and question 1 of the whole give question 2; the head's answers stay with the team's.
  const std::vector<Sum> sums{{{0, 1}, {1, 1}}, {{0, 1}, {1, 0}}};
  const RowSpace found = row_space(sums, std::vector<std::uint32_t>{1, 6}, {{1, 6}, {1, 6}}, 5);
  EXPECT_EQ(found.rank, 2U);
  EXPECT_EQ(found.people_exposed, 0U);
  EXPECT_EQ(found.smallest_block, 7U);
}

TEST(RowSpace, knows_that_a_block_is_not_alone) {
  const std::vector<Sum> sums{{{0, 1}, {1}}};
  const RowSpace found = row_space(sums, std::vector<std::uint32_t>{1, 1}, {{1, 1}}, 5);
  ASSERT_EQ(found.blocks.size(), 1U);
  EXPECT_EQ(found.people_exposed, 0U);
  EXPECT_EQ(found.people_isolated, 2U);  // two people whose total is known: fewer than 5
}

TEST(AnswerBounds, narrow_what_a_total_near_the_end_leaves) {
  if (!solver_is_here()) GTEST_SKIP() << "glpsol (package glpk-utils) is not here";
  // Three people whose answers add up to 14: nobody can have answered below 4.
  const std::vector<Block> blocks{{{0}, {0}, 3, 3}, {{1}, {0}, 6, 6}};
  const std::vector<std::uint32_t> answers{3, 6};
  const auto bounds = answer_bounds(blocks, answers, {{{{0, 1}}, 14.0}}, {});
  ASSERT_EQ(bounds.size(), 2U);
  EXPECT_EQ(bounds[0].low, 4);
  EXPECT_EQ(bounds[0].high, 5);
  EXPECT_EQ(bounds[1].low, 1);
  EXPECT_EQ(bounds[1].high, 5);
}

TEST(AnswerBounds, combine_equations) {
  if (!solver_is_here()) GTEST_SKIP() << "glpsol (package glpk-utils) is not here";
  // One person and three others answered 17 in all, the three 12: the one answered 5. And a contradiction elsewhere changes nothing here.
  const std::vector<Block> blocks{{{0}, {0}, 1, 1}, {{1}, {0}, 3, 3}, {{2}, {0}, 2, 2}};
  const std::vector<std::uint32_t> answers{1, 3, 2};
  const auto bounds = answer_bounds(blocks, answers, {{{{0, 1}, {1, 1}}, 17.0}, {{{1, 1}}, 12.0}, {{{2, 1}}, 11.0}}, {});
  EXPECT_EQ(bounds[0].low, 5);
  EXPECT_EQ(bounds[0].high, 5);
  EXPECT_EQ(bounds[1].low, 2);
  EXPECT_FALSE(bounds[2].solved);  // two people cannot answer 11
}

}  // namespace
}  // namespace karuna::privacy
