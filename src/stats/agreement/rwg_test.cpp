// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement/rwg.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "stats/agreement/ad_m.h"
#include "stats/agreement/awg.h"

namespace karuna::stats {
namespace {

const std::vector<std::uint32_t> units{0, 0, 0, 0, 1, 1, 2};
const std::array<std::vector<std::int16_t>, 2> answers{{{3, 3, 3, 3, 1, 5, 4}, {2, 4, 2, 4, 1, 5, 4}}};
const std::vector<CodeColumn> items(answers.begin(), answers.end());

TEST(Rwg, is_one_for_equal_answers_none_for_one_person_and_zero_beyond_chance) {
  const auto found = rwg(units, 3, items[0], uniform_variance(5));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->value[0], 1);
  EXPECT_EQ(found->value[1], 0);  // variance 8, more than the 2 of answering by dice
  EXPECT_TRUE(std::isnan(found->value[2]));
  EXPECT_EQ(found->n, (std::vector<std::uint32_t>{4, 2, 1}));
}

TEST(Rwg, of_several_items_steps_up) {  // by hand: mean variance (0 + 4/3)/2 = 2/3, a third of chance; 2 (2/3) / (2 (2/3) + 1/3) = .8
  const auto found = rwg_j(units, 3, items, 2);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->value[0], 0.8, 1e-15);
}

TEST(Rwg, of_decimals_is_that_of_codes) {
  const std::vector<double> same(answers[1].begin(), answers[1].end());
  const auto a = rwg(units, 3, items[1], 2), b = rwg(units, 3, std::span<const double>(same), 2);
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(a->value[0], b->value[0], 1e-15);
  EXPECT_NEAR(a->value[0], 1 - (4. / 3) / 2, 1e-15);
}

TEST(Rwg, leaves_people_with_gaps_out) {
  auto gaps = answers;
  gaps[1][0] = no_code;
  const std::vector<CodeColumn> columns(gaps.begin(), gaps.end());
  EXPECT_EQ(rwg_j(units, 3, columns, 2)->n[0], 3U);
  EXPECT_FALSE(rwg_j(units, 2, columns, 2));
  EXPECT_FALSE(rwg_j(units, 3, columns, 0));
}

TEST(Awg, compares_with_the_largest_variance_that_the_mean_allows) {
  // Unit 1, item 2 alone: mean 3, k 2, variance 8; largest 8: 1 - 2*8 / (((6)(3) - 9 - 5) * 2) = 1 - 16/8 = -1.
  const auto found = awg(units, 3, CodeColumns(items).last(1), 1, 5);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_NEAR(found->value[1], -1, 1e-15);
  EXPECT_NEAR(found->value[0], 1 - 2 * (4. / 3) / (4 * 4. / 3), 1e-15);
  EXPECT_TRUE(std::isnan(found->value[2]));
  EXPECT_EQ(awg(units, 3, items, 2, 5).error().what.substr(0, 24), "item 1 holds the answer ");
}

TEST(AdM, is_the_mean_distance_from_the_mean) {
  const auto found = ad_m(units, 3, items);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->value[0], 0.5, 1e-15);  // 0 and 1
  EXPECT_NEAR(found->value[1], 2, 1e-15);
  EXPECT_TRUE(std::isnan(found->value[2]));
}

}  // namespace
}  // namespace karuna::stats
