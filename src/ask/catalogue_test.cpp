// SPDX-License-Identifier: Apache-2.0
#include "ask/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ask/reading/check.h"
#include "embedded_catalogue.h"

namespace karuna::ask {
namespace {

using testing::HasSubstr;

const Catalogue& builtin() {
  static const auto catalogue = Catalogue::builtin();
  EXPECT_TRUE(catalogue.has_value()) << catalogue.error().what;
  return *catalogue;
}

TEST(Catalogue, is_sound_and_every_worked_example_comes_out) {
  for (const std::string& finding : findings(builtin())) ADD_FAILURE() << finding;
  std::size_t values = 0;
  for (const Instrument& instrument : builtin().all()) values += worked_values(instrument);
  EXPECT_GT(values, 100U);
}

TEST(Catalogue, ships_every_key_and_the_reference_cards) {
  for (const char* id : {"who5", "phq4", "proqol5", "cbi", "olbi", "uwes9", "psafety7", "socs_o", "ceas_one_direction", "scs_sf", "spos8",
                         "nss_compassionate_inclusive", "enps", "fevs_eei"})
    EXPECT_TRUE(builtin().find(id) && builtin().find(id)->status == Status::key) << id;
  for (const char* id : {"bat23", "bat12", "near", "workplace_compassion", "compassion_practices", "schwartz_center", "copsoq3", "spos10", "uwes3", "fevs_gsi"})
    EXPECT_TRUE(builtin().find(id) && builtin().find(id)->status == Status::card) << id;
}

TEST(Catalogue, holds_no_sentence_of_an_instrument_that_is_not_ours) {
  for (const auto& file : embedded_catalogue()) {
    if (file.name.starts_with("karuna-") || file.name.starts_with("labels/")) continue;
    for (const char* forbidden : {"\ntext", "text.", "\ninstruction", "[labels"})
      EXPECT_EQ(file.bytes.find(forbidden), std::string_view::npos) << file.name << " holds " << forbidden;
  }
  for (const Instrument& instrument : builtin().all()) {
    if (instrument.ours()) continue;
    EXPECT_TRUE(instrument.languages.empty()) << instrument.id;
    for (const Item& item : instrument.items) {
      EXPECT_TRUE(item.text.empty()) << instrument.id << " " << item.code;
      for (const auto& [language, topic] : item.topic)
        EXPECT_LE(std::ranges::count(topic, ' '), 2) << instrument.id << ": " << topic << " is longer than three words";
    }
  }
}

TEST(Catalogue, our_battery_is_complete_in_five_languages_and_says_it_is_not_validated) {
  const Instrument* battery = builtin().find("karuna-battery");
  ASSERT_NE(battery, nullptr);
  EXPECT_EQ(battery->status, Status::not_validated);
  EXPECT_EQ(battery->items.size(), 27U);
  EXPECT_THAT(battery->languages, testing::ElementsAre("en", "de", "fr", "es", "ar"));
  std::vector<std::string> indicators;
  for (const Score& score : battery->scores) indicators.push_back(score.indicator);
  EXPECT_THAT(indicators, testing::ElementsAre("C2", "C4", "B5", "F1", "C3", "", ""));
  for (const Item& item : battery->items)
    for (const std::string& language : battery->languages) {
      EXPECT_FALSE(item.text.at(language).empty());
      EXPECT_FALSE(builtin().label(*battery, item, item.min, language).empty()) << item.code << " " << language;
      EXPECT_FALSE(builtin().label(*battery, item, item.max, language).empty()) << item.code << " " << language;
    }
}

TEST(Catalogue, an_unknown_instrument_is_answered_with_the_nearest) {
  const auto missing = builtin().need("proqol");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().fault, Fault::not_found);
  EXPECT_EQ(missing.error().what, "no instrument is called \"proqol\"; did you mean proqol5? `karuna catalogue list` names them all");
}

// ---- what the format refuses -----------------------------------------------------------------------------------------
const std::string sound = R"(id = "x"
version = 1
status = "key"
verdict = "KEY"
name = "X"
construct = "Something."
reference = "Author (2020)."
terms = "Ask."
owner = "Author"
scale = { min = 1, max = 5 }
[[item]]
code = "S1"
topic = "first topic"
[[item]]
code = "S2"
topic = "second topic"
reversed = true
[score.total]
name = "Total"
items = "all"
method = "mean"
[[example]]
answers = { S1 = 5, S2 = 1 }
total = 5
[[example]]
answers = { S1 = 5 }
total = "not scored"
)";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

std::string error_of(const std::string& file) {
  const std::pair<std::string, std::string> files[]{{"x.toml", file}};
  const auto catalogue = Catalogue::from_files(files);
  return catalogue ? "" : catalogue.error().what;
}

std::string finding_of(const std::string& file) {
  const std::pair<std::string, std::string> files[]{{"x.toml", file}};
  const auto catalogue = Catalogue::from_files(files);
  EXPECT_TRUE(catalogue.has_value()) << catalogue.error().what;
  const auto found = findings(*catalogue);
  return found.empty() ? "" : found.front();
}

TEST(CatalogueFile, a_sound_file_has_no_finding) { EXPECT_EQ(finding_of(sound), ""); }

TEST(CatalogueFile, a_score_of_an_unknown_item_names_the_nearest) {
  EXPECT_THAT(error_of(replaced(sound, "\"all\"", "[\"S1\", \"S22\"]")),
              "x.toml:20: \"items\" names item \"S22\", which does not exist; expected S2 (the nearest) or another item of this file");
}

TEST(CatalogueFile, a_code_twice_is_refused) {
  EXPECT_THAT(error_of(replaced(sound, "\"S2\"\ntopic", "\"S1\"\ntopic")), HasSubstr("\"code\" is \"S1\" a second time"));
}

TEST(CatalogueFile, an_unknown_key_is_refused) { EXPECT_THAT(error_of(replaced(sound, "reversed", "revesed")), HasSubstr("reversed")); }

TEST(CatalogueFile, a_scale_upside_down_is_refused) {
  EXPECT_THAT(error_of(replaced(sound, "min = 1, max = 5", "min = 5, max = 1")), HasSubstr("\"max\" is 1 with min 5"));
}

TEST(CatalogueFile, a_reversal_beside_points_is_refused) {
  EXPECT_THAT(error_of(replaced(sound, "reversed = true", "reversed = true\nscale = { min = 1, max = 2, points = { 1 = 10, 2 = 0 } }")),
              HasSubstr("\"reversed\" stands beside points"));
}

TEST(CatalogueFile, a_sum_may_not_leave_items_out) {
  EXPECT_THAT(error_of(replaced(sound, "\"mean\"", "\"sum\"\nmissing = { answer_at_least = 1 }")), HasSubstr("lets a sum leave items out"));
}

TEST(CatalogueFile, a_wrong_example_is_a_finding) {
  EXPECT_EQ(finding_of(replaced(sound, "total = 5", "total = 4")), "x: example 1 expects total = 4, the key gives 5");
  EXPECT_EQ(finding_of(replaced(sound, "total = \"not scored\"", "total = 5")), "x: example 2 expects total = 5, the key gives not scored");
}

TEST(CatalogueFile, a_text_in_a_file_that_is_not_ours_is_a_finding) {
  EXPECT_EQ(finding_of(replaced(sound, "topic = \"first topic\"", "topic = \"first topic\"\ntext.en = \"A sentence.\"")),
            "x: item S1 has a text, and the instrument is not ours");
}

TEST(CatalogueFile, a_missing_language_is_a_finding) {
  EXPECT_EQ(finding_of(replaced(sound, "scale =", "languages = [\"de\"]\nscale =")), "x: says it speaks de, and item S1 has no text in it");
}

TEST(CatalogueFile, bands_must_reach_the_end_of_the_score) {
  EXPECT_EQ(finding_of(replaced(sound, "method = \"mean\"", "method = \"mean\"\nbands = [{ up_to = 3, label = \"low\" }]")),
            "x: the last band of score total ends at 3, the score at 5");
}

}  // namespace
}  // namespace karuna::ask
