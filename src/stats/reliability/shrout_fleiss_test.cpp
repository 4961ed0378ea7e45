// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/shrout_fleiss.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace karuna::stats {
namespace {

// Six subjects, four judges: table 2 of Shrout and Fleiss 1979.
const std::vector<double> ratings{9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2, 5, 3, 6, 2, 6, 4, 8, 2, 8, 6, 9, 7};

TEST(ShroutFleiss, gives_the_published_example) {  // table 4: .17 .29 .71 .44 .62 .91
  const auto found = shrout_fleiss(MatrixView(ratings.data(), 6, 4));
  ASSERT_TRUE(found) << found.error().what;
  const double published[] = {.17, .29, .71, .44, .62, .91};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(found->icc[i].icc, published[i], 0.005) << found->icc[i].type;
  EXPECT_NEAR(found->ms_between, 11.24, 0.005);  // table 3
  EXPECT_NEAR(found->ms_within, 6.26, 0.005);
  EXPECT_NEAR(found->ms_raters, 32.49, 0.005);
  EXPECT_NEAR(found->ms_error, 1.02, 0.005);
}

TEST(ShroutFleiss, names_the_gap) {
  std::vector<double> gap = ratings;
  gap[7] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(shrout_fleiss(MatrixView(gap.data(), 6, 4)).error().what, "subject 2 has no rating by rater 2; leave such subjects out");
}

TEST(ShroutFleiss, has_no_value_without_error) {
  const std::vector<double> same{1, 2, 3, 2, 3, 4};
  EXPECT_EQ(shrout_fleiss(MatrixView(same.data(), 3, 2)).error().fault, Fault::undefined);
}

}  // namespace
}  // namespace karuna::stats
