// SPDX-License-Identifier: Apache-2.0
#include "show/report/files/tables.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/csv.h"
#include "show/report/report_fixture.h"

namespace karuna::show {
namespace {

using Rows = std::vector<std::map<std::string, std::string>>;

std::map<std::string, Rows> read_back(const measure::Report& report) {
  std::map<std::string, Rows> tables;
  for (const FileToWrite& file : report_tables(report)) {
    std::istringstream stream(whole(file));
    auto reader = CsvReader::open(stream, file.name, {.separator = ','});
    EXPECT_TRUE(reader) << file.name << ": " << (reader ? "" : reader.error().what);
    Rows& rows = tables[file.name];
    while (true) {
      const auto more = reader->next();
      EXPECT_TRUE(more) << (more ? "" : more.error().what);
      if (!more || !*more) break;
      auto& row = rows.emplace_back();
      for (std::size_t c = 0; c < reader->header().size(); ++c) row[reader->header().names()[c]] = std::string(reader->fields()[c]);
    }
  }
  return tables;
}

const std::map<std::string, std::string>& row_of(const Rows& rows, std::string_view measure, std::string_view period, std::string_view unit) {
  for (const auto& row : rows)
    if (row.at("measure") == measure && row.at("period") == period && row.at("unit") == unit) return row;
  static const std::map<std::string, std::string> none;
  return none;
}

}  // namespace

TEST(ReportTables, HaveOneRowAMeasurePeriodAndUnit) {
  const measure::Report report = fixture::hospital();
  EXPECT_EQ(read_back(report)["units.csv"].size(), report.measures.size() * 2 * 40);
}

TEST(ReportTables, DescribeEveryColumnInTheDictionary) {
  std::set<std::string> described, written;
  const measure::Report report = fixture::published_table();
  for (const FileToWrite& file : report_tables(report)) {
    std::istringstream stream(whole(file));
    auto reader = CsvReader::open(stream, file.name, {.separator = ','});
    ASSERT_TRUE(reader);
    for (const std::string& column : reader->header().names()) written.insert(file.name + " " + column);
  }
  const auto tables = read_back(fixture::published_table());
  for (const auto& row : tables.at("data-dictionary.csv"))
    if (!row.at("column").empty()) described.insert(row.at("table") + " " + row.at("column"));
  EXPECT_EQ(described, written);
}

TEST(ReportTables, LeaveEverythingButTheStateOutWhereNothingIsShown) {
  const auto tables = read_back(fixture::hospital());
  for (const auto& [column, value] : row_of(tables.at("units.csv"), "cii-3", "Spring 2026", "d1t8"))
    EXPECT_EQ(value, column == "state"     ? "not_shown"
                     : column == "unit"    ? "d1t8"
                     : column == "measure" ? "cii-3"
                     : column == "period"  ? "Spring 2026"
                                           : "")
        << column;
}

TEST(ReportTables, SendAPooledUnitToItsPool) {
  const auto tables = read_back(fixture::hospital());
  const auto& row = row_of(tables.at("units.csv"), "cii-3", "Spring 2026", "d6t3");
  EXPECT_EQ(row.at("state"), "pooled");
  EXPECT_EQ(row.at("value"), "");
  EXPECT_EQ(row.at("pooled_with"), "d6t1 | d6t2 | d6t4") << "three at most";
  EXPECT_EQ(row.at("pool"), "0");
  EXPECT_EQ(tables.at("pools.csv").front().at("units"), "d6t1 | d6t2 | d6t3 | d6t4");
}

TEST(ReportTables, PrintTheSameDigitsAsThePage) {
  const auto tables = read_back(fixture::hospital());
  const auto& row = row_of(tables.at("units.csv"), "cii-3", "Spring 2026", "org");
  EXPECT_EQ(row.at("value"), "58.4");
  EXPECT_EQ(row.at("low"), "56.8");
  EXPECT_EQ(row.at("change"), "1.2");
}

TEST(ReportTables, RunNothingInASpreadsheet) {
  const measure::Report report = fixture::hostile();
  for (const FileToWrite& file : report_tables(report))
    if (file.name == "tree.csv") {
      EXPECT_NE(whole(file).find("'=HYPERLINK"), std::string::npos);
    }
}

TEST(ReportTables, NeverCutAPoolShort) {
  measure::Report report = fixture::hospital();
  auto& period = report.measures[0].periods[1];
  period.pools[0].units.clear();
  for (std::uint32_t u = 8; u < 39; ++u) period.pools[0].units.push_back(UnitId{u});
  const auto tables = read_back(report);
  bool found = false;
  for (const auto& row : tables.at("pools.csv"))
    if (row.at("measure") == "cii-3" && row.at("period") == "Spring 2026") {
      found = true;
      EXPECT_EQ(std::count(row.at("units").begin(), row.at("units").end(), '|'), 30);
    }
  EXPECT_TRUE(found);
}

}  // namespace karuna::show
