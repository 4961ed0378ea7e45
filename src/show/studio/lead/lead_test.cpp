// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "show/report/report_fixture.h"
#include "show/studio/lead/kept_pages.h"
#include "show/studio/lead/lead_cells.h"
#include "show/studio/lead/overview.h"
#include "show/studio/lead/units.h"

namespace karuna::show {
namespace {

using nlohmann::json;

/// A release that consists of one report; its wave has the three smallest groups and nothing else.
std::shared_ptr<Released> released(measure::Report report) {
  auto all = std::make_shared<Released>();
  all->waves.emplace_back();
  all->waves[0].wave.token_part.k = {10, 30, 100};
  Series& deep = all->series[static_cast<std::size_t>(ask::Depth::deep)];
  deep.waves = {0};
  deep.report = std::move(report);
  return all;
}

json overview_of(const measure::Report& report) { return json::parse(overview_json(*released(report), ask::Depth::deep, "en")); }
json heat_of(const measure::Report& report, std::string_view unit) { return json::parse(heat_json(*released(report), ask::Depth::deep, unit, "en")); }

TEST(Overview, LeadsWithTheIndexAndCarriesEachFindingWithItsFigures) {
  const auto overview = overview_of(fixture::hospital());
  const auto report = fixture::hospital();
  EXPECT_EQ(overview["headline"], report.measures[0].id);
  ASSERT_EQ(overview["findings"].size(), 3U);
  EXPECT_EQ(overview["findings"][2]["kind"], "unit_good");
  EXPECT_EQ(overview["findings"][2]["unit"]["name"], "Medicine");
  EXPECT_TRUE(overview["findings"][1]["change"].contains("low")) << "a change comes with its interval";
  EXPECT_TRUE(overview["findings"][2]["change"].is_null()) << "what is no change has none";
  EXPECT_EQ(overview["k"], (std::vector<int>{10, 30, 100}));
  for (const auto& measure : overview["measures"]) {
    EXPECT_NE(measure["kind"], "item");
    if (measure["cell"]["state"] != "not_shown") {
      EXPECT_LE(measure["cell"]["low"], measure["cell"]["value"]) << measure["id"];
    }
    const auto& tally = measure["tally"];
    EXPECT_EQ(tally["own"].get<int>() + tally["pooled"].get<int>() + tally["hidden"].get<int>(), tally["units"].get<int>());
  }
}

TEST(Overview, CountsTheSideThatNeedsCareWhicheverWayAScaleRuns) {
  measure::Report report = fixture::hospital();
  for (measure::Measure& measure : report.measures) {
    measure.direction = measure::Direction::lower_is_better;
    const auto all = overview_of(report);
    for (const auto& one : all["measures"])
      if (one["id"] == measure.id) {
        EXPECT_EQ(one["tally"]["care"], one["tally"]["above"]);
      }
    measure.direction = measure::Direction::higher_is_better;
  }
}

TEST(Heat, HoldsAUnitAndWhatLiesBelowIt) {
  const auto whole = heat_of(fixture::hospital(), "");
  EXPECT_EQ(whole["rows"][0]["depth"], 0);
  EXPECT_EQ(whole["rows"][0]["id"], "org");
  EXPECT_EQ(whole["rows"].size(), 40U) << "two levels fit into 60 rows";
  EXPECT_EQ(whole["path"].size(), 0U);
  for (const auto& row : whole["rows"]) EXPECT_EQ(row["cells"].size(), whole["columns"].size());
  const auto medicine = heat_of(fixture::hospital(), "d2");
  EXPECT_EQ(medicine["unit"]["name"], "Medicine");
  EXPECT_EQ(medicine["path"][0]["id"], "org");
  EXPECT_EQ(medicine["rows"].size(), 6U);
}

TEST(Heat, HiddenEmptyAndAbsentAreTheSameBytes) {
  measure::Report hidden = fixture::hospital();
  const UnitId night = *hidden.tree.find("d1t8");
  for (measure::Measure& measure : hidden.measures)
    for (measure::MeasurePeriod& period : measure.periods) period.units[night.value] = measure::NotShown{};
  const auto all = released(hidden);
  for (const char* unit : {"d1t8", "no such unit", "d1t8' or '1'='1", "d1t8 / one person"}) {
    EXPECT_EQ(heat_json(*all, ask::Depth::deep, unit, "en"), not_shown_json) << unit;
    EXPECT_EQ(trend_json(*all, ask::Depth::deep, unit, "de"), not_shown_json) << unit;
    EXPECT_EQ(heat_csv(*all, ask::Depth::deep, unit, "en"), not_shown_csv) << unit;
    EXPECT_EQ(trend_csv(*all, ask::Depth::deep, unit, "en"), not_shown_csv) << unit;
  }
}

TEST(Heat, ARefusedMeasureShowsNothingWhateverItsCellsHold) {
  measure::Report report = fixture::hospital();
  for (measure::Measure& measure : report.measures) measure.periods.back().refused = "Not shown.";
  EXPECT_EQ(heat_json(*released(report), ask::Depth::deep, "", "en"), not_shown_json);
}

TEST(Trend, HoldsAMeasureOverWavesWithItsChanges) {
  const auto report = fixture::hospital();
  const auto trend = json::parse(trend_json(*released(report), ask::Depth::deep, "", "en"));
  ASSERT_EQ(trend["periods"].size(), report.periods.size());
  EXPECT_EQ(trend["children"].size(), 7U);
  for (const auto& measure : trend["measures"]) {
    EXPECT_EQ(measure["cells"].size(), report.periods.size());
    EXPECT_EQ(measure["changes"].size(), report.periods.size());
    EXPECT_TRUE(measure["changes"][0].is_null()) << "nothing lies before the first wave";
  }
}

TEST(Index, CarriesWhatEachDimensionLacksWhereThereIsAnIndex) {
  measure::Report report = fixture::hospital();
  EXPECT_TRUE(json::parse(index_json(*released(report), ask::Depth::deep, "en"))["detail"].is_null());
  report.index_detail = measure::IndexDetail{.period = 1, .shares = {{"dimension:culture", 0.25, 6.6, {5.7, 7.5}}}, .shifts = {{measure::IndexShift::Choice::doubled, "dimension:culture", 57.9, -0.5, {-1.2, 0.2}}}};
  const auto page = json::parse(index_json(*released(report), ask::Depth::deep, "en"));
  EXPECT_EQ(page["detail"]["shares"][0]["missing"], 6.6);
  EXPECT_EQ(page["detail"]["shifts"][0]["choice"], "doubled");
  EXPECT_NE(index_csv(*released(report), ask::Depth::deep, "en").find("index under other weights,doubled,-0.5,-1.2,0.2"), std::string::npos);
}

TEST(KeptPages, MakesAPageOnceARelease) {
  KeptPages kept;
  int made = 0;
  const auto make = [&](const Released&) { return std::to_string(++made); };
  const std::shared_ptr<const Released> first = released(fixture::hospital()), second = released(fixture::hospital());
  EXPECT_EQ(*kept.get(first, "a", make), "1");
  EXPECT_EQ(*kept.get(first, "a", make), "1");
  EXPECT_EQ(*kept.get(first, "b", make), "2");
  EXPECT_EQ(*kept.get(second, "a", make), "3") << "another release is made anew";
  EXPECT_EQ(*kept.get(second, "a", make), "3");
}

}  // namespace
}  // namespace karuna::show
