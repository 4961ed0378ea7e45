// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_quantile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "stats/distributions.h"
#include "stats/weights/survey_mean.h"

namespace karuna::stats {
namespace {

std::vector<double> one_to(std::size_t n) {
  std::vector<double> y(n);
  std::iota(y.begin(), y.end(), 1.0);
  return y;
}

TEST(SurveyQuantile, is_the_smallest_value_with_that_share_at_or_below_it) {  // by hand: shares 0.1, 0.3, 0.6, 1
  const std::vector<double> y{4, 1, 3, 2}, weights{4, 1, 3, 2};
  const SurveyDesign design{.weights = weights};
  for (const auto& [p, value] : std::vector<std::pair<double, double>>{{0.05, 1}, {0.1, 1}, {0.11, 2}, {0.3, 2}, {0.5, 3}, {0.6, 3}, {0.61, 4}, {0.99, 4}})
    EXPECT_EQ(survey_quantile(y, p, design)->estimate, value) << p;
}

// Woodruff by hand: of 1 to 100 half lies at or below 50, with error sqrt(0.25/99); its t interval carried back.
TEST(SurveyQuantile, carries_the_interval_of_the_share_back) {
  const auto y = one_to(100);
  const auto found = survey_quantile(y, 0.5, {});
  ASSERT_TRUE(found) << found.error().what;
  const double reach = t_quantile(0.975, 99) * std::sqrt(0.25 / 99);
  EXPECT_EQ(found->estimate, 50);
  EXPECT_EQ(found->interval.low, std::ceil(100 * (0.5 - reach)));
  EXPECT_EQ(found->interval.high, std::ceil(100 * (0.5 + reach)));
  EXPECT_NEAR(found->standard_error, (found->interval.high - found->interval.low) / (2 * t_quantile(0.975, 99)), 1e-12);
}

TEST(SurveyQuantile, has_no_end_where_the_share_leaves_the_scale_and_one_on_log_odds) {
  const auto y = one_to(20);
  EXPECT_TRUE(std::isnan(survey_quantile(y, 0.05, {})->interval.low));
  const auto found = survey_quantile(y, 0.05, {}, {.share = ShareInterval::logit});
  EXPECT_EQ(found->interval.low, 1);
  EXPECT_FALSE(std::isnan(found->interval.high));
}

TEST(SurveyQuantile, takes_a_gap_as_a_group_that_was_not_asked_about_and_refuses_bad_input) {
  auto y = one_to(9);
  y[8] = not_known;
  EXPECT_EQ(survey_quantile(y, 0.5, {})->n, 8U);
  EXPECT_EQ(survey_quantile(y, 0.5, {})->estimate, 4);
  EXPECT_THAT(survey_quantile(y, 1, {}).error().what, testing::HasSubstr("strictly between 0 and 1"));
  const std::vector<double> nobody(9, not_known), negative(9, -1);
  EXPECT_EQ(survey_quantile(nobody, 0.5, {}).error().fault, Fault::too_few_people);
  EXPECT_EQ(survey_quantile(y, 0.5, {.weights = negative}).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace karuna::stats
