// SPDX-License-Identifier: Apache-2.0
#include "stats/moments.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace karuna::stats {
namespace {

TEST(Moments, give_mean_variance_and_interval) {  // R 4.2.2: mean(x), var(x), t.test(x, conf.level = .9)$conf.int
  const Moments m = moments(std::vector<double>{3, 1, not_known, 4, 1, 5, 9, 2, 6}, 0.90);
  EXPECT_EQ(m.n, 8U);
  EXPECT_EQ(m.missing, 1U);
  EXPECT_NEAR(m.mean, 3.875, 1e-14);
  EXPECT_NEAR(m.variance, 7.553571428571429, 1e-13);
  EXPECT_NEAR(m.interval.low, 2.034042318789348, 1e-12);
  EXPECT_NEAR(m.interval.high, 5.715957681210652, 1e-12);
  EXPECT_EQ(m.min, 1);
  EXPECT_EQ(m.max, 9);
}

TEST(Moments, have_no_variance_for_one_value_and_nothing_for_none) {
  EXPECT_EQ(moments(std::vector<double>{7}).mean, 7);
  EXPECT_TRUE(std::isnan(moments(std::vector<double>{7}).variance));
  EXPECT_TRUE(std::isnan(moments({}).mean));
}

TEST(Moments, do_not_cancel_far_from_zero) { EXPECT_NEAR(moments(std::vector<double>{1e9 + 1, 1e9 + 2, 1e9 + 3}).variance, 1, 1e-12); }

}  // namespace
}  // namespace karuna::stats
