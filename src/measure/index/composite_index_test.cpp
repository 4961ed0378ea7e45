// SPDX-License-Identifier: Apache-2.0
#include "measure/index/composite_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "stats/quantiles.h"
#include "stats/resample/philox.h"

namespace karuna::measure {
namespace {

// The worked example of the design (measurement 3.3): D = 62, 71, 55, 48 with se 3, 2, 4, 6.
const std::vector<double> D{62, 71, 55, 48}, quarter(4, 0.25);
std::vector<double> covariance(double correlation) {
  const double se[] = {3, 2, 4, 6};
  std::vector<double> c(16);
  for (std::size_t d = 0; d < 4; ++d)
    for (std::size_t e = 0; e < 4; ++e) c[d * 4 + e] = se[d] * se[e] * (d == e ? 1 : correlation);
  return c;
}

TEST(CompositeIndex, TheWorkedExampleComesOut) {
  EXPECT_NEAR(geometric_index(D, quarter), 58.4, 0.05);
  EXPECT_NEAR(arithmetic_index(D, quarter), 59.0, 1e-12);
  const double se = index_error(D, covariance(0), quarter);
  EXPECT_NEAR(se, 2.26, 0.005);
  EXPECT_NEAR(geometric_index(D, quarter) - z90 * se, 54.7, 0.05);
  EXPECT_NEAR(geometric_index(D, quarter) + z90 * se, 62.1, 0.05);
  EXPECT_NEAR(index_error(D, covariance(0.5), quarter), 3.25, 0.005);
}

TEST(CompositeIndex, TheErrorOfIndependentDimensionsIsTheFormulaOfTheDesign) {
  double sum = 0;
  const double se[] = {3, 2, 4, 6};
  for (std::size_t d = 0; d < 4; ++d) sum += 0.0625 * (se[d] / D[d]) * (se[d] / D[d]);
  EXPECT_NEAR(index_error(D, covariance(0), quarter), geometric_index(D, quarter) * std::sqrt(sum), 1e-12);
}

TEST(CompositeIndex, JointDrawsAgreeWithTheDeltaMethod) {
  for (double correlation : {0.0, 0.5}) {
    std::vector<double> drawn = draw_index(D, covariance(correlation), quarter, 40000, 7, 0);
    double mean = 0, square = 0;
    for (double x : drawn) mean += x / 40000;
    for (double x : drawn) square += (x - mean) * (x - mean) / 39999;
    const double se = index_error(D, covariance(correlation), quarter);
    EXPECT_NEAR(std::sqrt(square), se, 0.03 * se);
    std::sort(drawn.begin(), drawn.end());
    EXPECT_NEAR(stats::sorted_quantile(drawn, 0.05), geometric_index(D, quarter) - z90 * se, 0.25);
    EXPECT_NEAR(stats::sorted_quantile(drawn, 0.95), geometric_index(D, quarter) + z90 * se, 0.25);
  }
}

TEST(CompositeIndex, ABurntOutTeamCannotBuyItsFatigueOff) {
  const std::vector<double> friendly{95, 95, 95, 0};
  EXPECT_LT(geometric_index(friendly, quarter), 31);  // 95^.75 x 1^.25 = 30.4
  EXPECT_NEAR(arithmetic_index(friendly, quarter), 71.25, 1e-12);
}

TEST(CompositeIndex, IsRefusedWhereAnErrorExceedsFifteenPercentOfItsDimension) {
  std::vector<double> c = covariance(0);
  EXPECT_FALSE(too_uncertain(D, c));  // 6 / 48 = .125
  c[15] = 7.3 * 7.3;                  // 7.3 / 48 = .152
  EXPECT_TRUE(too_uncertain(D, c));
  EXPECT_TRUE(too_uncertain(std::vector<double>{62, 71, 55, -1}, covariance(0)));
}

TEST(CompositeIndex, SmallLevelsAreNotShrunkAndTheOrganisationNeverIs) {
  std::vector<JointLine> lines;
  for (int i = 0; i < 3; ++i) lines.push_back({.level = 1, .share = 1.0 / 3, .dimensions = {60.0 + i, 70, 50}, .covariance = {4, 0, 0, 0, 4, 0, 0, 0, 4}});
  const JointLine whole{.level = 0, .share = 1, .dimensions = {61, 70, 50}, .covariance = {1, 0, 0, 0, 1, 0, 0, 0, 1}};
  const std::vector<double> third(3, 1.0 / 3);
  const auto values = index_values(lines, whole, third, {});
  ASSERT_TRUE(values);
  EXPECT_DOUBLE_EQ(values->lines[2].estimate.value, geometric_index(lines[2].dimensions, third));
  EXPECT_DOUBLE_EQ(values->whole.estimate.value, geometric_index(whole.dimensions, third));
  EXPECT_LT(values->lines[2].estimate.interval.low, values->lines[2].estimate.value);
}

TEST(CompositeIndex, ManyUnitsInClosedFormAgreeWithDraws) {
  stats::Random random(3, 0);
  std::vector<JointLine> lines;
  for (int i = 0; i < 400; ++i) {
    const double common = 5 * random.normal();
    JointLine line{.level = 1, .share = 1.0 / 400, .dimensions = {}, .covariance = {9, 3, 3, 3, 9, 3, 3, 3, 9}};
    for (double mu : {60.0, 65.0, 50.0}) line.dimensions.push_back(mu + common + 2 * random.normal() + 3 * random.normal());
    lines.push_back(line);
  }
  const JointLine whole{.level = 0, .share = 1, .dimensions = {60, 65, 50}, .covariance = {.02, 0, 0, 0, .02, 0, 0, 0, .02}};
  const std::vector<double> third(3, 1.0 / 3);
  const auto many = index_values(lines, whole, third, {});
  const auto fewer = index_values(std::span(lines).first(300), whole, third, {});
  ASSERT_TRUE(many && fewer);
  double width_many = 0, width_fewer = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    width_many += many->lines[i].estimate.interval.high - many->lines[i].estimate.interval.low;
    width_fewer += fewer->lines[i].estimate.interval.high - fewer->lines[i].estimate.interval.low;
    EXPECT_NEAR(many->lines[i].estimate.value, fewer->lines[i].estimate.value, 1.0);
  }
  EXPECT_NEAR(width_many / width_fewer, 1.0, 0.05);
}

}  // namespace
}  // namespace karuna::measure
