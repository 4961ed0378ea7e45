// SPDX-License-Identifier: Apache-2.0
#include "show/report/figures.h"

#include <gtest/gtest.h>

#include "show/report/report_fixture.h"

namespace karuna::show {
namespace {

UnitId unit_named(const measure::Report& report, std::string_view name) {
  for (std::uint32_t u = 0; u < report.tree.size(); ++u)
    if (report.tree[UnitId{u}].name == name) return UnitId{u};
  return {};
}

const measure::Report& hospital() {
  static const measure::Report report = fixture::hospital();
  return report;
}

}  // namespace

TEST(Figures, GivesAPooledUnitTheFigureOfItsPool) {
  const Measure& index = hospital().measures[0];
  const Drawn drawn = draw_unit(index, index.periods[1], unit_named(hospital(), "Logistics B"));
  EXPECT_EQ(drawn.mark, Mark::pooled);
  ASSERT_NE(drawn.figure, nullptr);
  EXPECT_EQ(drawn.figure->n, 23U);
  EXPECT_EQ(drawn.pooled->with.size(), 3U);
}

TEST(Figures, GivesNothingForAUnitThatIsNotShown) {
  const Measure& index = hospital().measures[0];
  const Drawn drawn = draw_unit(index, index.periods[1], unit_named(hospital(), "Night team"));
  EXPECT_EQ(drawn.mark, Mark::none);
  EXPECT_EQ(drawn.figure, nullptr);
}

TEST(Figures, KeepsAChangeToItselfWhereTheUnitHasNoLineOfItsOwn) {
  measure::Report report = fixture::hospital();
  auto& period = report.measures[0].periods[1];
  const UnitId hidden = unit_named(report, "Night team");
  period.changes[hidden.value] = {.known = true, .value = 9, .interval = {8, 10}, .changed = true};
  EXPECT_EQ(change_of(period, hidden), nullptr);
}

TEST(Figures, LeadsWithTheIndexAndElseWithTheFirstScale) {
  EXPECT_EQ(headline(hospital())->id, "cii-3");
  measure::Report refused = fixture::hospital();
  refused.measures[0].periods[1].refused = "too uncertain; here are the dimensions";
  EXPECT_EQ(headline(refused)->id, "dimension:behaviour");
  EXPECT_EQ(headline(fixture::nothing_shown()), nullptr);
}

TEST(Figures, PutsEachScaleBehindItsDimension) {
  std::vector<std::string> ids;
  for (const Measure* measure : profile(hospital())) ids.push_back(measure->id);
  EXPECT_EQ(ids, (std::vector<std::string>{"dimension:behaviour", "karuna-battery.acting", "dimension:culture", "karuna-battery.support", "karuna-battery.leadership", "karuna-battery.systems",
                                           "dimension:fatigue", "karuna-battery.exhaustion"}));
}

TEST(Figures, TurnsTheColoursWhereLessIsBetter) {
  const Measure& exhaustion = hospital().measures[8];
  EXPECT_EQ(step_of(1.0, exhaustion), 6);
  EXPECT_EQ(step_of(5.0, exhaustion), 0);
  EXPECT_EQ(step_of(1.0, hospital().measures[5]), 0);
}

TEST(Figures, CountsEveryUnitOnce) {
  const Measure& index = hospital().measures[0];
  const Tally found = tally(hospital(), index, index.periods[1]);
  EXPECT_EQ(found.units, 39U);
  EXPECT_EQ(found.own_line + found.pooled + found.hidden, 39U);
  EXPECT_EQ(found.above + found.below + found.same, found.own_line);
  EXPECT_EQ(found.pooled, 4U);
  EXPECT_EQ(found.hidden, 2U);
}

TEST(Figures, DrawsWholeLevelsAndCountsTheRest) {
  const measure::Report large = fixture::large();   // 1 + 12 + 108 + 1188
  const Reach reach = reach_of(large.tree, 400);
  EXPECT_EQ(reach.depth, 2U);
  EXPECT_EQ(reach.rows, 121U);
  EXPECT_EQ(reach.left_out, 1188U);
  EXPECT_EQ(rows_of(large.tree, reach).size(), 121U);
}

TEST(Figures, DrawsTheFirstUnitsOfAFlatOrganisation) {
  std::vector<UnitRow> rows{{"org", "", "Flat", {}, 0}};
  for (int u = 0; u < 5000; ++u) rows.push_back({"u" + std::to_string(u), "org", "", {}, 0});
  const UnitTree tree = *UnitTree::from_rows(rows, "Flat");
  EXPECT_EQ(rows_of(tree, reach_of(tree, 400)).size(), 400U);
}

TEST(Figures, NeverPrintsAMinusBeforeNothing) {
  EXPECT_EQ(signed_figure(-0.004, hospital().measures[5]), "0.00");
  EXPECT_EQ(signed_figure(-1.5, hospital().measures[0]), "−1.5");
  EXPECT_EQ(signed_figure(3, hospital().measures[0]), "+3.0");
}

TEST(Figures, PrintsARangeThatCrossesZeroWithRoomBetween) {
  EXPECT_EQ(range({1.25, 2.5}, hospital().measures[5]), "1.25–2.50");
  EXPECT_EQ(range({-1.25, 2.5}, hospital().measures[5]), "−1.25 – 2.50");
}

TEST(Figures, TakesControlsAndTurnedDirectionsOutOfNames) {
  EXPECT_EQ(clean("a\x1b[31mb\nc"), "a [31mb c");
  EXPECT_EQ(clean("\u202Eabc\u202C \u2066x\u2069"), "abc x");
  EXPECT_EQ(clean("عيادة – Ärzte"), "عيادة – Ärzte");
}

}  // namespace karuna::show
