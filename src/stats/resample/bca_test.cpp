// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/bca.h"

#include <gtest/gtest.h>

#include <vector>

namespace karuna::stats {
namespace {

TEST(BootstrapIntervals, are_the_percentiles_where_nothing_is_skewed) {  // replicates 1 .. 999: 90 % from the 50th to the 950th
  std::vector<double> replicates;
  for (int i = 1; i <= 999; ++i) replicates.push_back(i);
  const auto found = bootstrap_intervals(500, replicates, std::vector<double>{498, 499, 500, 501, 502}, 0.90);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_NEAR(found->percentile.low, 50, 1e-9);
  EXPECT_NEAR(found->percentile.high, 950, 1e-9);
  EXPECT_NEAR(found->basic.low, 50, 1e-9);
  EXPECT_NEAR(found->acceleration, 0, 1e-15);
  EXPECT_NEAR(found->bias_correction, -0.00125, 1e-4);  // 499 of 999 lie below
}

TEST(BootstrapIntervals, acceleration_is_a_sixth_of_the_skewness_of_the_influence) {  // by hand: L = 3 (1 - x) = 3, 3, 3, -9
  const double expected = (3 * 27. - 729) / (6 * 108 * 10.392304845413264);
  EXPECT_NEAR(jackknife_acceleration(1, std::vector<double>{0, 0, 0, 4}), expected, 1e-14);
}

TEST(BootstrapIntervals, say_why_they_cannot_be_read) {
  const std::vector<double> replicates{1, 2, 3}, same{2, 2, 2};
  EXPECT_EQ(bootstrap_intervals(9, replicates, replicates).error().what,
            "every bootstrap replicate lies on one side of the estimate: no interval can be read from them");
  EXPECT_EQ(bootstrap_intervals(2, replicates, same).error().fault, Fault::undefined);
  EXPECT_FALSE(bootstrap_intervals(2, replicates, std::vector<double>{1}));
}

}  // namespace
}  // namespace karuna::stats
