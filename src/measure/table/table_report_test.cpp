// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cmath>

#include "measure/make_report.h"
#include "measure/release_fixture.h"
#include "measure/table/funnel.h"

namespace karuna::measure {
namespace {

using testing::HasSubstr;

/// An organisation and twelve units with a share of 60 %, one of them at 40; the last unit is hidden.
protect::GuardedTable table(std::size_t periods = 1, double max = 100) {
  protect::GuardedTable t;
  t.tree = fixture::flat_tree(12);
  protect::GuardedMeasure m;
  m.id = m.name = "engaged";
  m.max = max;
  for (std::size_t p = 0; p < periods; ++p) {
    t.periods.push_back("200" + std::to_string(p));
    std::vector<protect::GuardedValue> values(t.tree.size(), {true, 100, 0.6 * max});
    values[0].n = 1200;
    values[1].value = 0.4 * max;
    values[2].value = (0.6 + 0.2 * static_cast<double>(p)) * max;
    values[12] = {};
    m.values.push_back(values);
  }
  t.measures = {m};
  return t;
}

TEST(TableReport, ShowsValuesAsPublished) {
  const auto report = make_report(table(), {});
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->from_persons);
  const MeasurePeriod& period = report->measures[0].periods[0];
  const Shown& low = std::get<Shown>(period.units[1]);
  EXPECT_DOUBLE_EQ(low.value, 40);
  EXPECT_DOUBLE_EQ(low.raw, 40);
  EXPECT_NEAR(low.interval.low, 32.3, 0.05);  // Wilson, 90 %, 40 of 100 (by hand)
  EXPECT_NEAR(low.interval.high, 48.2, 0.05);
  EXPECT_EQ(low.state, State::clear_below);
  EXPECT_EQ(std::get<Shown>(period.units[3]).state, State::no_clear_difference);
  EXPECT_TRUE(std::holds_alternative<NotShown>(period.units[12]));
  EXPECT_THAT(report->promises_not_carried[0], HasSubstr("Differencing was not prevented"));
}

TEST(TableReport, FunnelLimitsOfSharesAreBinomial) {
  const Funnel funnel = funnel_of(table(), 0, 0);
  EXPECT_DOUBLE_EQ(funnel.centre, 60);
  ASSERT_EQ(funnel.points.size(), 11U);                                        // the hidden unit has no point
  EXPECT_NEAR(funnel.points[0].low95, 60 - 1.959964 * std::sqrt(24.0), 1e-4);  // sqrt(60 x 40 / 100)
  EXPECT_NEAR(funnel.points[0].high998, 60 + 3.090232 * std::sqrt(24.0), 1e-4);
}

TEST(TableReport, OtherScalesTakeTheirSpreadFromHowUnitsScatter) {
  protect::GuardedTable t = table(1, 10);
  for (std::uint32_t u = 1; u < 12; ++u) t.measures[0].values[0][u].value = u % 2 == 0 ? 6.1 : 5.9;
  const TableSpread spread = table_spread(t.measures[0], 0, t.tree, 6.0);
  EXPECT_FALSE(spread.share);
  EXPECT_NEAR(spread.sd, 0.1 * 10 / 0.6744898, 1e-6);
  t.measures[0].values[0].assign(13, {});
  EXPECT_NEAR(table_spread(t.measures[0], 0, t.tree, 6.0).sd, 2.25, 1e-12);
}

TEST(TableReport, WithoutAValueForTheWholeUnitsAreComparedWithTheirWeightedMean) {
  protect::GuardedTable t = table();
  t.measures[0].values[0][0] = {};
  const auto report = make_report(t, {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(std::holds_alternative<NotShown>(report->measures[0].periods[0].organisation));
  EXPECT_THAT(report->measures[0].periods[0].remarks[0], HasSubstr("58.2"));  // (40 + 10 x 60) / 11
}

TEST(TableReport, AChangeNeedsItsIntervalAndItsStep) {
  const auto report = make_report(table(2), {});
  ASSERT_TRUE(report);
  const MeasurePeriod& period = report->measures[0].periods[1];
  EXPECT_TRUE(period.changes[2].changed);  // 60 to 80
  EXPECT_NEAR(period.changes[2].interval.low, 20 - 1.644854 * std::sqrt(24.0 + 16.0), 1e-4);
  EXPECT_FALSE(period.changes[3].changed);
  EXPECT_FALSE(period.changes[12].known);
}

TEST(TableReport, TheMeanOfPartsIsCheckedAndTold) {
  protect::GuardedTable t = table();
  protect::GuardedMeasure a = t.measures[0], b = t.measures[0];
  a.id = "a";
  b.id = "b";
  a.values[0][3].value = 66;
  b.values[0][3].value = 55;  // mean 60.5 against 60
  t.measures.push_back(a);
  t.measures.push_back(b);
  ReportOptions options;
  options.identities = {{"engaged", {"a", "b"}, 0.4}};
  const auto report = make_report(t, options);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->data_quality.back(), "engaged is the mean of its 2 parts within 0.4 in 11 of 12 values; the largest difference is 0.5000.");
  options.identities[0].parts = {"c"};
  EXPECT_EQ(make_report(t, options).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace karuna::measure
