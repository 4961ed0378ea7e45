// SPDX-License-Identifier: Apache-2.0
#include "collect/survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "shared.h"

namespace karuna::collect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string answers = "[answers]\nfile = \"a.csv\"\n";
const std::string scale = "[[scale]]\nid = \"w\"\ncolumn = \"W\"\nmin = 1\nmax = 5\n";

Result<Survey> read(const std::string& text) { return parse_survey(text, "spring/SURVEY.toml"); }

std::string words(const std::string& text) {
  const auto survey = read(text);
  return survey ? "no error" : survey.error().what;
}

TEST(SurveyFile, needs_only_a_file_and_a_scale_and_everything_else_has_a_default) {
  const auto survey = read(answers + scale);
  ASSERT_TRUE(survey) << survey.error().what;
  EXPECT_EQ(survey->title, "spring");
  EXPECT_EQ(survey->language, "en");
  EXPECT_EQ(survey->profile, WantedProfile::exact);
  EXPECT_EQ(survey->answers->files.front().file, "spring/a.csv");
  EXPECT_EQ(survey->answers->missing, (std::vector<std::string>{"", "NA"}));
  EXPECT_EQ(survey->scales.front().name, "w");
  EXPECT_EQ(survey->report.draws, 1000U);
  EXPECT_EQ(survey->at(3), "spring/SURVEY.toml:3");
}

TEST(SurveyFile, says_everything_it_can_say) {
  const auto survey = read(R"(
title = "Spring"
language = "de"
profile = "strict"
[answers]
files = [{ file = "2025.csv", period = "2025" }, { file = "2026.csv", period = "2026" }]
respondent = "id"
unit = "team"
no_unit = "drop"
missing = ["", 99]
separator = ";"
encoding = "windows-1252"
[answers.codes.benefits]
"Yes" = 1
"No" = 0
"Don't know" = "missing"
[units]
file = "units.csv"
id = "code"
parent = "above"
name = "name"
eligible = "people"
organisation = "St Anne's"
[[instrument]]
id = "karuna-battery"
map = { S1 = "q1" }
scores = ["support"]
[[scale]]
id = "agree"
name = "Agreeableness"
items = ["A1", "A2"]
reversed = ["A1"]
min = 1
max = 6
method = "mean"
answer_at_least = 1
dimension = "culture"
[index]
culture = ["agree", "karuna-battery.support"]
weights = { agree = 2 }
[margins.grade]
"Nursing" = 0.6
"Other" = 0.4
[report]
k = [10, 20, 40]
colluders = 2
items = false
missing = "pairwise"
draws = 500
seed = 7
step = 2.5
)");
  ASSERT_TRUE(survey) << survey.error().what;
  EXPECT_EQ(survey->answers->files[1].period, "2026");
  EXPECT_EQ(survey->answers->missing, (std::vector<std::string>{"", "99"}));
  EXPECT_EQ(survey->answers->codes.at("benefits").at("Yes"), 1);
  EXPECT_EQ(survey->answers->codes.at("benefits").at("Don't know"), std::nullopt);
  EXPECT_EQ(survey->instruments[0].map.at("S1"), "q1");
  EXPECT_EQ(survey->scales[0].answer_at_least, 1U);
  EXPECT_TRUE(survey->index.given);
  EXPECT_EQ(survey->index.parts[1][0].weight, 2);
  EXPECT_EQ(survey->margins[0].shares[0].first, "Nursing");
  EXPECT_EQ(survey->report.k->at(2), 40U);
  EXPECT_TRUE(survey->report.pairwise);
}

TEST(SurveyFile, a_mistyped_key_is_answered_with_file_line_and_the_nearest) {
  EXPECT_THAT(words(answers + "respondant = \"id\"\n" + scale), AllOf(HasSubstr("spring/SURVEY.toml:3"), HasSubstr("respondant"), HasSubstr("respondent")));
  EXPECT_THAT(words("tilte = \"x\"\n" + answers + scale), AllOf(HasSubstr("SURVEY.toml:1"), HasSubstr("title")));
}

TEST(SurveyFile, knows_answers_or_a_table_and_not_both) {
  EXPECT_THAT(words(scale), HasSubstr("neither [answers] nor [table]"));
  EXPECT_THAT(words(answers + scale + "[table]\nfile = \"t.csv\"\n"), HasSubstr("[table] stands beside [answers]"));
  EXPECT_THAT(words("[table]\nfile = \"t.csv\"\nunit = \"u\"\n" + scale), HasSubstr("no persons to score"));
}

TEST(SurveyFile, asks_for_something_to_measure) { EXPECT_THAT(words(answers), HasSubstr("nothing is to be measured")); }

TEST(SurveyFile, a_unit_is_a_column_or_a_path) {
  EXPECT_THAT(words(answers + "unit = \"a\"\nunit_path = [\"b\"]\n" + scale), HasSubstr("one of the two"));
  EXPECT_THAT(words(answers + scale + "[units]\nfile = \"u.csv\"\n"), HasSubstr("which column holds the unit"));
  EXPECT_THAT(words(answers + "unit_path = [\"b\"]\n" + scale + "[units]\nfile = \"u.csv\"\n"), HasSubstr("unit_path makes the tree"));
}

TEST(SurveyFile, a_scale_is_a_column_or_items) {
  EXPECT_THAT(words(answers + "[[scale]]\nid = \"w\"\nmin = 1\nmax = 5\n"), HasSubstr("neither column nor items"));
  EXPECT_THAT(words(answers + scale + "items = [\"A\"]\n"), HasSubstr("stands beside column"));
  EXPECT_THAT(words(answers + "[[scale]]\nid = \"w\"\ncolumn = \"W\"\nmin = 5\nmax = 1\n"), HasSubstr("min is below max"));
  EXPECT_THAT(words(answers + "[[scale]]\nid = \"w\"\nitems = [\"A1\", \"A2\"]\nreversed = [\"A3\"]\nmin = 1\nmax = 5\n"), HasSubstr("not among items"));
  EXPECT_THAT(words(answers + "[[scale]]\nid = \"my scale\"\ncolumn = \"W\"\nmin = 1\nmax = 5\n"), HasSubstr("without blanks"));
  EXPECT_THAT(words(answers + scale + scale), AllOf(HasSubstr("SURVEY.toml:9"), HasSubstr("line 3")));
}

TEST(SurveyFile, shares_of_a_margin_add_up_to_one) {
  EXPECT_THAT(words(answers + scale + "[margins.sex]\nf = 0.6\nm = 0.5\n"), HasSubstr("add up to 1.100; expected 1"));
  EXPECT_THAT(words(answers + scale + "[margins.sex]\nf = 60\nm = 40\n"), HasSubstr("60 % is 0.6"));
}

TEST(SurveyFile, groups_below_five_are_never_asked_for) {
  EXPECT_THAT(words(answers + scale + "[report]\nk = [4, 10, 10]\n"), HasSubstr("three whole numbers from 5"));
}

TEST(SurveyFile, a_table_says_how_many_answers_stand_behind_its_values) {
  const std::string table = "[table]\nfile = \"t.csv\"\nunit = \"code\"\n[[measure]]\nid = \"eei\"\nmin = 0\nmax = 1\n";
  EXPECT_THAT(words(table), HasSubstr("how many answers"));
  EXPECT_TRUE(read(table + "n = \"responses\"\n"));
}

TEST(SurveyFile, a_path_may_name_an_environment_variable) {
  ASSERT_EQ(setenv("KARUNA_TEST_FOLDER", "/data", 1), 0);
  const auto path = [](const std::string& file) {
    const auto survey = read("[answers]\nfile = \"" + file + "\"\n" + scale);
    return survey ? survey->answers->files.front().file.string() : survey.error().what;
  };
  EXPECT_EQ(path("${KARUNA_TEST_FOLDER}/a.csv"), "/data/a.csv");
  EXPECT_EQ(path("${KARUNA_TEST_NOWHERE:-../shared}/a.csv"), "shared/a.csv");
  EXPECT_THAT(path("${KARUNA_TEST_NOWHERE}/a.csv"), AllOf(HasSubstr("SURVEY.toml:2"), HasSubstr("KARUNA_TEST_NOWHERE"), HasSubstr("not set")));
  EXPECT_THAT(path("${KARUNA"), HasSubstr("never closes it"));
}

TEST(SurveyFile, a_folder_stands_for_the_survey_file_in_it) {
  const test::TemporaryFolder folder;
  folder.write("SURVEY.toml", answers + scale);
  const auto survey = read_survey(folder.path());
  ASSERT_TRUE(survey) << survey.error().what;
  EXPECT_EQ(survey->answers->files.front().file, folder.path() / "a.csv");
  EXPECT_FALSE(read_survey(folder.path() / "OTHER.toml"));
}

}  // namespace
}  // namespace karuna::collect
