// SPDX-License-Identifier: Apache-2.0
#include "stats/composite.h"

#include <gtest/gtest.h>

#include <cmath>

namespace karuna::stats {
namespace {

TEST(Composite, adds_standardised_columns) {  // by hand: sd 1 and 2
  const std::vector<double> columns{1, 2, 3, 2, 4, 6};
  const auto index = standardised_index(MatrixView(columns.data(), 3, 2), std::vector{0.25, 0.75});
  ASSERT_TRUE(index);
  EXPECT_NEAR((*index)[0], -1, 1e-15);
  EXPECT_NEAR((*index)[1], 0, 1e-15);
  EXPECT_NEAR((*index)[2], 1, 1e-15);
}

TEST(Composite, refuses_a_column_that_does_not_vary) {
  const std::vector<double> columns{1, 1, 1};
  const auto index = standardised_index(MatrixView(columns.data(), 3, 1), std::vector{1.0});
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().what, "column 1 does not vary, so it cannot be standardised");
}

TEST(Composite, first_component_of_equal_correlations_weights_alike) {  // by hand: eigenvalues 1 + r and 1 - r
  const std::vector<double> columns{-1, -1, 1, 1, -1, 1, 1, 1};
  const auto found = first_principal_component(MatrixView(columns.data(), 4, 2));
  ASSERT_TRUE(found);
  const double r = 1 / std::sqrt(3.0);  // cov 2/3, variances 4/3 and 1
  EXPECT_NEAR(found->eigenvalues[0], 1 + r, 1e-14);
  EXPECT_NEAR(found->eigenvalues[1], 1 - r, 1e-14);
  EXPECT_NEAR(found->loadings[0], std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(found->loadings[1], std::sqrt(0.5), 1e-14);
}

TEST(Composite, reliability_of_equal_parts_is_that_of_spearman_and_brown) {
  // Two parallel parts correlate as their reliability, 0.6; together 2 * 0.6 / (1 + 0.6) = 0.75.
  const auto found = composite_reliability(std::vector{1.0, 1.0}, std::vector{0.6, 0.6}, std::vector{1.0, 0.6, 0.6, 1.0});
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found, 0.75, 1e-15);
}

}  // namespace
}  // namespace karuna::stats
