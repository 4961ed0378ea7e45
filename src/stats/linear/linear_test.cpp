// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "stats/linear/clustered.h"
#include "stats/linear/least_squares.h"
#include "stats/linear/sandwich.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
const std::vector<double> x{1, 2, 3, 4}, y{1, 3, 2, 6};  // by hand: slope 7/5, intercept -0.5, residuals 0.1, 0.7, -1.7, 0.9, sum of squares 4.2

LeastSquares by_hand() { return least_squares(y, MatrixView(x.data(), 4, 1)).value(); }

TEST(LeastSquares, is_the_line_by_hand) {
  const auto fit = by_hand();
  EXPECT_NEAR(fit.beta[0], -0.5, 1e-14);
  EXPECT_NEAR(fit.beta[1], 1.4, 1e-14);
  EXPECT_NEAR(fit.sigma2, 2.1, 1e-13);
  EXPECT_NEAR(fit.covariance[3], 2.1 / 5, 1e-14);              // sigma2 / sum (x - mean)^2
  EXPECT_NEAR(fit.covariance[0], 2.1 * (0.25 + 1.25), 1e-13);  // sigma2 (1/n + mean^2 / sum (x - mean)^2)
  EXPECT_NEAR(fit.leverage[0], 0.7, 1e-14);
  EXPECT_NEAR(fit.r2, 1 - 4.2 / 14, 1e-14);
}

TEST(Sandwich, is_the_formula_by_hand) {  // slope: sum (x - mean)^2 r^2 f / 25
  const auto fit = by_hand();
  const std::vector<double> squares{2.25 * 0.01, 0.25 * 0.49, 0.25 * 2.89, 2.25 * 0.81}, rest{0.3, 0.7, 0.7, 0.3};
  double hc0 = 0, hc2 = 0, hc3 = 0;
  for (int i = 0; i < 4; ++i) hc0 += squares[i] / 25, hc2 += squares[i] / 25 / rest[i], hc3 += squares[i] / 25 / rest[i] / rest[i];
  EXPECT_NEAR((*sandwich_covariance(fit, Heteroscedastic::HC0))[3], hc0, 1e-14);
  EXPECT_NEAR((*sandwich_covariance(fit, Heteroscedastic::HC1))[3], 2 * hc0, 1e-14);
  EXPECT_NEAR((*sandwich_covariance(fit, Heteroscedastic::HC2))[3], hc2, 1e-14);
  EXPECT_NEAR((*sandwich_covariance(fit, Heteroscedastic::HC3))[3], hc3, 1e-14);
  // d = h n/p is 1.4 and 0.6; HC5: at most 4, halved: (1-h)^0.7 and (1-h)^0.3
  const double hc5 = (squares[0] + squares[3]) / 25 / std::pow(0.3, 0.7) + (squares[1] + squares[2]) / 25 / std::pow(0.7, 0.3);
  EXPECT_NEAR((*sandwich_covariance(fit, Heteroscedastic::HC5))[3], hc5, 1e-14);
}

TEST(Clustered, with_every_row_its_own_cluster_is_hc1) {
  const auto fit = by_hand();
  const std::vector<std::uint32_t> each{7, 3, 5, 1};
  const auto clustered = clustered_covariance(fit, each, {}, {.few_clusters = false});
  ASSERT_TRUE(clustered);
  // small_sample multiplies by (n - 1)/(n - p) = 3/2, HC1 by n/(n - p) = 2
  const auto hc0 = *sandwich_covariance(fit, Heteroscedastic::HC0);
  for (int j = 0; j < 4; ++j) EXPECT_NEAR(clustered->covariance[j], 1.5 * hc0[j], 1e-13);
  EXPECT_EQ(clustered->degrees, 3);
  const auto twice = clustered_covariance(fit, each, each, {.few_clusters = false});
  for (int j = 0; j < 4; ++j) EXPECT_NEAR(twice->covariance[j], clustered->covariance[j], 1e-13) << "the same way twice is that way";
}

TEST(Clustered, of_two_rows_a_cluster_is_the_sum_by_hand) {  // clusters {1, 2}, {3, 4}; slope scores (x - mean) r: -0.15, -0.35, -0.85, 1.35
  const auto found = clustered_covariance(by_hand(), std::vector<std::uint32_t>{0, 0, 1, 1}, {}, {.small_sample = false, .few_clusters = false});
  EXPECT_NEAR(found->covariance[3], (0.25 + 0.25) / 25, 1e-14);
}

TEST(Panel, without_lag_is_clustering_by_time) {
  const auto fit = by_hand();
  const std::vector<std::uint32_t> time{0, 1, 1, 2};
  const auto panel = panel_covariance(fit, time, 0), cluster = clustered_covariance(fit, time, {}, {.small_sample = false, .few_clusters = false});
  for (int j = 0; j < 4; ++j) EXPECT_NEAR(panel->covariance[j], 2 * cluster->covariance[j], 1e-13);  // n/(n - p) = 2
}

TEST(LeastSquares, does_not_mind_scales) {
  Random random(11, 0);
  std::vector<double> tame, wild, z;
  for (int i = 0; i < 40; ++i) {
    const double a = random.normal(), b = random.normal();
    tame.insert(tame.end(), {a});
    z.push_back(b);
  }
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) values.push_back(2 + 3 * tame[i] - z[i] + random.normal());
  std::vector<double> columns = tame, scaled;
  columns.insert(columns.end(), z.begin(), z.end());
  for (const double a : tame) scaled.push_back(1e12 * a + 1e13);
  for (const double b : z) scaled.push_back(1e-150 * b);
  const auto small = least_squares(values, MatrixView(columns.data(), 40, 2)), large = least_squares(values, MatrixView(scaled.data(), 40, 2));
  ASSERT_TRUE(small && large);
  EXPECT_NEAR(large->beta[1] * 1e12 / small->beta[1], 1, 1e-10);
  EXPECT_NEAR(large->beta[2] * 1e-150 / small->beta[2], 1, 1e-10);
  EXPECT_NEAR(large->sigma2 / small->sigma2, 1, 1e-10);
  const auto robust = sandwich_covariance(*large, Heteroscedastic::HC3);
  EXPECT_NEAR((*robust)[4] * 1e24 / (*sandwich_covariance(*small, Heteroscedastic::HC3))[4], 1, 1e-9);
}

TEST(LeastSquares, leaves_out_rows_with_missing_values_and_says_how_many) {
  const std::vector<double> gaps{1, 2, NAN, 3, 4, 5}, values{1, 3, 9, 2, 6, NAN};
  const auto fit = least_squares(values, MatrixView(gaps.data(), 6, 1));
  EXPECT_NEAR(fit->beta[1], 1.4, 1e-14);
  EXPECT_EQ(fit->left_out, 2U);
  EXPECT_EQ(fit->used, (std::vector<std::size_t>{0, 1, 3, 4}));
  EXPECT_TRUE(clustered_covariance(*fit, std::vector<std::uint32_t>{0, 0, 9, 1, 1, 9})) << "clusters are by row as given";
}

TEST(LeastSquares, says_what_is_wrong) {
  const std::vector<std::string> names{"wards", "beds"};
  const std::vector<double> constant{5, 5, 5, 5}, doubled{1, 2, 3, 4, 2, 4, 6, 8}, broken{1, 2, infinite, 4};
  EXPECT_EQ(least_squares(y, MatrixView(constant.data(), 4, 1), names).error().what,
            "wards is the same in every row, which the intercept already says; leave it out");
  EXPECT_EQ(least_squares(y, MatrixView(doubled.data(), 4, 2), names).error().what, "beds follows from the columns before it; leave one of them out");
  EXPECT_EQ(least_squares(y, MatrixView(broken.data(), 4, 1), names).error().what, "wards: row 3 is not a finite number");
  EXPECT_EQ(least_squares(broken, MatrixView(x.data(), 4, 1)).error().what, "row 3: the value to explain is infinite");
  EXPECT_EQ(least_squares(std::span(y).first(2), MatrixView(x.data(), 2, 1, 4)).error().what, "2 coefficients need at least 3 complete rows, there are 2");
  EXPECT_EQ(clustered_covariance(by_hand(), std::vector<std::uint32_t>{1, 1, 1, 1}).error().what, "clustered errors need at least 2 clusters, there is 1");
  EXPECT_EQ(clustered_covariance(by_hand(), std::vector<std::uint32_t>{1, 2}).error().what, "every row needs its cluster: there are 4 rows and 2 clusters");
}

TEST(Sandwich, refuses_to_divide_by_a_row_that_fits_itself) {
  const std::vector<double> only_last{0, 0, 0, 0, 1}, values{1, 2, 3, 4, 9};
  const auto fit = least_squares(values, MatrixView(only_last.data(), 5, 1));
  ASSERT_TRUE(fit);
  EXPECT_TRUE(sandwich_covariance(*fit, Heteroscedastic::HC0));
  EXPECT_EQ(sandwich_covariance(*fit, Heteroscedastic::HC3).error().what,
            "row 5 has a coefficient of its own (leverage 1), so its residual says nothing; take HC0 or HC1, or leave the row out");
}

TEST(LinearTests, are_the_t_tests_by_hand) {
  const auto fit = by_hand();
  const auto tests = linear_tests(fit.beta, fit.covariance, fit.degrees);
  const double t = 1.4 / std::sqrt(0.42), root = std::sqrt(2 + t * t);  // two degrees: P(T > t) = (1 - t/sqrt(2 + t^2))/2
  EXPECT_NEAR(tests[1].statistic, t, 1e-13);
  EXPECT_NEAR(tests[1].p, 1 - t / root, 1e-13);
}

}  // namespace
}  // namespace karuna::stats
