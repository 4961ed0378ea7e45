// SPDX-License-Identifier: Apache-2.0
#include "measure/units/unit_values.h"

#include <gtest/gtest.h>

#include <cmath>

#include "measure/units/changes.h"
#include "measure/units/period_cells.h"

namespace karuna::measure {
namespace {

std::vector<LineMean> level_of(std::initializer_list<double> means, double variance) {
  std::vector<LineMean> lines;
  for (double mean : means) lines.push_back({.level = 1, .mean = mean, .variance = variance, .share = 1.0 / static_cast<double>(means.size())});
  return lines;
}

TEST(UnitValues, FewerThanFiveLinesAreShownAsAnswered) {
  const auto values = unit_values(level_of({40, 50, 60, 70}, 4), Whole{.mean = 55, .variance = 1}, {});
  ASSERT_TRUE(values);
  EXPECT_DOUBLE_EQ(values->lines[0].value, 40);
  EXPECT_NEAR(values->lines[0].interval.low, 40 - z90 * 2, 1e-12);
  EXPECT_FALSE(values->levels[0].shrunk);
}

TEST(UnitValues, EqualVariancesAreDrawnInAsByHand) {
  // v = 9, sample variance of 40 45 50 55 60 65 is 87.5, so REML gives tau2 = 87.5 - 9 = 78.5 and B = 78.5 / 87.5 (by hand)
  const auto values = unit_values(level_of({40, 45, 50, 55, 60, 65}, 9), Whole{.mean = 52.5, .variance = 1.5}, {});
  ASSERT_TRUE(values);
  EXPECT_NEAR(values->levels[0].tau2, 78.5, 1e-4);
  EXPECT_NEAR(values->lines[0].value, 52.5 - 78.5 / 87.5 * 12.5, 1e-4);
  EXPECT_EQ(values->lines[0].state, State::clear_below);
  EXPECT_EQ(values->lines[2].state, State::no_clear_difference);
  EXPECT_EQ(values->lines[5].state, State::clear_above);
}

TEST(UnitValues, WithoutDetectableDifferencesNobodyIsClear) {
  const auto values = unit_values(level_of({49, 50, 51, 50, 49.5, 50.5}, 9), Whole{.mean = 48, .variance = 0.1}, {});
  ASSERT_TRUE(values);
  EXPECT_DOUBLE_EQ(values->levels[0].tau2, 0);
  for (const Estimate& e : values->lines) {
    EXPECT_EQ(e.state, State::no_clear_difference);
    EXPECT_NEAR(e.value, 50, 1e-9);
    EXPECT_LT(e.interval.low, e.interval.high);
  }
  EXPECT_NE(words_of(values->levels, 1).find("no detectable difference between units"), std::string::npos);
}

TEST(UnitValues, TheDifferenceKnowsThatTheUnitIsPartOfTheOrganisation) {
  // A unit with 60 % of the people, v = 4: difference = .4 (unit - rest), variance .4 x 4 = 1.6 (by hand: v + .6 v - 2 x .6 v), half width 2.08.
  const Whole whole{.mean = 50, .variance = 2.4};
  const std::vector<LineMean> close{{.level = 1, .mean = 52, .variance = 4, .share = 0.6}}, far{{.level = 1, .mean = 52.2, .variance = 4, .share = 0.6}};
  EXPECT_EQ(unit_values(close, whole, {})->lines[0].state, State::no_clear_difference);
  EXPECT_EQ(unit_values(far, whole, {})->lines[0].state, State::clear_above);
}

TEST(UnitValues, LevelsDoNotBorrowFromEachOther) {
  std::vector<LineMean> lines = level_of({40, 45, 50, 55, 60, 65}, 9);
  const auto alone = unit_values(lines, std::nullopt, {});
  for (double mean : {10.0, 90.0, 15.0, 85.0, 5.0, 95.0}) lines.push_back({.level = 2, .mean = mean, .variance = 1, .share = 0.1});
  const auto both = unit_values(lines, std::nullopt, {});
  ASSERT_TRUE(alone && both);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(alone->lines[i].value, both->lines[i].value);
  EXPECT_EQ(both->levels.size(), 2U);
}

TEST(UnitValues, SeedsFollowNamesAndNotPlaces) {
  EXPECT_EQ(seed_for(1, "support", "2025", "value"), seed_for(1, "support", "2025", "value"));
  EXPECT_NE(seed_for(1, "support", "2025", "value"), seed_for(2, "support", "2025", "value"));
  EXPECT_NE(seed_for(1, "support", "2025", "value"), seed_for(1, "support", "202", "5value"));
}

TEST(Changes, CountOnlyWhereTheIntervalLeavesZeroAndTheStepIsReached) {
  EXPECT_TRUE(is_change(4, {1, 7}, 3));
  EXPECT_FALSE(is_change(2, {1, 3}, 3));   // clear, but smaller than the step
  EXPECT_FALSE(is_change(4, {-1, 9}, 3));  // large, but 0 is in it
  EXPECT_TRUE(is_change(-3, {-5, -1}, 3));
}

TEST(WorstCase, PutsEverybodyWhoDidNotAnswerAtOneEnd) {
  const Interval bounds = worst_case(60, 0.7, 0, 100);
  EXPECT_DOUBLE_EQ(bounds.low, 42);   // .7 x 60
  EXPECT_DOUBLE_EQ(bounds.high, 72);  // .7 x 60 + .3 x 100
}

}  // namespace
}  // namespace karuna::measure
