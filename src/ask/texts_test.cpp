// SPDX-License-Identifier: Apache-2.0
#include "ask/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ask/reading/check.h"
#include "shared.h"

namespace karuna::ask {
namespace {

using testing::HasSubstr;

Catalogue fresh() { return *Catalogue::builtin(); }

/// A template filled in with words that are nobody's: "Wort 1", "Wort 2", ...
std::string filled(const char* id, const char* language) {
  const Catalogue catalogue = fresh();
  std::string file = wording_template(*catalogue.find(id), language);
  const auto put = [&](const std::string& what, const std::string& with) {
    const auto at = file.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    file.replace(at, what.size(), with);
  };
  put("source      = \"\"", "source      = \"written for this test\"");
  for (int number = 1; file.find("text     = \"\"") != std::string::npos; ++number)
    put("text     = \"\"", "text     = \"Wort " + std::to_string(number) + "\"");
  return file;
}

std::string changed(std::string file, const std::string& what, const std::string& with) {
  const auto at = file.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return file.replace(at, what.size(), with);
}

std::string error_of(const std::string& file) {
  const auto catalogue = fresh();
  const auto table = parse_toml(file, "w.toml");
  EXPECT_TRUE(table.has_value()) << table.error().what;
  const auto wording = read_wording(*table, catalogue);
  return wording ? "" : wording.error().what;
}

TEST(Wording, a_filled_in_template_is_kept_and_found_again) {
  const auto catalogue = fresh();
  const auto table = parse_toml(filled("psafety7", "de"), "w.toml").value();
  const auto wording = read_wording(table, catalogue);
  ASSERT_TRUE(wording.has_value()) << wording.error().what;
  const test::TemporaryFolder folder;
  folder.write(wording_file_name(*wording), wording_file(*catalogue.find("psafety7"), *wording));
  auto worded = fresh();
  ASSERT_TRUE(worded.add_texts(folder.path()).has_value());
  const Instrument& psafety = *worded.find("psafety7");
  EXPECT_EQ(psafety.items[2].text.at("de"), "Wort 3");
  EXPECT_THAT(psafety.languages, testing::ElementsAre("de"));
  EXPECT_TRUE(findings(worded).empty());
  EXPECT_EQ(fresh().find("psafety7")->items[2].text.size(), 0U) << "the embedded file stays as it is";
}

TEST(Wording, count_codes_and_reversals_are_checked) {
  const std::string file = filled("who5", "de");
  EXPECT_EQ(error_of(file), "");
  EXPECT_THAT(error_of(changed(file, "code     = \"who3\"", "code     = \"who9\"")), HasSubstr("\"code\" is \"who9\", which who5 does not have"));
  EXPECT_THAT(error_of(changed(file, "code     = \"who3\"", "code     = \"who2\"")), HasSubstr("\"code\" is who2 a second time; expected every item once"));
  EXPECT_THAT(error_of(file.substr(0, file.rfind("\n[[item]]"))), HasSubstr("has 4 items, without who5; expected all 5 of who5"));
  EXPECT_THAT(error_of(changed(file, "reversed = false", "reversed = true")),
              HasSubstr("is true for item who1; expected false as in the key; another direction is another key"));
  EXPECT_THAT(error_of(changed(file, "Wort 2", "Wort 1")), HasSubstr("of item who2 is that of item who1"));
  EXPECT_THAT(error_of(changed(file, "Wort 2", "  ")), HasSubstr("of item who2 is empty"));
  EXPECT_THAT(error_of(changed(file, "written for this test", "")), HasSubstr("\"source\" of the wording is empty"));
  EXPECT_THAT(error_of(changed(file, "version     = 1", "version     = 2")), HasSubstr("version 1 of who5"));
  EXPECT_THAT(error_of(changed(file, "# 5 = \"\"", "7 = \"immer\"")), HasSubstr("labels \"7\"; expected answers on the scale of who5"));
  EXPECT_THAT(error_of(changed(file, "language    = \"de\"", "language    = \"../x\"")), HasSubstr("a language code such as"));
}

TEST(Wording, a_card_a_battery_and_a_language_we_speak_are_refused) {
  const std::string file = filled("who5", "de");
  EXPECT_THAT(error_of(changed(file, "\"who5\"", "\"near\"")), HasSubstr("near is a reference card without a key"));
  EXPECT_THAT(error_of(changed(file, "\"who5\"", "\"schwartz_center\"")), HasSubstr("leave no use of its wording"));
  EXPECT_THAT(error_of(changed(file, "\"who5\"", "\"karuna-battery\"")), HasSubstr("is a battery; add the wording to its parts"));
  EXPECT_THAT(error_of(filled("karuna-support", "de")), HasSubstr("a published wording is not edited"));
}

TEST(Wording, a_battery_speaks_a_new_language_once_all_its_parts_do) {
  const auto catalogue = fresh();
  const test::TemporaryFolder folder;
  const auto keep = [&](const char* id) {
    const auto wording = read_wording(parse_toml(filled(id, "nl"), "w.toml").value(), catalogue).value();
    folder.write(wording_file_name(wording), wording_file(*catalogue.find(id), wording));
  };
  for (const char* id : {"karuna-leadership", "karuna-support", "karuna-acting", "karuna-exhaustion", "karuna-systems"}) keep(id);
  auto five = fresh();
  ASSERT_TRUE(five.add_texts(folder.path()).has_value());
  EXPECT_EQ(five.find("karuna-battery")->languages.size(), 5U);
  keep("karuna-recommend");
  auto six = fresh();
  ASSERT_TRUE(six.add_texts(folder.path()).has_value());
  EXPECT_EQ(six.find("karuna-battery")->languages.back(), "nl");
  EXPECT_EQ(six.find("karuna-battery")->items.front().text.at("nl"), "Wort 1");
}

TEST(Wording, a_folder_that_does_not_exist_has_no_wording) {
  auto catalogue = fresh();
  EXPECT_TRUE(catalogue.add_texts("no/such/folder").has_value());
}

}  // namespace
}  // namespace karuna::ask
