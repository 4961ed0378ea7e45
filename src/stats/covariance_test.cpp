// SPDX-License-Identifier: Apache-2.0
#include "stats/covariance.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "stats/interval.h"
#include "stats/quantiles.h"

namespace karuna::stats {
namespace {

// R 4.2.2: X <- cbind(c(1,2,NA,4,5), c(2,1,3,5,NA), c(5,4,4,1,2)); cov(X, use = "complete.obs"); cov(X, use = "pairwise")
const std::vector<double> values{1, 2, not_known, 4, 5, 2, 1, 3, 5, not_known, 5, 4, 4, 1, 2};
const std::array<std::vector<std::int16_t>, 3> columns{{{1, 2, no_code, 4, 5}, {2, 1, 3, 5, no_code}, {5, 4, 4, 1, 2}}};
const std::vector<CodeColumn> codes(columns.begin(), columns.end());

void expect_matrix(const Result<Covariance>& found, const std::vector<double>& expected) {
  ASSERT_TRUE(found) << found.error().what;
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found->values[i], expected[i], 1e-14);
}

TEST(Covariance, rests_on_complete_rows) {
  const std::vector<double> expected{7. / 3, 8. / 3, -19. / 6, 8. / 3, 13. / 3, -23. / 6, -19. / 6, -23. / 6, 13. / 3};
  expect_matrix(covariance(MatrixView(values.data(), 5, 3)), expected);
  expect_matrix(covariance(CodeColumns(codes)), expected);
  EXPECT_EQ(covariance(CodeColumns(codes))->n, 3U);
}

TEST(Covariance, rests_on_pairs) {
  const std::vector<double> expected{10. / 3, 8. / 3, -3, 8. / 3, 35. / 12, -2.5, -3, -2.5, 2.7};
  expect_matrix(covariance(MatrixView(values.data(), 5, 3), Missing::pairwise), expected);
  expect_matrix(covariance(CodeColumns(codes), Missing::pairwise), expected);
  EXPECT_EQ(covariance(CodeColumns(codes), Missing::pairwise)->item_n[0], 4U);
}

TEST(Covariance, is_exact_for_large_codes) {
  const std::array<std::vector<std::int16_t>, 2> large{{{32767, 32766, -32767}, {-32767, 32767, 32767}}};
  const std::vector<CodeColumn> two(large.begin(), large.end());
  const std::vector<double> same{32767, 32766, -32767, -32767, 32767, 32767};
  const auto a = covariance(CodeColumns(two)), b = covariance(MatrixView(same.data(), 3, 2));
  ASSERT_TRUE(a && b);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(a->values[i] / b->values[i], 1, 1e-14);
}

TEST(Covariance, says_how_many_rows_are_left) {
  const std::vector<double> gaps{1, not_known, 3, not_known, 2, not_known};
  const auto found = covariance(MatrixView(gaps.data(), 3, 2));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::too_few_people);
  EXPECT_EQ(found.error().what, "only 0 people answered every one of the 2 items (of 3); covariances need at least 2");
}

TEST(Quantiles, follow_their_type) {  // R 4.2.2: quantile(c(1, 2, 4, 8), .3, type = 6, 7, 8)
  const std::vector<double> x{8, 1, not_known, 4, 2};
  const double p = 0.3;
  EXPECT_NEAR(quantiles(x, std::span(&p, 1), QuantileType::type6)[0], 1.5, 1e-14);
  EXPECT_NEAR(quantiles(x, std::span(&p, 1), QuantileType::type7)[0], 1.9, 1e-14);
  EXPECT_NEAR(quantiles(x, std::span(&p, 1), QuantileType::type8)[0], 1.633333333333333, 1e-14);
  EXPECT_EQ(median(x), 3);
  EXPECT_TRUE(std::isnan(median({})));
}

}  // namespace
}  // namespace karuna::stats
