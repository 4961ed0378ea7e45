// SPDX-License-Identifier: Apache-2.0
#include "act/pods/rhythm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "act/pods/made_up_people.h"
#include "act/pods/pod_output.h"
#include "shared.h"

namespace karuna::act {
namespace {

using testing::HasSubstr;
using testing::Not;

/// 4 March 2026 is a Wednesday; the Tuesday after it is the 10th. Lines follow RFC 5545: CR LF, 75 bytes, folded by a blank, commas written out.
TEST(Calendar, begins_on_the_first_such_day_and_keeps_the_rfc) {
  const Rhythm rhythm{.begin = *make_date(2026, 3, 4), .every_weeks = 2, .meetings = 6, .minutes = 90};
  for (const char* language : {"en", "de", "fr", "es", "ar"}) {
    const std::string text = calendar_of(rhythm, 3, 7, 48 + 21, language);
    EXPECT_THAT(text, HasSubstr("DTSTART:20260310T103000\r\n"));
    EXPECT_THAT(text, HasSubstr("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=6\r\n"));
    EXPECT_THAT(text, HasSubstr("DURATION:PT90M\r\n"));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      ASSERT_TRUE(line.ends_with('\r'));
      EXPECT_LE(line.size() - 1, 75U) << line;
      EXPECT_NE(static_cast<unsigned char>(line[0]) & 0xc0, 0x80) << "a character was cut";
    }
  }
  EXPECT_THAT(calendar_of(rhythm, 1, 1, 2 * 48, "en"), HasSubstr("DTSTART:20260304T000000\r\n"));   // the day itself
  EXPECT_THAT(calendar_of({.begin = *make_date(2024, 2, 28)}, 1, 1, 3 * 48, "en"), HasSubstr("DTSTART:20240229T000000\r\n"));   // a leap day, a Thursday
}

TEST(Agenda, fills_the_time_in_every_language) {
  for (const char* language : {"en", "de", "fr", "es", "ar"})
    for (const unsigned minutes : {30U, 60U, 90U}) {
      std::istringstream lines(agenda(minutes, language));
      unsigned sum = 0, number = 0;
      char dash = 0;
      for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        if (line.find(" min. ") != std::string::npos && words >> dash >> number) sum += number;
      }
      EXPECT_EQ(sum, minutes) << language;
    }
}

TEST(Output, holds_no_confidential_pair_and_reads_back) {
  auto input = made_up_people(30, 4);
  input.members.has_hours = false;
  for (std::uint32_t i : {0U, 1U}) input.members.people[i].takes_part = false;
  input.members.people[0].id = "Whistle", input.members.people[1].id = "Blower";
  input.rules.exclusions.emplace_back(0, 1);
  const auto answer = form_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(answer.has_value()) << answer.error().what;
  auto none = input;
  none.rules.exclusions.clear();
  none.members.people[0].takes_part = none.members.people[1].takes_part = false;
  for (const auto& text : {pods_csv(input, {*answer}), pods_json(input, {*answer}).dump(), pods_terminal(input, *answer), pods_page(input, *answer)}) {
    EXPECT_THAT(text, Not(HasSubstr("Whistle")));
    EXPECT_THAT(text, Not(HasSubstr("Blower")));
  }
  // With and without such pairs the tables of rules are the same.
  EXPECT_EQ(pods_terminal(input, *answer), pods_terminal(none, *answer));
  const test::TemporaryFolder folder;
  for (const auto& file : {folder.write("pods.csv", pods_csv(input, {*answer})), folder.write("pods.json", pods_json(input, {*answer}).dump())}) {
    Members members = input.members;
    members.at.clear();
    for (std::uint32_t i = 0; i < members.people.size(); ++i) members.at.emplace(members.people[i].id, i);
    const auto read = read_history(file, members);
    ASSERT_TRUE(read.has_value()) << read.error().what;
    ASSERT_EQ(read->size(), answer->pods.size());
    for (std::size_t p = 0; p < read->size(); ++p) EXPECT_EQ((*read)[p].people.size(), answer->pods[p].people.size());
  }
}

}  // namespace
}  // namespace karuna::act
