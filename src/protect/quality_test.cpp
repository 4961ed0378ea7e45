// SPDX-License-Identifier: Apache-2.0
#include "protect/quality.h"

#include <gtest/gtest.h>

#include "protect/made_up_sheets.h"

namespace karuna::protect {
namespace {

/// Six people in two units, two items of 1..5, the second reversed. By hand: turned answers (1,1) (2,3) (3,2) | (4,4) (5,4) (4,5).
collect::Sheets six_people() {
  const std::vector<UnitRow> rows{{"all", "", "", {}, 0}, {"one", "all", "", {}, 0}, {"two", "all", "", {}, 0}};
  collect::Sheets sheets;
  sheets.tree = UnitTree::from_rows(rows, "all").value();
  sheets.periods = {"now"};
  sheets.items.resize(2);
  sheets.items[0].codes = {1, 2, 3, 4, 5, 4};
  sheets.items[1].codes = {5, 3, 4, 2, 2, 1};
  sheets.items[1].reversed = true;
  for (std::uint32_t r = 0; r < 6; ++r) {
    sheets.unit.push_back(UnitId{1 + r / 3});
    sheets.period.push_back(0);
  }
  collect::ScaleColumn scale;
  scale.id = "s";
  scale.items = {ItemId{0U}, ItemId{1U}};
  scale.values = {1, 2.5, 2.5, 4, 4.5, 4.5};
  sheets.scales.push_back(scale);
  return sheets;
}

TEST(Quality, is_that_of_a_calculation_by_hand) {
  const ScaleQuality quality = estimate_quality(six_people(), 0, 0, Completeness::complete_rows);
  // item variances 13.1667/5 each; covariance 11.8333/5: alpha = 2 (1 - (2 x 2.6333 - ...)) written out: cov = sum xy - n mx my
  const double variance1 = (1 + 4 + 9 + 16 + 25 + 16 - 19.0 * 19.0 / 6) / 5, variance2 = (1 + 9 + 4 + 16 + 16 + 25 - 19.0 * 19.0 / 6) / 5;
  const double covariance = (1 + 6 + 6 + 16 + 20 + 20 - 19.0 * 19.0 / 6) / 5, total = variance1 + variance2 + 2 * covariance;
  EXPECT_NEAR(quality.alpha.value, 2 * (1 - (variance1 + variance2) / total), 1e-12);
  EXPECT_EQ(quality.respondents, 6U);
  // scores: unit means 2 and 13/3; MSB = 6 x (7/6)^2 = 49/6, MSW = (1.5 + 1/6) / 4 = 5/12; ICC1 = (MSB - MSW)/(MSB + 2 MSW)
  const double msb = 6 * (7.0 / 6) * (7.0 / 6), msw = (1.5 + 1.0 / 6) / 4;
  EXPECT_NEAR(quality.icc1.value, (msb - msw) / (msb + 2 * msw), 1e-12);
  EXPECT_NEAR(quality.icc2.value, (msb - msw) / msb, 1e-12);
  EXPECT_EQ(quality.groups, 2U);
  EXPECT_EQ(quality.mean_group_size, 3);
  // rwg(j): unit one: both item variances 1, mean 1, over 2 = .5; .5 x 2 / (.5 x 2 + .5) = 2/3; unit two: 1/3 each, over 2 = 1/6; (5/3)/(5/3 + 1/6) = 10/11
  EXPECT_NEAR(quality.rwg_mean.value, (2.0 / 3 + 10.0 / 11) / 2, 1e-12);
  // AD: unit one: 2/3 each; unit two: 4/9 each
  EXPECT_NEAR(quality.ad_mean.value, (2.0 / 3 + 4.0 / 9) / 2, 1e-12);
  EXPECT_FALSE(quality.omega.known) << "two items carry no factor";
}

TEST(Quality, is_told_in_two_digits) {
  const ScaleQuality quality = in_two_digits(estimate_quality(six_people(), 0, 0, Completeness::complete_rows));
  EXPECT_EQ(quality.icc2.value, .95);
  EXPECT_EQ(quality.rwg_mean.value, .79);
}

TEST(Quality, of_a_score_is_what_units_differ_and_no_more) {
  collect::Sheets sheets = six_people();
  sheets.scales[0].items.clear();
  const ScaleQuality quality = estimate_quality(sheets, 0, 0, Completeness::complete_rows);
  EXPECT_TRUE(quality.icc1.known);
  EXPECT_EQ(quality.respondents, 6U);
  EXPECT_FALSE(quality.alpha.known);
  EXPECT_EQ(quality.alpha.why_not, "the file holds the score and not the items behind it");
}

TEST(Quality, says_why_alpha_is_not_known_where_nobody_differs) {
  collect::Sheets sheets = six_people();
  sheets.items[0].codes.assign(6, 3);
  sheets.items[1].codes.assign(6, 3);
  sheets.scales[0].values.assign(6, 3);
  const ScaleQuality quality = estimate_quality(sheets, 0, 0, Completeness::complete_rows);
  EXPECT_FALSE(quality.alpha.known);
  EXPECT_FALSE(quality.alpha.why_not.empty());
  EXPECT_FALSE(quality.icc1.known);
}

}  // namespace
}  // namespace karuna::protect
