// SPDX-License-Identifier: Apache-2.0
#include "show/report/terminal/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "show/report/report_fixture.h"

namespace karuna::show {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::string_view line : split(text, '\n')) lines.emplace_back(line);
  return lines;
}

}  // namespace

TEST(Terminal, KeepsWithinTheColumnsThereAre) {
  for (const measure::Report& report : {fixture::hospital(), fixture::one_unit(), fixture::nothing_shown(), fixture::published_table(), fixture::hostile(),
                                        fixture::large(), fixture::arabic()})
    for (const unsigned columns : {60U, 80U, 120U, 200U})
      for (const Marks marks : {Marks::unicode, Marks::ascii})
        for (const std::string& line : lines_of(terminal_report(report, {.columns = columns, .marks = marks})))
          EXPECT_LE(display_width(line), std::min(columns, 140U)) << line;
}

TEST(Terminal, DrawsTreeMarksIntervalsAndReference) {
  const std::string text = terminal_report(fixture::hospital(), {});
  EXPECT_THAT(text, HasSubstr("├─ Nursing"));
  EXPECT_THAT(text, HasSubstr("│  └─ Paediatrics"));
  EXPECT_THAT(text, HasSubstr("▼  49.2  (44.2–54.2)"));
  EXPECT_THAT(text, HasSubstr("∞  56.4  (50.9–61.9)"));
  EXPECT_THAT(text, HasSubstr("with Logistics B"));
  EXPECT_THAT(text, HasSubstr("– not shown"));
  EXPECT_THAT(text, HasSubstr("┊"));
}

TEST(Terminal, SaysOnceWhatIsHiddenAndWhy) {
  const std::string text = terminal_report(fixture::hospital(), {});
  const std::size_t first = text.find("Behind “not shown”");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(text.find("Behind “not shown”", first + 1), std::string::npos);
}

TEST(Terminal, SaysStatesInWordsWhereThereIsRoom) {
  EXPECT_THAT(terminal_report(fixture::hospital(), {.columns = 120}), HasSubstr("n=28  no clear difference"));
  EXPECT_THAT(terminal_report(fixture::hospital(), {}), HasSubstr("▲ above"));
}

TEST(Terminal, MarksAFigureThatRestsOnFewerThanHalf) {
  const std::string text = terminal_report(fixture::hospital(), {});
  EXPECT_THAT(text, HasSubstr("n=14!"));
  EXPECT_THAT(text, HasSubstr("! weak: fewer"));
}

TEST(Terminal, UsesSevenBitsWhereAsked) {
  const std::string text = terminal_report(fixture::hospital(), {.marks = Marks::ascii});
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  EXPECT_THAT(text, HasSubstr("|- Nursing"));
  EXPECT_THAT(text, HasSubstr("^ above"));
}

TEST(Terminal, ColoursOnlyWhereAskedAndNeverNeedsTo) {
  EXPECT_THAT(terminal_report(fixture::hospital(), {}), Not(HasSubstr("\x1b")));
  const std::string coloured = terminal_report(fixture::hospital(), {.colour = Colour::on});
  EXPECT_THAT(coloured, HasSubstr("\x1b[36m▲\x1b[0m"));
}

TEST(Terminal, LetsNoNameSteerTheTerminal) { EXPECT_THAT(terminal_report(fixture::hostile(), {}), Not(HasSubstr("\x1b"))); }

TEST(Terminal, SaysWhyNothingIsShown) {
  const std::string text = terminal_report(fixture::nothing_shown(), {});
  EXPECT_THAT(text, HasSubstr("Too few people answered to show a number."));
  EXPECT_THAT(text, Not(HasSubstr("n=")));
}

TEST(Terminal, CountsWhatItDoesNotDraw) { EXPECT_THAT(terminal_report(fixture::large(), {}), HasSubstr("1,188 further units are in units.csv")); }

TEST(Terminal, ListsTheFilesAsTheyAre) { EXPECT_THAT(terminal_report(fixture::one_unit(), {.files = {"out/report.html"}}), HasSubstr("  out/report.html\n")); }

}  // namespace karuna::show
