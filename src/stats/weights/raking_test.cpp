// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/raking.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/resample/philox.h"
#include "stats/weights/poststratify.h"

namespace karuna::stats {
namespace {

// Two questions with two levels, one person in each of the four combinations.
const std::vector<std::uint32_t> row{0, 0, 1, 1}, column{0, 1, 0, 1};

std::vector<double> sums_by(const std::vector<std::uint32_t>& level, const std::vector<double>& weights, std::size_t levels) {
  std::vector<double> sums(levels, 0);
  for (std::size_t i = 0; i < level.size(); ++i) sums[level[i]] += weights[i];
  return sums;
}

TEST(Raking, of_equal_cells_is_the_product_of_the_margins) {  // by hand: .6 * .7, .6 * .3, .4 * .7, .4 * .3
  const std::vector<Margin> margins{{"row", row, {60, 40}}, {"column", column, {70, 30}}};
  const auto found = rake(margins);
  ASSERT_TRUE(found) << found.error().what;
  const double expected[] = {42, 18, 28, 12};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(found->weights[i], expected[i], 1e-10);
  EXPECT_NEAR(found->effective_n, 100. * 100 / (42 * 42 + 18 * 18 + 28 * 28 + 12 * 12), 1e-10);
}

TEST(Raking, keeps_the_odds_ratio_of_the_start) {  // a property of iterative proportional fitting
  const std::vector<Margin> margins{{"row", row, {60, 40}}, {"column", column, {70, 30}}};
  const std::vector<double> start{3, 1, 2, 5};
  const auto found = rake(margins, start);
  ASSERT_TRUE(found);
  const auto& w = found->weights;
  EXPECT_NEAR(w[0] * w[3] / (w[1] * w[2]), 3. * 5 / (1 * 2), 1e-8);
  EXPECT_NEAR(w[0] + w[1], 60, 1e-9);
  EXPECT_NEAR(w[0] + w[2], 70, 1e-9);
}

TEST(Raking, holds_weights_within_bounds_and_still_meets_the_margins) {
  Random random(6, 0);
  std::vector<std::uint32_t> a, b;
  for (int i = 0; i < 2000; ++i) a.push_back(random.below(10) == 0 ? 0 : 1), b.push_back(random.below(4) == 0 ? 1 : 0);
  const std::vector<Margin> margins{{"a", a, {.25, .75}}, {"b", b, {.5, .5}}};
  const auto free = rake(margins), held = rake(margins, {}, {.trim = Trim{0.3, 3.0}});
  ASSERT_TRUE(free && held) << held.error().what;
  const double mean = 1.0 / 2000;
  double most = 0;
  for (const double w : free->weights) most = std::max(most, w);
  EXPECT_GT(most, 3 * mean);  // else this would test nothing
  for (const double w : held->weights) {
    EXPECT_LE(w, 3 * mean * (1 + 1e-9));
    EXPECT_GE(w, 0.3 * mean * (1 - 1e-9));
  }
  EXPECT_GT(held->trimmed, 0U);
  EXPECT_NEAR(sums_by(a, held->weights, 2)[0], 0.25, 1e-9);
  EXPECT_NEAR(sums_by(b, held->weights, 2)[1], 0.5, 1e-9);
}

TEST(Raking, says_when_bounds_forbid_the_margins) {
  const std::vector<std::uint32_t> one{0, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const std::vector<Margin> margins{{"team", one, {.9, .1}}};
  const auto found = rake(margins, {}, {.trim = Trim{0.3, 3.0}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->fit.why, Stopped::boundary);
  EXPECT_GT(found->worst_gap, 0.1);
}

TEST(Raking, names_margin_and_level_that_cannot_be_met) {
  const std::vector<std::uint32_t> nobody{0, 0, 0, 0};
  const auto empty = rake(std::vector<Margin>{{"grade", nobody, {50, 50}}});
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().fault, Fault::too_few_people);
  EXPECT_EQ(empty.error().what, "nobody has level 2 of margin 'grade', whose target is 50; merge it with a level that somebody has");
  EXPECT_EQ(rake(std::vector<Margin>{{"row", row, {60, 40}}, {"column", column, {70, 31}}}).error().what,
            "the targets of margin 'column' add up to 101, those of 'row' to 100; all margins must have one total");
  EXPECT_EQ(rake(std::vector<Margin>{{"row", row, {60}}}).error().what,
            "person 3 has a level of margin 'row' that has no target; give it one, or leave the person out");
}

TEST(Raking, says_that_margins_contradict_empty_combinations) {  // only the diagonal is filled: rows and columns must agree
  const std::vector<std::uint32_t> both{0, 1};
  const auto found = rake(std::vector<Margin>{{"row", both, {60, 40}}, {"column", both, {30, 70}}});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::undefined);
}

TEST(Poststratify, shares_a_stratum_out) {
  const auto found = poststratify({"row", row, {60, 40}}, std::vector<double>{1, 2, 1, 1});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->weights[0], 20, 1e-12);
  EXPECT_NEAR(found->weights[1], 40, 1e-12);
  EXPECT_NEAR(found->weights[2], 20, 1e-12);
}

TEST(EffectiveN, is_that_of_kish) {
  EXPECT_DOUBLE_EQ(effective_n(std::vector<double>{1, 1, 1, 1}), 4);
  EXPECT_DOUBLE_EQ(effective_n(std::vector<double>{1, 3}), 1.6);
}

}  // namespace
}  // namespace karuna::stats
