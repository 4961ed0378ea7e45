// SPDX-License-Identifier: Apache-2.0
#include "measure/index/index_detail.h"

#include <gtest/gtest.h>

#include <string>

namespace karuna::measure {
namespace {

// The worked example of the design (measurement 3.3): D = 62, 71, 55, 48 with se 3, 2, 4, 6. Expected values were computed by a script of its own with
// numerical derivatives; the index with halved first weight by hand: (62^.5 x 71 x 55 x 48)^(1/3.5) = 57.888.
const std::vector<std::string> ids{"b", "c", "f", "o"};
const std::vector<double> D{62, 71, 55, 48}, quarter(4, 0.25);

std::vector<double> covariance(double correlation) {
  const double se[] = {3, 2, 4, 6};
  std::vector<double> c(16);
  for (std::size_t d = 0; d < 4; ++d)
    for (std::size_t e = 0; e < 4; ++e) c[d * 4 + e] = se[d] * se[e] * (d == e ? 1 : correlation);
  return c;
}

void expect(const Interval& interval, double low, double high) {
  EXPECT_NEAR(interval.low, low, 2e-3);
  EXPECT_NEAR(interval.high, high, 2e-3);
}

TEST(IndexDetail, DividesWhatIsMissingWithoutARest) {
  const IndexDetail detail = index_detail(ids, D, covariance(0), quarter);
  ASSERT_EQ(detail.shares.size(), 4U);
  const double missing[] = {9.2424, 6.6217, 11.5586, 14.1906};
  double sum = 0;
  for (std::size_t d = 0; d < 4; ++d) {
    EXPECT_NEAR(detail.shares[d].missing, missing[d], 1e-4);
    sum += detail.shares[d].missing;
  }
  EXPECT_NEAR(sum, 100 - 58.386641, 1e-6);
  expect(detail.shares[0].interval, 7.7652, 10.7196);
  expect(detail.shares[3].interval, 10.5394, 17.8418);
  expect(index_detail(ids, D, covariance(0.5), quarter).shares[3].interval, 10.7359, 17.6453);
}

TEST(IndexDetail, SaysHowFarTheIndexMovesUnderOtherWeights) {
  const IndexDetail detail = index_detail(ids, D, covariance(0), quarter);
  ASSERT_EQ(detail.shifts.size(), 9U);
  EXPECT_EQ(detail.shifts[0].choice, IndexShift::Choice::halved);
  EXPECT_EQ(detail.shifts[0].dimension, "b");
  EXPECT_NEAR(detail.shifts[0].index, 57.888, 1e-3);
  EXPECT_NEAR(detail.shifts[0].shift, -0.4987, 1e-4);
  expect(detail.shifts[0].interval, -1.1881, 0.1907);
  EXPECT_EQ(detail.shifts[7].choice, IndexShift::Choice::doubled);
  EXPECT_NEAR(detail.shifts[7].shift, -2.2432, 1e-4);
  expect(detail.shifts[7].interval, -3.9375, -0.5489);
  EXPECT_EQ(detail.shifts[8].choice, IndexShift::Choice::arithmetic);
  EXPECT_NEAR(detail.shifts[8].index, 59.0, 1e-12);
  expect(detail.shifts[8].interval, 0.0461, 1.1806);
  expect(index_detail(ids, D, covariance(0.5), quarter).shifts[7].interval, -3.5649, -0.9215);
}

TEST(IndexDetail, MovesNothingWhereAllDimensionsStandAlike) {
  const std::vector<double> level(4, 60), full(4, 100), no_error(16, 0.0);
  for (const IndexShift& shift : index_detail(ids, level, no_error, quarter).shifts) EXPECT_NEAR(shift.shift, 0, 1e-12);
  for (const IndexShare& share : index_detail(ids, level, no_error, quarter).shares) EXPECT_NEAR(share.missing, 10, 1e-12);
  for (const IndexShare& share : index_detail(ids, full, no_error, quarter).shares) EXPECT_EQ(share.missing, 0);
}

}  // namespace
}  // namespace karuna::measure
