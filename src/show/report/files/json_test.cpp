// SPDX-License-Identifier: Apache-2.0
#include "show/report/files/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "show/report/report_fixture.h"

namespace karuna::show {
namespace {

nlohmann::json parsed(const measure::Report& report) { return nlohmann::json::parse(report_json(report)); }

std::string line_of(const std::string& json, std::string_view unit, std::size_t nth) {
  std::size_t at = 0;
  for (std::size_t i = 0; i <= nth; ++i) at = json.find("{\"unit\":\"" + std::string(unit) + "\"", at + 1);
  return json.substr(at, json.find('\n', at) - at);
}

}  // namespace

TEST(ReportJson, HoldsEveryMeasurePeriodAndUnit) {
  const measure::Report report = fixture::hospital();
  const auto json = parsed(report);
  EXPECT_EQ(json["format"], "karuna-report/1");
  ASSERT_EQ(json["measures"].size(), report.measures.size());
  for (const auto& measure : json["measures"])
    for (const auto& period : measure["periods"]) EXPECT_EQ(period["units"].size(), 40U);
  EXPECT_EQ(json["tree"][1]["parent"], "org");
  EXPECT_EQ(json["periods"][1]["ballots"], 812);
}

TEST(ReportJson, SaysWhatAFindingIsAboutSoThatAnyLanguageCanSayIt) {
  const auto json = parsed(fixture::hospital());
  EXPECT_EQ(json["findings"][1]["kind"], "change");
  EXPECT_EQ(json["findings"][2]["kind"], "unit_good");
  EXPECT_TRUE(json["index_detail"].is_null());
}

TEST(ReportJson, HoldsWhatTheIndexLacksAndHowMuchItOwesToItsWeights) {
  measure::Report report = fixture::hospital();
  report.index_detail = measure::IndexDetail{.period = 1,
                                             .shares = {{"dimension:culture", 0.25, 6.62, {5.74, 7.5}}},
                                             .shifts = {{measure::IndexShift::Choice::halved, "dimension:culture", 58.1, -0.3, {-0.9, 0.4}}}};
  const auto json = parsed(report)["index_detail"];
  EXPECT_EQ(json["shares"][0]["missing"], 6.6);
  EXPECT_EQ(json["shifts"][0]["choice"], "halved");
  EXPECT_EQ(json["shifts"][0]["low"], -0.9);
}

TEST(ReportJson, WritesNumbersWithTheDigitsOfTheMeasure) {
  const std::string json = report_json(fixture::hospital());
  EXPECT_EQ(line_of(json, "org", 1).substr(0, 121),
            R"({"unit":"org","state":"no_clear_difference","n":812,"raw":58.4,"value":58.4,"low":56.8,"high":60.0,"weak":false,"change":)");
}

TEST(ReportJson, WritesHiddenEmptyAndAbsentWithTheSameBytes) {
  measure::Report hidden = fixture::hospital(), empty = fixture::hospital();
  const UnitId night{9U};
  ASSERT_EQ(hidden.tree[night].name, "Night team");
  // Whatever lies about a unit without a number, its bytes are the same.
  hidden.measures[0].periods[1].changes[night.value] = {.known = true, .value = 4, .interval = {2, 6}, .changed = true};
  EXPECT_EQ(report_json(hidden), report_json(empty));
  EXPECT_EQ(line_of(report_json(empty), "d1t8", 1), R"({"unit":"d1t8","state":"not_shown"},)");
}

TEST(ReportJson, NamesThePoolAndWithWhom) {
  const auto json = parsed(fixture::hospital());
  const auto& period = json["measures"][0]["periods"][1];
  const auto& unit = *std::find_if(period["units"].begin(), period["units"].end(), [](const auto& u) { return u["unit"] == "d6t2"; });
  EXPECT_EQ(unit["state"], "pooled");
  EXPECT_FALSE(unit.contains("value"));
  const auto& pool = period["pools"][unit["pool"].get<std::size_t>()];
  EXPECT_EQ(pool["units"], (std::vector<std::string>{"d6t1", "d6t2", "d6t3", "d6t4"}));
  EXPECT_EQ(pool["n"], 23);
}

TEST(ReportJson, GivesTheSameBytesInPieces) {
  std::string joined;
  report_json(fixture::hospital(), [&](std::string_view piece) { joined += piece; });
  EXPECT_EQ(joined, report_json(fixture::hospital()));
}

TEST(ReportJson, GivesTheSameBytesForTheSameReport) { EXPECT_EQ(report_json(fixture::hospital()), report_json(fixture::hospital())); }

TEST(ReportJson, StaysReadableWhateverANameHolds) {
  const auto json = parsed(fixture::hostile());
  EXPECT_EQ(json["tree"][2]["name"], "<script>alert('x')</script>");
  EXPECT_EQ(json["tree"][6]["name"], "\x1b[31mred\x1b[0m\nnext");
}

TEST(ReportJson, WritesNullForANumberThatIsNotFinite) {
  measure::Report report = fixture::one_unit();
  std::get<measure::Shown>(report.measures[0].periods[0].organisation).raw = std::nan("");
  EXPECT_TRUE(parsed(report)["measures"][0]["periods"][0]["organisation"]["raw"].is_null());
}

TEST(ReportJson, SaysNothingOfAReportThatShowsNothing) {
  const auto json = parsed(fixture::nothing_shown());
  for (const auto& measure : json["measures"])
    for (const auto& period : measure["periods"]) {
      EXPECT_EQ(period["organisation"]["state"], "not_shown");
      for (const auto& unit : period["units"]) EXPECT_EQ(unit.size(), 2U);
    }
}

}  // namespace karuna::show
