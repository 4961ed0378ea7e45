// SPDX-License-Identifier: Apache-2.0
#include "answer/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace karuna::answer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Two questions: 1..3 with "cannot say" (byte 9), and 0..1.
ask::QuestionPart two_questions() {
  ask::QuestionPart part;
  ask::WaveQuestion first;
  first.id = "first";
  first.min = 1;
  first.max = 3;
  first.others = {9};
  first.text = {{"en", "Is there time?"}, {"de", "Ist Zeit da?"}};
  first.labels = {{{"en", "never"}, {"de", "nie"}}, {{"en", "often"}}, {{"en", "always"}}, {{"en", "cannot say"}}};
  ask::WaveQuestion second;
  second.id = "second";
  second.min = 0;
  second.max = 1;
  second.text = {{"en", "Would you stay?"}};
  part.questions = {first, second};
  return part;
}

std::string asked(const std::string& typed, Result<std::vector<std::uint8_t>>& answers, const std::string& language = "en") {
  std::istringstream in(typed);
  std::ostringstream out;
  answers = ask_on_terminal(two_questions(), language, in, out);
  return out.str();
}

TEST(Terminal, asks_one_at_a_time_and_sends_after_yes) {
  Result<std::vector<std::uint8_t>> answers;
  const std::string said = asked("2\n0\nyes\n", answers);
  ASSERT_TRUE(answers);
  EXPECT_THAT(*answers, ElementsAre(2, 1));
  EXPECT_THAT(said, HasSubstr("Question 1 of 2\nIs there time?\n    1  never\n    2  often\n"));
  EXPECT_THAT(said, HasSubstr("What will be sent, sealed:\n   1  Is there time?\n      2  often\n"));
}

TEST(Terminal, goes_back_skips_and_says_what_it_does_not_understand) {
  Result<std::vector<std::uint8_t>> answers;
  const std::string said = asked("7\nx\n1\nb\n4\n\nb\n1\ny\n", answers);
  ASSERT_TRUE(answers);
  EXPECT_THAT(*answers, ElementsAre(9, 2));  // 4 is "cannot say", whose byte is 9
  EXPECT_THAT(said, HasSubstr("Please one of the numbers above."));
  EXPECT_THAT(said, HasSubstr("skipped"));
}

TEST(Terminal, sends_nothing_without_yes) {
  for (const char* typed : {"", "1\n", "1\n1\n", "1\n1\nno\n", "1\n1\n\n"}) {
    Result<std::vector<std::uint8_t>> answers;
    asked(typed, answers);
    ASSERT_FALSE(answers) << typed;
    EXPECT_EQ(answers.error().fault, Fault::interrupted);
  }
}

TEST(Terminal, speaks_the_language_where_there_is_one) {
  Result<std::vector<std::uint8_t>> answers;
  const std::string said = asked("1\n1\ny\n", answers, "de");
  EXPECT_THAT(said, HasSubstr("Ist Zeit da?\n    1  nie\n    2  often"));
  EXPECT_THAT(said, HasSubstr("Would you stay?"));
}

TEST(Terminal, reads_values_with_commas) {
  const auto part = two_questions();
  EXPECT_THAT(read_answers(part, "3,1").value(), ElementsAre(3, 2));
  EXPECT_THAT(read_answers(part, " , 0 ").value(), ElementsAre(0, 1));
  EXPECT_THAT(read_answers(part, "4,").value(), ElementsAre(9, 0));
  EXPECT_THAT(read_answers(part, "5,1").error().what, HasSubstr("question first has the numbers 1 to 4"));
  EXPECT_THAT(read_answers(part, "1").error().what, HasSubstr("1 answers were given"));
  EXPECT_THAT(read_answers(part, "1,1,1").error().what, HasSubstr("more answers"));
}

}  // namespace
}  // namespace karuna::answer
