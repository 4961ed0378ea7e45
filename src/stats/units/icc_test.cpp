// SPDX-License-Identifier: Apache-2.0
#include "stats/units/icc.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

GroupSums sums_of(const std::vector<std::vector<double>>& units) {
  GroupSums sums;
  for (const auto& unit : units) {
    double n = 0, sum = 0, square = 0;
    for (const double x : unit) ++n, sum += x, square += x * x;
    sums.n.push_back(n), sums.sum.push_back(sum), sums.square.push_back(square);
  }
  return sums;
}

TEST(Icc, is_the_analysis_of_variance_by_hand) {  // means 2, 4, 6; MSB = 3 * 8 / 2 = 12, MSW = 6/6 = 1; (12 - 1)/(12 + 2) and 11/12
  const auto icc = one_way_icc(sums_of({{1, 2, 3}, {3, 4, 5}, {5, 6, 7}}));
  ASSERT_TRUE(icc) << icc.error().what;
  EXPECT_NEAR(icc->icc1, 11. / 14, 1e-14);
  EXPECT_NEAR(icc->icc2, 11. / 12, 1e-14);
  EXPECT_NEAR(icc->f, 12, 1e-13);
  EXPECT_NEAR(icc->p, f_upper(12, 2, 6), 1e-14);
  const double low = 12 / f_quantile(0.95, 2, 6);
  EXPECT_NEAR(icc->interval1.low, (low - 1) / (low + 2), 1e-13);
  EXPECT_EQ(icc->interval1.confidence, 0.90);
}

TEST(Icc, leaves_empty_units_out_and_tells_when_units_are_too_few) {
  EXPECT_EQ(one_way_icc(sums_of({{1, 2, 3}, {}, {3, 4, 5}}))->units, 2U);
  EXPECT_EQ(one_way_icc(sums_of({{1, 2, 3}, {}})).error().what, "ICC compares units: at least 2 with answers are needed, there are 1");
  EXPECT_EQ(one_way_icc(sums_of({{1}, {2}, {3}})).error().what, "ICC needs a unit with at least 2 answers; every unit has one");
  EXPECT_EQ(one_way_icc(sums_of({{2, 2}, {2, 2}})).error().what, "ICC has no value: every answer is the same");
}

TEST(Icc, without_noise_the_simulated_interval_is_the_exact_one) {
  std::vector<double> n(30, 20), means, noise(30, 0.0);
  Random random(3, 0);
  for (int j = 0; j < 30; ++j) means.push_back(3 + 0.3 * random.normal());
  const auto noisy = one_way_icc_with_noise(n, means, 1.0, 570, noise, {.draws = 20'000});
  ASSERT_TRUE(noisy) << noisy.error().what;
  const double f = noisy->ms_between / noisy->ms_within;
  const double low = f / f_quantile(0.95, 29, 570), high = f * f_quantile(0.95, 570, 29);
  EXPECT_NEAR(noisy->interval1.low, (low - 1) / (low + 19), 0.004);
  EXPECT_NEAR(noisy->interval1.high, (high - 1) / (high + 19), 0.006);
}

TEST(Icc, takes_the_known_noise_away) {
  // Noise of variance .5 in means of 10 adds 5 to the mean square between equal units.
  const std::vector<double> n{10, 10, 10}, means{2, 3, 4.5}, none{0, 0, 0}, noise{.5, .5, .5};
  const auto with = one_way_icc_with_noise(n, means, 2, 27, noise), without = one_way_icc_with_noise(n, means, 2, 27, none);
  ASSERT_TRUE(with && without);
  EXPECT_NEAR(with->noise, 5, 1e-13);
  EXPECT_NEAR(with->icc2, (without->ms_between - 5 - 2) / (without->ms_between - 5), 1e-13);
  EXPECT_LT(with->icc1, without->icc1);
}

TEST(Icc, from_a_total_without_noise_is_the_analysis_of_variance) {  // the people of the first test: total squares 24 + 6 over 8
  const std::vector<double> n{3, 3, 3}, means{2, 4, 6}, none{0, 0, 0};
  const auto icc = one_way_icc_with_noise(n, means, ReleasedVariance{30. / 8, 0}, none, {.draws = 200});
  ASSERT_TRUE(icc) << icc.error().what;
  EXPECT_NEAR(icc->ms_within, 1, 1e-14);
  EXPECT_NEAR(icc->icc1, 11. / 14, 1e-14);
  EXPECT_NEAR(icc->df2, 6, 0);
}

TEST(Icc, from_a_noisy_total_has_a_wider_interval_and_may_have_none) {
  std::vector<double> n(30, 20), means, noise(30, 0.01);
  Random random(3, 0);
  for (int j = 0; j < 30; ++j) means.push_back(3 + 0.3 * random.normal());
  const auto width = [&](double noise_variance) {
    const auto icc = one_way_icc_with_noise(n, means, ReleasedVariance{1.1, noise_variance}, noise, {.draws = 2000});
    return icc ? icc->interval1.high - icc->interval1.low : -1;
  };
  EXPECT_GT(width(0.04), width(0));
  EXPECT_EQ(one_way_icc_with_noise(n, means, ReleasedVariance{0.01, 0}, noise, {}).error().fault, Fault::undefined);
  EXPECT_EQ(one_way_icc_with_noise(n, means, ReleasedVariance{1, -1}, noise, {}).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace karuna::stats
