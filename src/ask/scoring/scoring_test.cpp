// SPDX-License-Identifier: Apache-2.0
// Expected values: by hand.
#include "ask/scoring/scoring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "ask/catalogue.h"
#include "ask/select.h"

namespace karuna::ask {
namespace {

const Instrument& instrument(const char* id) {
  static const auto catalogue = Catalogue::builtin();
  return **catalogue->need(id);
}

constexpr std::int16_t blank = no_answer;

TEST(Scoring, says_which_items_are_missing_and_what_would_be_enough) {
  const Instrument& who5 = instrument("who5");
  const std::int16_t answers[]{3, blank, 2, 9, 1};
  const auto scores = score_row(who5, answers).value();
  const std::size_t percent = who5.find_score("percent").value();
  EXPECT_TRUE(std::isnan(scores[percent].value));
  EXPECT_EQ(why_absent(who5, percent, scores[percent]), "2 of 5 items missing (who2 and who4; outside the scale: who4), all are needed");

  const Instrument& cbi = instrument("cbi");
  std::vector<std::int16_t> two(19, blank);
  two[0] = 50, two[1] = 50;
  const auto personal = score_row(cbi, two).value()[0];
  EXPECT_EQ(why_absent(cbi, 0, personal), "4 of 6 items missing (cbi3, cbi4, cbi5 and cbi6), at least 3 are needed");
}

TEST(Scoring, a_code_that_leaves_the_mean_is_an_answer_and_a_blank_is_not) {
  const Instrument& nss = instrument("nss_compassionate_inclusive");
  std::vector<std::int16_t> answers(nss.items.size(), 9);
  answers[0] = 5;  // q6a
  auto scores = score_row(nss, answers).value();
  EXPECT_EQ(scores[nss.find_score("culture").value()].value, 10.0);
  const std::size_t leadership = nss.find_score("leadership").value(), element = nss.find_score("element").value();
  EXPECT_EQ(scores[leadership].absence, Absence::nothing_left);
  EXPECT_EQ(why_absent(nss, leadership, scores[leadership]), "no answer is left after \"do not know\" and \"not applicable\"");
  EXPECT_EQ(why_absent(nss, element, scores[element]), "made of culture, leadership, diversity and inclusion, and not all of them could be scored");
  answers[1] = blank;
  scores = score_row(nss, answers).value();
  EXPECT_EQ(scores[0].absence, Absence::missing_items);
}

TEST(Scoring, columns_count_what_was_missing_and_outside_the_scale) {
  const Instrument& phq4 = instrument("phq4");
  const std::vector<std::int16_t> columns[]{{0, 3, 7}, {1, blank, 1}, {2, 2, 2}, {3, 3, 3}};
  const std::vector<std::span<const std::int16_t>> views(std::begin(columns), std::end(columns));
  const auto scored = score_columns(phq4, views, 3).value();
  EXPECT_EQ(scored.outside[0], 1U);
  EXPECT_EQ(scored.unanswered[1], 1U);
  EXPECT_EQ(scored.scores[0].scored, 1U);
  EXPECT_EQ(scored.scores[0].missing_items, 2U);
  EXPECT_EQ(scored.scores[1].scored, 3U);
  EXPECT_EQ(scored.scores[1].values[0], 5.0);
}

TEST(Scoring, columns_equal_rows_to_the_last_bit_over_many_blocks) {
  for (const char* id : {"karuna-battery", "cbi", "nss_compassionate_inclusive", "fevs_eei"}) {
    const Instrument& of = instrument(id);
    constexpr std::size_t rows = 2500;
    std::vector<std::vector<std::int16_t>> columns(of.items.size(), std::vector<std::int16_t>(rows));
    std::uint32_t state = 1;
    for (auto& column : columns)
      for (auto& code : column) {
        state = state * 1664525U + 1013904223U;
        const auto draw = static_cast<std::int16_t>((state >> 16) % 12);
        code = draw == 11 ? blank : draw == 10 ? std::int16_t{9} : static_cast<std::int16_t>(std::string_view(id) == "cbi" ? draw * 25 : draw);
      }
    const std::vector<std::span<const std::int16_t>> views(columns.begin(), columns.end());
    const auto scored = score_columns(of, views, rows).value();
    std::vector<std::int16_t> row(of.items.size());
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < row.size(); ++j) row[j] = columns[j][i];
      const auto by_row = score_row(of, row).value();
      for (std::size_t s = 0; s < by_row.size(); ++s) {
        const double value = scored.scores[s].values[i];
        ASSERT_TRUE(value == by_row[s].value || (std::isnan(value) && std::isnan(by_row[s].value))) << id << " row " << i << " score " << s;
      }
    }
  }
}

TEST(Scoring, a_column_nobody_was_asked_is_empty) {
  const Instrument& support = instrument("karuna-support");
  const std::vector<std::int16_t> two{4, 4};
  const std::vector<std::span<const std::int16_t>> views{two, two, two, {}, {}};
  const auto scored = score_columns(support, views, 2).value();
  EXPECT_EQ(scored.unanswered[4], 2U);
  EXPECT_EQ(scored.scores[0].values[0], 4.0);  // three of five are enough
}

TEST(Scoring, a_net_share_tells_its_error_and_its_parts_have_it_as_their_mean) {
  const Instrument& enps = instrument("enps");
  const std::vector<std::vector<std::int16_t>> group{{10}, {9}, {8}, {7}, {7}, {6}, {5}, {3}, {1}, {0}, {blank}, {11}};
  const auto score = score_group(enps, group).value()[0];
  EXPECT_NEAR(score.value, -30.0, 1e-12);
  EXPECT_EQ(score.respondents, 10U);
  EXPECT_NEAR(score.standard_error, 100 * std::sqrt((0.2 + 0.5 - 0.09) / 10), 1e-12);
  double sum = 0;
  for (std::size_t i = 0; i < 10; ++i) sum += score_row(enps, group[i]).value()[0].value;
  EXPECT_NEAR(sum / 10, score.value, 1e-12);
}

TEST(Scoring, a_group_in_which_nobody_answered_says_so) {
  const auto scores = score_group(instrument("enps"), std::vector<std::vector<std::int16_t>>{{blank}}).value();
  EXPECT_TRUE(std::isnan(scores[0].value));
  EXPECT_EQ(scores[0].why_absent, "nobody answered recommend");
}

TEST(Scoring, refuses_a_card_and_another_number_of_answers) {
  EXPECT_EQ(score_row(instrument("near"), {}).error().what,
            "near is a reference card and has no key to score with; `karuna catalogue show near` says what is missing");
  EXPECT_EQ(score_row(instrument("enps"), {}).error().what, "enps has 1 item, 0 answers were given");
}

TEST(Scoring, bands_include_their_upper_end) {
  const Instrument& who5 = instrument("who5");
  const Score& percent = who5.scores[who5.find_score("percent").value()];
  EXPECT_EQ(in_language(band_of(percent, 28)->label, "de"), "depression likely (a screen, not a diagnosis)");
  EXPECT_EQ(in_language(band_of(percent, 50)->label, "en"), "low well-being");
  EXPECT_EQ(in_language(band_of(percent, 52)->label, "en"), "above the cut-off");
}

TEST(Scoring, one_score_can_be_taken_alone_with_the_items_it_needs) {
  const auto acting = only_scores(instrument("socs_o"), std::vector<std::string>{"acting"}).value();
  ASSERT_EQ(acting.items.size(), 4U);
  EXPECT_EQ(acting.items[1].code, "socs10");
  EXPECT_EQ(score_row(acting, std::vector<std::int16_t>{4, 3, 4, 5}).value()[0].value, 16.0);
  const auto element = only_scores(instrument("nss_compassionate_inclusive"), std::vector<std::string>{"element"}).value();
  EXPECT_EQ(element.scores.size(), 5U);
  EXPECT_EQ(only_scores(instrument("who5"), std::vector<std::string>{"mean"}).error().what, "who5 has no score \"mean\"; it has raw and percent");
}

}  // namespace
}  // namespace karuna::ask
