// SPDX-License-Identifier: Apache-2.0
#include "collect/read_sheets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "shared.h"

namespace karuna::collect {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A folder with a survey of two items, A and B, in units.
class Folder {
 public:
  Result<Sheets> read(const std::string& csv, const std::string& in_answers = "unit = \"unit\"\n", const std::string& more = "", unsigned threads = 2) {
    folder_.write("answers.csv", csv);
    const auto survey = parse_survey(
        "[answers]\nfile = \"answers.csv\"\n" + in_answers + "[[scale]]\nid = \"ab\"\nitems = [\"A\", \"B\"]\nreversed = [\"B\"]\nmin = 1\nmax = 5\n" + more,
        folder_.path() / "SURVEY.toml");
    if (!survey) return std::unexpected(survey.error());
    Progress silent;
    return read_sheets(*survey, catalogue_, silent, threads);
  }
  std::string words(const std::string& csv, const std::string& in_answers = "unit = \"unit\"\n", const std::string& more = "") {
    const auto sheets = read(csv, in_answers, more);
    return sheets ? "no error" : sheets.error().what;
  }
  void write(const std::string& name, const std::string& content) { folder_.write(name, content); }

 private:
  test::TemporaryFolder folder_;
  ask::Catalogue catalogue_ = *ask::Catalogue::builtin();
};

TEST(ReadSheets, scores_a_scale_of_ones_own_with_its_reversed_item) {
  const auto sheets = Folder().read("unit,A,B\nx,1,5\nx,5,1\ny,3,\n");
  ASSERT_TRUE(sheets) << sheets.error().what;
  ASSERT_EQ(sheets->rows(), 3U);
  EXPECT_EQ(sheets->scales[0].values[0], 1);  // (1 + (6 - 5)) / 2 by hand
  EXPECT_EQ(sheets->scales[0].values[1], 5);
  EXPECT_TRUE(std::isnan(sheets->scales[0].values[2]));
  EXPECT_EQ(sheets->items[1].codes[2], no_answer);
  EXPECT_TRUE(sheets->items[1].reversed);
  EXPECT_EQ(sheets->tree.size(), 3U);
}

TEST(ReadSheets, an_answer_outside_the_scale_becomes_missing_and_is_counted_without_its_value) {
  const auto sheets = Folder().read("unit,A,B\nx,1,5\nx,77,1\nx,2,2\nx,maybe,3\nx,NA,3\nx,2.5,3\nx,4,4\nx,4,4\n");
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_EQ(sheets->columns[0].outside, 1U);
  EXPECT_EQ(sheets->columns[0].unreadable, 2U);
  EXPECT_EQ(sheets->columns[0].missing, 1U);
  EXPECT_EQ(sheets->items[0].codes[1], no_answer);
  EXPECT_THAT(sheets->cleaning, Contains(HasSubstr("A: 3 answers outside 1 to 5 became missing (1 above and 2 neither")));
  for (const std::string& note : sheets->cleaning) EXPECT_THAT(note, AllOf(Not(HasSubstr("77")), Not(HasSubstr("maybe"))));
}

TEST(ReadSheets, notes_for_a_release_with_noise_do_not_change_with_a_single_answer) {
  const auto notes = [](const std::string& csv) { return Folder().read(csv)->cleaning_with_noise; };
  const auto clean = notes("unit,A,B\nx,1,5\nx,2,1\nx,3,2\n");
  EXPECT_EQ(notes("unit,A,B\nx,1,5\nx,77,1\nx,3,2\n"), clean);
  EXPECT_EQ(notes("unit,A,B\nx,1,5\nx,,\nx,3,2\n"), clean);
}

TEST(ReadSheets, coded_categories_count_as_their_codes) {
  const auto sheets = Folder().read("unit,A,B\nx,never,1\nx,always,2\nx,4,3\nx,do not know,3\n",
                                    "unit = \"unit\"\n[answers.codes.A]\n\"never\" = 1\n\"always\" = 5\n\"do not know\" = \"missing\"\n");
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_THAT(sheets->items[0].codes, ElementsAre(1, 5, 4, no_answer));
}

TEST(ReadSheets, decimal_commas_and_semicolons_are_understood) {
  const auto sheets = Folder().read("unit;A;B;W\nx;1,0;5;2,5\nx;2;4;3,25\n", "unit = \"unit\"\n", "[[scale]]\nid = \"w\"\ncolumn = \"W\"\nmin = 1\nmax = 5\n");
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_THAT(sheets->items[0].codes, ElementsAre(1, 2));
  EXPECT_THAT(sheets->scales[1].values, ElementsAre(2.5, 3.25));
}

TEST(ReadSheets, the_hash_does_not_depend_on_order_separator_encoding_or_threads) {
  const std::string table = "[units]\norganisation = \"O\"\n";
  const auto hash = [&](const std::string& csv, unsigned threads) {
    const auto sheets = Folder().read(csv, "unit = \"unit\"\n", table, threads);
    return sheets ? sheets->canonical_sha256 : sheets.error().what;
  };
  const std::string one = hash("unit,A,B\nM\xC3\xBCller,1,5\ny,2,3\nz,3,4\n", 1);
  EXPECT_EQ(one.size(), 32U);
  EXPECT_EQ(hash("unit,A,B\nz,3,4\ny,2,3\nM\xC3\xBCller,1,5\n", 2), one);
  EXPECT_EQ(hash("B;A;comment;unit\r\n4;3;;z\r\n3;2;hi;y\r\n5;1;;M\xFCller\r\n", 2), one);
  EXPECT_NE(hash("unit,A,B\nM\xC3\xBCller,1,5\ny,2,3\nz,3,5\n", 1), one);
}

TEST(ReadSheets, the_canonical_form_is_the_one_that_is_described) {
  // One organisation, one unnamed period, items A and B, one row (2, 4); bytes put together by hand and hashed with sha256sum.
  const auto sheets = Folder().read("A,B\n2,4\n", "", "[units]\norganisation = \"O\"\n");
  ASSERT_TRUE(sheets) << sheets.error().what;
  std::string hex;
  for (const unsigned char byte : sheets->canonical_sha256) {
    constexpr char digits[] = "0123456789abcdef";
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  EXPECT_EQ(hex, "38ffc722773ad445a4f3845cbe091a070b864e11dc21f504a04abcfd1e8c000d");
}

TEST(ReadSheets, units_come_from_a_file_a_column_or_a_path) {
  Folder folder;
  folder.write("units.csv", "unit,parent,name,people\nh,,Hospital,\nw1,h,Ward 1,12\nw2,h,Ward 2,8\n");
  const std::string units = "[units]\nfile = \"units.csv\"\nname = \"name\"\neligible = \"people\"\n";
  const auto tree = folder.read("unit,A,B\nw2,1,5\nw1,1,1\nh,2,2\n", "unit = \"unit\"\n", units);
  ASSERT_TRUE(tree) << tree.error().what;
  EXPECT_EQ(tree->tree[tree->unit[0]].name, "Ward 2");
  EXPECT_EQ(tree->unit[2], tree->tree.root());
  EXPECT_EQ(tree->tree[tree->tree.root()].eligible, 20U);

  const auto path = folder.read("d,t,A,B\nN,10,1,5\nN,2,1,1\nM,,2,2\n", "unit_path = [\"d\", \"t\"]\n");
  ASSERT_TRUE(path) << path.error().what;
  ASSERT_EQ(path->tree.size(), 5U);
  EXPECT_EQ(path->tree[UnitId{1U}].name, "M");
  EXPECT_EQ(path->tree[UnitId{3U}].name, "2");  // numbers by their size, whatever the order of the rows
  EXPECT_EQ(path->tree[path->unit[0]].name, "10");
}

TEST(ReadSheets, periods_stand_in_the_order_of_time) {
  const auto by_calendar = Folder().read("A,B,when\n1,1,2026-02\n1,2,2025-11\n", "period = \"when\"\n");
  ASSERT_TRUE(by_calendar) << by_calendar.error().what;
  EXPECT_THAT(by_calendar->periods, ElementsAre("2025-11", "2026-02"));
  EXPECT_THAT(by_calendar->period, ElementsAre(1, 0));
  const auto from_dates = Folder().read("A,B,when\n1,1,25/02/2026\n1,2,03/11/2025\n1,2,04/11/2025\n", "period = \"when\"\nperiod_by = \"quarter\"\n");
  ASSERT_TRUE(from_dates) << from_dates.error().what;
  EXPECT_THAT(from_dates->periods, ElementsAre("2025-Q4", "2026-Q1"));
  const auto listed = Folder().read("A,B,when\n1,1,after\n1,2,before\n", "period = \"when\"\nperiods = [\"before\", \"after\"]\n");
  ASSERT_TRUE(listed) << listed.error().what;
  EXPECT_THAT(listed->period, ElementsAre(1, 0));
  EXPECT_THAT(Folder().words("A,B,when\n1,1,aftr\n", "period = \"when\"\nperiods = [\"before\", \"after\"]\n"), HasSubstr("did you mean \"after\""));
}

TEST(ReadSheets, a_row_without_any_answer_is_no_respondent) {
  const auto sheets = Folder().read("unit,A,B\nx,1,5\nx,,\nx,NA,NA\n");
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_EQ(sheets->rows(), 1U);
  EXPECT_THAT(sheets->cleaning, Contains(HasSubstr("2 rows hold no answer")));
}

TEST(ReadSheets, margins_are_categories_with_their_shares) {
  const std::string margins = "[margins.grade]\n\"junior\" = 0.7\n\"senior\" = 0.3\n";
  const auto sheets = Folder().read("unit,A,B,grade\nx,1,5,senior\nx,1,5,junior\nx,1,5,\n", "unit = \"unit\"\n", margins);
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_THAT(sheets->margins[0].code, ElementsAre(1, 0, no_category));
  const std::string unknown = Folder().words("unit,A,B,grade\nx,1,5,senior\nx,1,5,Bishop\n", "unit = \"unit\"\n", margins);
  EXPECT_THAT(unknown, AllOf(HasSubstr("answers.csv:3"), Not(HasSubstr("Bishop"))));
}

TEST(ReadSheets, an_instrument_is_scored_by_its_own_key) {
  Folder folder;
  const std::string wishes = "[[instrument]]\nid = \"karuna-leadership\"\n[[instrument]]\nid = \"enps\"\nmap = { recommend = \"q\" }\n";
  const auto sheets = folder.read("unit,A,B,L1,L2,L3,L4,L5,q\nx,1,5,3,3,3,3,3,9\nx,1,5,3,3,,,,3\n", "unit = \"unit\"\n", wishes);
  ASSERT_TRUE(sheets) << sheets.error().what;
  ASSERT_EQ(sheets->scales.size(), 3U);
  EXPECT_EQ(sheets->scales[0].id, "karuna-leadership.leadership");
  EXPECT_EQ(sheets->scales[0].dimension, "culture");
  EXPECT_EQ(sheets->scales[0].values[0], 3);
  EXPECT_TRUE(std::isnan(sheets->scales[0].values[1]));
  EXPECT_THAT(sheets->scales[1].values, ElementsAre(100, -100));
  EXPECT_TRUE(sheets->scales[1].items.empty());

  EXPECT_THAT(folder.words("unit,A,B,L1,L2,L3,L4,M5,q\n", "unit = \"unit\"\n", wishes),
              AllOf(HasSubstr("SURVEY.toml:10"), HasSubstr("item L5 of karuna-leadership"), HasSubstr("M5")));
  EXPECT_THAT(folder.words("unit,A,B\n", "unit = \"unit\"\n", "[[instrument]]\nid = \"karuna-leadershp\"\n"), HasSubstr("karuna-leadership"));
  EXPECT_THAT(folder.words("unit,A,B\n", "unit = \"unit\"\n", "[[instrument]]\nid = \"bat12\"\n"), HasSubstr("only a reference card is known"));
  EXPECT_THAT(folder.words("unit,A,B\n", "unit = \"unit\"\n", wishes + "scores = [\"enpss\"]\n"), HasSubstr("did you mean \"enps\""));
}

}  // namespace
}  // namespace karuna::collect
