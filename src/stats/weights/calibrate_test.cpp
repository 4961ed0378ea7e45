// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/calibrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "stats/weights/margin_residuals.h"
#include "stats/weights/raking.h"

namespace karuna::stats {
namespace {

using testing::HasSubstr;

/// Eight people: ones, whether they work at night, years.
struct People {
  std::vector<double> columns{1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 2, 5, 1, 9, 3, 7, 4, 6};
  std::vector<double> start{10, 12, 9, 8, 11, 10, 13, 7};
  MatrixView view() const { return {columns.data(), 8, 3}; }
  double total(const std::vector<double>& weights, std::size_t column) const {
    return std::inner_product(weights.begin(), weights.end(), columns.begin() + static_cast<std::ptrdiff_t>(8 * column), 0.0);
  }
};

TEST(Calibrate, meets_every_total_by_every_distance) {
  const People people;
  const std::vector<double> totals{100, 45, 470};
  for (const auto distance : {Distance::linear, Distance::raking, Distance::bounded}) {
    const auto found = calibrate(people.view(), totals, people.start, {.distance = distance, .low = 0.6, .high = 1.8});
    ASSERT_TRUE(found) << found.error().what;
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(people.total(found->weights, j), totals[j], 1e-7) << j;
    if (distance == Distance::linear) {
      EXPECT_EQ(found->fit.steps, 1);
    }
    if (distance == Distance::bounded) {
      EXPECT_GE(found->least_g, 0.6);
      EXPECT_LE(found->most_g, 1.8);
    }
  }
}

TEST(Calibrate, of_ones_alone_is_one_factor_for_all) {  // by hand: 160 people wanted, the weights add up to 80
  const People people;
  for (const auto distance : {Distance::linear, Distance::raking, Distance::bounded}) {
    const auto found = calibrate(MatrixView(people.columns.data(), 8, 1), std::vector<double>{160}, people.start, {.distance = distance});
    ASSERT_TRUE(found) << found.error().what;
    for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(found->weights[i], 2 * people.start[i], 1e-7);
  }
}

TEST(Calibrate, to_levels_by_the_raking_distance_is_raking) {
  const std::vector<std::uint32_t> a{0, 0, 1, 1, 2, 2, 0, 1}, b{0, 1, 0, 1, 0, 1, 1, 1};
  const std::vector<Margin> margins{{"a", a, {40, 35, 25}}, {"b", b, {45, 55}}};
  const People people;
  const auto raked = rake(margins, people.start);
  ASSERT_TRUE(raked);
  std::vector<double> columns;  // the last level of b follows from the others
  for (std::uint32_t level = 0; level < 3; ++level)
    for (const auto of : a) columns.push_back(of == level ? 1 : 0);
  for (const auto of : b) columns.push_back(of == 0 ? 1 : 0);
  const MatrixView levels(columns.data(), 8, 4);
  const auto found = calibrate(levels, std::vector<double>{40, 35, 25, 45}, people.start);
  ASSERT_TRUE(found) << found.error().what;
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(found->weights[i], raked->weights[i], 1e-7) << i;
  const std::vector<double> y{3, 1, 4, 1, 5, 9, 2, 6};
  const auto left = calibration_residuals(y, levels, people.start), by_margins = margin_residuals(y, people.start, margins);
  ASSERT_TRUE(left && by_margins);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR((*left)[i], (*by_margins)[i], 1e-10) << i;
}

TEST(Calibrate, says_why_it_cannot) {
  const People people;
  const auto why = [&](const std::vector<double>& totals, const CalibrationOptions& options = {}) {
    const auto found = calibrate(people.view(), totals, people.start, options);
    return found ? std::string("found") : found.error().what;
  };
  EXPECT_THAT(why({100, 45}), HasSubstr("3 columns and 2 totals"));
  EXPECT_THAT(why({100, 45, std::nan("")}), HasSubstr("not a finite number"));
  EXPECT_THAT(why({100, 45, 470}, {.distance = Distance::bounded, .low = 1.2}), HasSubstr("a low bound from 0 to below 1"));
  EXPECT_THAT(why({100, 99, 470}, {.distance = Distance::bounded, .low = 0.6, .high = 1.8}), HasSubstr("widen the bounds"));
  EXPECT_THAT(why({100, 101, 470}), HasSubstr("leave some out"));  // more at night than there are
  std::vector<double> twice(people.columns.begin(), people.columns.begin() + 8);
  twice.insert(twice.end(), 8, 2.0);
  const std::vector<std::string> names{"people", "twice"};
  EXPECT_THAT(calibrate(MatrixView(twice.data(), 8, 2), std::vector<double>{1, 2}, {}, {.names = names}).error().what, HasSubstr("twice follows from"));
  EXPECT_EQ(calibrate(people.view(), std::vector<double>{1, 1, 1}, std::vector<double>(8, 0.0)).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace karuna::stats
