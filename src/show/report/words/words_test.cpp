// SPDX-License-Identifier: Apache-2.0
#include "show/report/words/words.h"

#include <gtest/gtest.h>

#include "show/report/report_fixture.h"

namespace karuna::show {

TEST(Words, FillsInTheNamesThatAreGivenAndLeavesTheOthers) { EXPECT_EQ(fill("{n} of {all}, {other}", {{"n", "3"}, {"all", "7"}}), "3 of 7, {other}"); }

TEST(Words, DoesNotFillInsideWhatWasFilledIn) { EXPECT_EQ(fill("{name} {n}", {{"name", "{n}"}, {"n", "3"}}), "{n} 3"); }

TEST(Words, CountsOneAndMany) {
  EXPECT_EQ(count(words_en, words_en.units, 1), "1 unit");
  EXPECT_EQ(count(words_en, words_en.units, 1204), "1,204 units");
}

TEST(Words, NamesSomeAndCountsTheRest) {
  EXPECT_EQ(listed(words_en, {"A", "B"}), "A and B");
  EXPECT_EQ(listed(words_en, {"A", "B", "C", "D", "E"}, 2), "A, B and 3 more");
}

TEST(Words, FallsBackToEnglishForALanguageThatIsNotHereYet) {
  EXPECT_EQ(words_for("ar").language, "en");
  EXPECT_EQ(words_for("en-GB").language, "en");
}

TEST(Words, KnowsWhatIsWrittenFromTheRight) {
  EXPECT_TRUE(right_to_left("ar"));
  EXPECT_TRUE(right_to_left("fa-IR"));
  EXPECT_FALSE(right_to_left("en"));
  EXPECT_FALSE(right_to_left("arn"));
}

TEST(Words, OpensWithTheFigureAndItsInterval) {
  const measure::Report report = fixture::hospital();
  EXPECT_EQ(headline_sentence(words_en, report, headline(report)), "Compassion Impact Index (CII-3) stands at 58.4 of 100, between 56.8 and 60.0.");
}

TEST(Words, SaysAFallAsAFallWithItsSizeAndRange) {
  const measure::Report report = fixture::hospital();
  EXPECT_EQ(change_sentence(words_en, report, report.measures[2]), "That is less than in Autumn 2025 (by 5.5, between 2.9 and 8.1).");
}

TEST(Words, SaysThatThereIsNoClearChange) {
  const measure::Report report = fixture::hospital();
  EXPECT_EQ(change_sentence(words_en, report, report.measures[0]), "No clear change since Autumn 2025 (+1.2, between −1.4 and +3.8).");
}

TEST(Words, SaysWhyNoNumberIsShown) { EXPECT_EQ(headline_sentence(words_en, fixture::nothing_shown(), nullptr), "Too few people answered to show a number."); }

}  // namespace karuna::show
