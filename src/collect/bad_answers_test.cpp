// SPDX-License-Identifier: Apache-2.0
// What a person reads who hands in something that cannot be read. Each test is about the words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "collect/read_sheets.h"
#include "shared.h"

namespace karuna::collect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class BadAnswers : public ::testing::Test {
 protected:
  Result<Sheets> read(const std::string& csv, const std::string& in_answers, const std::string& more = "") {
    folder.write("answers.csv", csv);
    const auto survey = parse_survey("[answers]\nfile = \"answers.csv\"\n" + in_answers + "[[scale]]\nid = \"s\"\nitems = [\"A\"]\nmin = 1\nmax = 5\n" + more,
                                     folder.path() / "SURVEY.toml");
    if (!survey) return std::unexpected(survey.error());
    Progress silent;
    return read_sheets(*survey, catalogue, silent, 2);
  }
  std::string words(const std::string& csv, const std::string& in_answers = "", const std::string& more = "") {
    const auto sheets = read(csv, in_answers, more);
    return sheets ? "no error" : sheets.error().what;
  }
  const std::string in_tree = "[units]\nfile = \"units.csv\"\n";
  test::TemporaryFolder folder;
  ask::Catalogue catalogue = *ask::Catalogue::builtin();
};

TEST_F(BadAnswers, an_empty_file) { EXPECT_THAT(words(""), AllOf(HasSubstr("answers.csv"), HasSubstr("empty"))); }

TEST_F(BadAnswers, a_header_only) { EXPECT_THAT(words("unit,A\n"), AllOf(HasSubstr("answers.csv"), HasSubstr("holds a header and no answers"))); }

TEST_F(BadAnswers, no_file_at_all) {
  const auto survey =
      parse_survey("[answers]\nfile = \"nowhere.csv\"\n[[scale]]\nid = \"s\"\ncolumn = \"A\"\nmin = 1\nmax = 5\n", folder.path() / "SURVEY.toml");
  Progress silent;
  const auto sheets = read_sheets(*survey, catalogue, silent, 1);
  ASSERT_FALSE(sheets);
  EXPECT_EQ(sheets.error().fault, Fault::not_found);
  EXPECT_THAT(sheets.error().what, HasSubstr("nowhere.csv"));
}

TEST_F(BadAnswers, a_wrong_separator) { EXPECT_THAT(words("unit#A\nx#1\n"), AllOf(HasSubstr("\"A\""), HasSubstr("separator"))); }

TEST_F(BadAnswers, a_separator_that_the_survey_file_got_wrong) {
  EXPECT_THAT(words("unit,A\nx,1\n", "separator = \";\"\n"), AllOf(HasSubstr("\"A\""), HasSubstr("separator")));
}

TEST_F(BadAnswers, mixed_encodings) {
  EXPECT_THAT(words("unit,A\nM\xC3\xBCller,1\nM\xFCller,2\n", "unit = \"unit\"\n"), AllOf(HasSubstr("answers.csv:3"), HasSubstr("UTF-8")));
}

TEST_F(BadAnswers, a_column_that_is_not_there) {
  EXPECT_THAT(words("unit,a1\nx,1\n", "unit = \"unti\"\n"), AllOf(HasSubstr("SURVEY.toml:1: unit"), HasSubstr("\"unti\""), HasSubstr("\"unit\"")));
}

TEST_F(BadAnswers, a_respondent_twice_is_told_by_lines_and_never_by_id) {
  const std::string told = words("id,A\nanna.berg,1\nbo,2\nanna.berg,3\nbo,4\n", "respondent = \"id\"\n");
  EXPECT_THAT(told, AllOf(HasSubstr("2 rows repeat"), HasSubstr("lines 2 and 4"), HasSubstr("lines 3 and 5"), Not(HasSubstr("anna")),
                          HasSubstr("one row a respondent and period")));
  EXPECT_EQ(words("id,A,when\nanna,1,2025\nanna,3,2026\n", "respondent = \"id\"\nperiod = \"when\"\n"), "no error");
}

TEST_F(BadAnswers, a_unit_that_is_not_in_the_tree) {
  folder.write("units.csv", "unit,parent\nhospital,\nward-1,hospital\nward-2,hospital\n");
  EXPECT_THAT(words("unit,A\nward-1,1\nwrad-2,2\n", "unit = \"unit\"\n", in_tree),
              AllOf(HasSubstr("1 unit of the answers is not in units.csv: \"wrad-2\""), HasSubstr("answers.csv:3"), HasSubstr("did you mean \"ward-2\"")));
  EXPECT_THAT(words("unit,A\nq1,1\nq2,2\nq3,3\nq4,4\n", "unit = \"unit\"\n", in_tree),
              AllOf(HasSubstr("4 units"), HasSubstr("and 1 more"), HasSubstr("4 rows")));
}

TEST_F(BadAnswers, a_cycle_in_the_tree) {
  folder.write("units.csv", "unit,parent\nhospital,\na,b\nb,a\n");
  EXPECT_THAT(words("unit,A\na,1\n", "unit = \"unit\"\n", in_tree), AllOf(HasSubstr("units.csv"), HasSubstr("circle"), HasSubstr("\"a\"")));
}

TEST_F(BadAnswers, a_headcount_that_is_none) {
  folder.write("units.csv", "unit,parent,people\nhospital,,\na,hospital,many\n");
  EXPECT_THAT(words("unit,A\na,1\n", "unit = \"unit\"\n", in_tree + "eligible = \"people\"\n"),
              AllOf(HasSubstr("units.csv:3"), HasSubstr("whole number of people")));
}

TEST_F(BadAnswers, a_row_without_a_unit) {
  EXPECT_THAT(words("unit,A\nx,1\n,2\n", "unit = \"unit\"\n"), AllOf(HasSubstr("1 row names no unit: answers.csv:3"), HasSubstr("no_unit = \"organisation\"")));
  const auto counted = read("unit,A\nx,1\ny,1\n,2\n", "unit = \"unit\"\nno_unit = \"organisation\"\n");
  ASSERT_TRUE(counted);
  EXPECT_EQ(counted->unit[2], counted->tree.root());
  EXPECT_EQ(read("unit,A\nx,1\ny,1\n,2\n", "unit = \"unit\"\nno_unit = \"drop\"\n")->rows(), 2U);
}

TEST_F(BadAnswers, a_gap_in_a_path_of_units) {
  EXPECT_THAT(words("d,t,A\nN,1,1\n,2,2\n", "unit_path = [\"d\", \"t\"]\n"), AllOf(HasSubstr("gap"), HasSubstr("answers.csv:3")));
}

TEST_F(BadAnswers, most_of_a_column_outside_its_scale) {
  const std::string told = words("A\n10\n20\n30\n4\n");
  EXPECT_THAT(told, AllOf(HasSubstr("SURVEY.toml:3"), HasSubstr("3 of the 4 answers in the column \"A\" lie outside the scale 1 to 5 (3 above)"),
                          HasSubstr("[answers.codes.\"A\"]")));
  EXPECT_THAT(told, Not(HasSubstr("20")));
  EXPECT_THAT(words("A\nAgree\nDisagree\nAgree\n"), HasSubstr("3 neither a number of the scale nor a known code"));
}

TEST_F(BadAnswers, nobody_answered) { EXPECT_THAT(words("unit,A\nx,\nx,NA\n"), HasSubstr("none of the 2 rows holds an answer")); }

TEST_F(BadAnswers, a_nul_byte) { EXPECT_THAT(words(std::string("unit,A\nx,1\ny,\0002\n", 17)), AllOf(HasSubstr("answers.csv"), HasSubstr("NUL"))); }

TEST_F(BadAnswers, a_million_columns) {
  std::string header = "A";
  for (int i = 0; i < 1'000'000; ++i) header += ",c";
  EXPECT_THAT(words(header + "\n1\n"), AllOf(HasSubstr("answers.csv"), HasSubstr("columns")));
}

TEST_F(BadAnswers, an_endless_line) {
  EXPECT_THAT(words("A,B\n1," + std::string(12U << 20, 'x') + "\n"), AllOf(HasSubstr("answers.csv"), HasSubstr("a line of more than 8,388,608 bytes")));
}

TEST_F(BadAnswers, a_file_that_may_not_be_read) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const auto file = folder.write("answers.csv", "A\n1\n");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  const auto survey =
      parse_survey("[answers]\nfile = \"answers.csv\"\n[[scale]]\nid = \"s\"\ncolumn = \"A\"\nmin = 1\nmax = 5\n", folder.path() / "SURVEY.toml");
  Progress silent;
  EXPECT_EQ(read_sheets(*survey, catalogue, silent, 1).error().fault, Fault::unreadable);
}

TEST_F(BadAnswers, too_many_periods_are_probably_the_wrong_column) {
  std::string csv = "A,when\n";
  for (int i = 0; i < 500; ++i) csv += "3,t" + std::to_string(i) + "\n";
  EXPECT_THAT(words(csv, "period = \"when\"\n"), HasSubstr("is it the right column"));
}

TEST_F(BadAnswers, a_row_without_a_period) {
  EXPECT_THAT(words("A,when\n1,2025\n2,\n", "period = \"when\"\n"), AllOf(HasSubstr("1 row names no period"), HasSubstr("answers.csv:3")));
}

TEST_F(BadAnswers, dates_that_could_be_either_way_round) {
  EXPECT_THAT(words("A,when\n1,03/04/2025\n", "period = \"when\"\nperiod_by = \"month\"\n"), HasSubstr("either way round"));
}

TEST_F(BadAnswers, one_respondent_units_of_one_and_equal_answers_can_be_read) {
  EXPECT_EQ(words("unit,A\nx,1\n", "unit = \"unit\"\n"), "no error");
  EXPECT_EQ(words("unit,A\nx,1\ny,1\nz,1\n", "unit = \"unit\"\n"), "no error");
}

TEST_F(BadAnswers, an_index_of_a_scale_that_nothing_makes) {
  EXPECT_THAT(words("A\n1\n", "", "[index]\nculture = [\"ss\"]\n"), AllOf(HasSubstr("[index] culture names the scale \"ss\""), HasSubstr("SURVEY.toml:8")));
}

TEST_F(BadAnswers, codes_for_a_column_that_is_not_there) { EXPECT_THAT(words("A\n1\n", "[answers.codes.B]\n\"x\" = 1\n"), HasSubstr("[answers.codes.B]")); }

TEST_F(BadAnswers, a_code_outside_the_scale) {
  EXPECT_THAT(words("A\nyes\n1\n", "[answers.codes.A]\n\"yes\" = 9\n"), AllOf(HasSubstr("SURVEY.toml:3"), HasSubstr("9"), HasSubstr("1 to 5")));
}

TEST_F(BadAnswers, a_stop_by_the_person) {
  set_interrupted(true);
  std::string csv = "A\n";
  for (int i = 0; i < 500'000; ++i) csv += "3\n";
  const auto sheets = read(csv, "");
  set_interrupted(false);
  ASSERT_FALSE(sheets);
  EXPECT_EQ(sheets.error().fault, Fault::interrupted);
}

}  // namespace
}  // namespace karuna::collect
