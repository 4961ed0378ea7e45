// SPDX-License-Identifier: Apache-2.0
#include "stats/distributions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace karuna::stats {
namespace {

void close(double ours, double expected) { EXPECT_NEAR(ours, expected, 1e-12 * std::fabs(expected)); }

TEST(Distributions, agree_with_r) {  // R 4.2.2: qnorm(.975), qt(.975, 10), ...
  close(normal_quantile(0.975), 1.959963984540054);
  close(t_quantile(0.975, 10), 2.228138851986274);
  close(t_quantile(0.95, 3.5), 2.222433493649601);
  close(f_quantile(0.95, 5, 10), 3.325834530413011);
  close(f_quantile(0.05, 98, 7283), 0.7761278336829236);
  close(chi_square_quantile(0.95, 10), 18.30703805327515);
  close(chi_square_quantile(0.01, 0.5), 1.349939585911695e-08);
  close(t_cdf(-2.5, 7), 0.02049610929287644);
  close(chi_square_upper(30, 10), 0.0008566412107753005);
}

TEST(Distributions, keep_tiny_tails) {  // R 4.2.2: pf(12.4491445255333, 98, 7283, lower.tail = FALSE)
  EXPECT_NEAR(f_upper(12.4491445255333, 98, 7283) / 4.089196109536681e-176, 1, 1e-9);
}

TEST(Distributions, agree_with_the_printed_tables) {  // as at the back of any textbook
  EXPECT_NEAR(normal_quantile(0.975), 1.960, 5e-4);
  EXPECT_NEAR(t_quantile(0.975, 10), 2.228, 5e-4);
  EXPECT_NEAR(f_quantile(0.95, 5, 10), 3.33, 5e-3);
  EXPECT_NEAR(chi_square_quantile(0.95, 10), 18.31, 5e-3);
}

TEST(Distributions, have_no_value_outside_their_domain) {
  EXPECT_TRUE(std::isnan(normal_quantile(0)));
  EXPECT_TRUE(std::isnan(t_quantile(0.5, 0)));
  EXPECT_TRUE(std::isnan(f_quantile(1, 2, 3)));
  EXPECT_TRUE(std::isnan(f_upper(1, -1, 3)));
  EXPECT_EQ(f_upper(-1, 2, 3), 1);
  EXPECT_EQ(chi_square_cdf(-1, 2), 0);
}

}  // namespace
}  // namespace karuna::stats
