// SPDX-License-Identifier: Apache-2.0
#include "ask/scoring/score_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "ask/catalogue.h"

namespace karuna::ask {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Outcome {
  std::string output, error;
  Fault fault = Fault::internal;
  FileSummary summary;
};

ScoreOptions options_of(std::string id, std::string group = "", bool whole = false, ScoreFormat format = ScoreFormat::csv) {
  return {std::move(id), std::move(group), whole, format};
}

Outcome score(const std::string& table, const char* id, ScoreOptions options = {}, const std::string& map_file = "") {
  static const auto catalogue = Catalogue::builtin();
  const Instrument& instrument = *catalogue->find(id);
  Outcome outcome;
  AnswerMap map;
  if (!map_file.empty()) {
    const auto given = read_answer_map(parse_toml(map_file, "map.toml").value(), instrument);
    if (!given) return {"", given.error().what, given.error().fault, {}};
    map = *given;
  }
  std::istringstream stream(table);
  auto reader = CsvReader::open(stream, "answers.csv");
  if (!reader) return {"", reader.error().what, reader.error().fault, {}};
  Progress silent;
  const auto done = score_file(
      *reader, instrument, map, options,
      [&](std::string_view bytes) -> Result<void> {
        outcome.output += bytes;
        return {};
      },
      silent);
  if (done)
    outcome.summary = *done;
  else
    outcome.error = done.error().what, outcome.fault = done.error().fault;
  return outcome;
}

const std::string sheets = "person,team,who1,who2,who3,who4,who5\nA,x,5,5,5,5,5\nB,x,1,,2,NA,3\nC,y,0,1,1,0,1\n=D,y,3,9,foo,3,3\n";

TEST(ScoreFile, the_first_line_says_that_nothing_is_protected) {
  EXPECT_THAT(score(sheets, "who5").output, StartsWith("# Not protected: "));
  EXPECT_THAT(score(sheets, "who5", options_of("", "", false, ScoreFormat::json)).output, StartsWith("{\"not_protected\":\"Not protected: "));
}

TEST(ScoreFile, one_row_in_one_row_out_with_what_was_missing_and_why) {
  const auto outcome = score(sheets, "who5", options_of("person"));
  std::istringstream lines(outcome.output);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  EXPECT_EQ(line, "person,raw,percent,percent_band,missing_items,why_absent\r");
  std::getline(lines, line);
  EXPECT_EQ(line, "A,25,100,above the cut-off,,\r");
  std::getline(lines, line);
  EXPECT_EQ(line,
            "B,,,,who2 who4,\"raw: 2 of 5 items missing (who2 and who4), all are needed; percent: 2 of 5 items missing (who2 and who4), all are needed\"\r");
  std::getline(lines, line);
  std::getline(lines, line);
  EXPECT_THAT(line, StartsWith("\"'=D\",,,,who2 who3,")) << "a formula is text in a spreadsheet";
  EXPECT_EQ(outcome.summary.rows, 4U);
  EXPECT_EQ(outcome.summary.items[1].unanswered, 1U);
  EXPECT_EQ(outcome.summary.items[1].outside, 1U);
  EXPECT_EQ(outcome.summary.items[2].unreadable, 1U);
  EXPECT_EQ(outcome.summary.scores[0].scored, 2U);
}

TEST(ScoreFile, json_holds_the_same_rows) {
  const auto json = nlohmann::json::parse(score(sheets, "who5", options_of("person", "", false, ScoreFormat::json)).output);
  ASSERT_EQ(json["rows"].size(), 4U);
  EXPECT_EQ(json["rows"][2]["scores"]["percent"], 12);
  EXPECT_TRUE(json["rows"][1]["scores"]["raw"].is_null());
  EXPECT_EQ(json["rows"][3]["id"], "=D");
}

TEST(ScoreFile, groups_stand_in_the_order_in_which_they_appear) {
  const auto outcome = score("team,recommend\nb,10\na,0\nb,9\nb,7\na,\n,8\n", "enps", options_of("", "team"));
  EXPECT_THAT(outcome.output, HasSubstr("group,respondents,enps,enps_n,enps_standard_error,why_absent\r\nb,3,66.66666666666667,3,27.216552697590867,\r\na,2,-"
                                        "100,1,0,\r\n(no group),1,0,1,0,\r\n"));
}

TEST(ScoreFile, scores_of_groups_alone_need_a_group) {
  const auto outcome = score("recommend\n10\n", "enps");
  EXPECT_EQ(outcome.fault, Fault::refused);
  EXPECT_EQ(outcome.error,
            "enps is a score of a group, one person has none: name the column of the group with --by, or take the file as one group with --whole");
  EXPECT_THAT(score("recommend\n10\n", "enps", options_of("", "", true)).output, HasSubstr("everyone,1,100,1,0,"));
}

TEST(ScoreFile, a_map_names_columns_words_and_what_is_missing) {
  const auto outcome = score("Q1,recommend 2\n77,8\n", "enps", options_of("", "", true), "missing = [77]\nmap = { recommend = \"Q1\" }\n");
  EXPECT_THAT(outcome.output, HasSubstr("everyone,1,,0,,enps: nobody answered recommend"));
  const auto words = score("how\nSurely\nNever\n", "enps", options_of("", "", true), "map = { recommend = \"how\" }\n[codes.how]\nSurely = 10\nNever = 0\n");
  EXPECT_THAT(words.output, HasSubstr("everyone,2,0,2,"));
}

TEST(ScoreFile, words_of_errors) {
  EXPECT_EQ(score("recomend\n10\n", "enps", options_of("", "", true)).error,
            "item recommend of enps has no column: answers.csv has no column \"recommend\"; was \"recomend\" meant?; its only column is \"recomend\". --map "
            "FILE names columns of another name, --score ID asks for a part alone");
  EXPECT_THAT(score("who1,who2,who3,who4\n1,2,3,4\n", "who5").error, StartsWith("item who5 of who5 has no column: answers.csv has no column \"who5\""));
  EXPECT_THAT(score(sheets, "who5", options_of("persn")).error, HasSubstr("was \"person\" meant?"));
  EXPECT_EQ(score("recommend\n", "enps", options_of("", "", true)).error, "answers.csv has a header and no rows below it, so there is nothing to score");
  EXPECT_EQ(score("who1\n1\n", "near").error,
            "near is a reference card and has no key to score with; missing: the item table, the response scale and the permission");
  EXPECT_EQ(score(sheets, "who5", {}, "[map]\nwho7 = \"Q\"\n").error,
            "map.toml:2: \"who7\" maps item \"who7\", which who5 does not have; expected who1 (the nearest) or another of its items");
  EXPECT_THAT(score(sheets, "who5", {}, "[map]\nwho1 = \"who2\"\n").error, HasSubstr("gives column \"who2\" to item who2 and to item who1"));
  EXPECT_THAT(score(sheets, "who5", {}, "[codes.team]\nx = 1\n").error, HasSubstr("gives codes for column \"team\", which no item has"));
}

}  // namespace
}  // namespace karuna::ask
