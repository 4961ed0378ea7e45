// SPDX-License-Identifier: Apache-2.0
#include "act/practices/practices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "shared.h"

namespace karuna::act {
namespace {

const std::vector<Practice>& all() {
  static const auto practices = builtin_practices().value();
  return practices;
}

std::string file_of(const std::string& change = "", const std::string& to = "") {
  std::string text = "id = \"a\"\nelement = \"conflict\"\nfits = [\"support\"]\nminutes = 3\nevidence = \"none yet\"\n";
  for (const char* key : {"title", "do", "first", "careful"})
    for (const char* language : {"en", "de", "fr", "es", "ar"}) text += std::string(key) + "." + language + " = \"x\"\n";
  if (!change.empty()) text.replace(text.find(change), change.size(), to);
  return text;
}

TEST(Practices, TenAreThereWithoutClaimingEvidence) {
  ASSERT_EQ(all().size(), 10U);
  std::set<std::string> covered;
  for (const Practice& practice : all()) {
    EXPECT_EQ(practice.evidence, Evidence::none_yet) << practice.id;
    EXPECT_LE(practice.minutes, 5U);
    covered.insert(practice.element);
    for (const Words* words : {&practice.title, &practice.does, &practice.first, &practice.careful}) EXPECT_EQ(words->size(), 5U) << practice.id;
  }
  EXPECT_EQ(covered.size(), elements.size()) << "an element has no practice";
}

TEST(Practices, StandInTheManual) {
  const std::string page = test::read_text(KARUNA_SOURCE_DIR "/docs/team.md");
  for (const Practice& practice : all()) EXPECT_NE(page.find("| `" + practice.id + "`"), std::string::npos) << practice.id;
}

TEST(Practices, AreChosenForWhatPressesMost) {
  const auto chosen = choose_practices(all(), {"karuna-battery.exhaustion", "karuna-battery.acting"});
  ASSERT_EQ(chosen.size(), 3U);
  std::set<std::string> of;
  for (const Practice* practice : chosen) {
    EXPECT_NE(std::find(practice->fits.begin(), practice->fits.end(), "exhaustion"), practice->fits.end()) << practice->id;
    EXPECT_TRUE(of.insert(practice->element).second) << "two of the element " << practice->element;
  }
}

TEST(Practices, ThoseOfTheSecondFillUpWhereTheFirstHasTooFew) {
  std::vector<Practice> few;
  for (const auto& [id, element, fits, minutes] : std::vector<std::tuple<const char*, const char*, const char*, std::uint32_t>>{
           {"a", "conflict", "support", 5}, {"b", "learning", "acting", 3}, {"c", "resources", "acting", 2}, {"d", "decisions", "systems", 1}})
    few.push_back({id, element, {fits}, minutes, Evidence::none_yet, {}, {}, {}, {}});
  const auto chosen = choose_practices(few, {"x.support", "x.acting"});
  ASSERT_EQ(chosen.size(), 3U);
  EXPECT_EQ(chosen[0]->id, "a");
  EXPECT_EQ(chosen[1]->id, "c");  // fewer minutes than b
  EXPECT_EQ(chosen[2]->id, "b");
  few[1].evidence = Evidence::ours;
  EXPECT_EQ(choose_practices(few, {"x.support", "x.acting"})[1]->id, "b");  // evidence before minutes
  EXPECT_EQ(choose_practices({few[0]}, {}).size(), 1U);
  EXPECT_TRUE(choose_practices({}, {"x.support"}).empty());
}

TEST(Practices, AFileIsRefusedWithWhatIsWrong) {
  ASSERT_TRUE(read_practice(file_of(), "a.toml"));
  const auto says = [](const std::string& text, const std::string& name, const char* words) {
    const auto read = read_practice(text, name);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, Fault::invalid);
    EXPECT_NE(read.error().what.find(words), std::string::npos) << read.error().what;
  };
  says(file_of(), "b.toml", "name of the file");
  says(file_of("conflict", "fun"), "a.toml", "communication, decisions, resources, recognition, conflict or learning");
  says(file_of("minutes = 3", "minutes = 30"), "a.toml", "minutes");
  says(file_of("none yet", "proven"), "a.toml", "none yet, published or ours");
  says(file_of("title.de = \"x\"", ""), "a.toml", "de");
  says(file_of("title.de = \"x\"", "title.de = \"\""), "a.toml", "empty");
  says(file_of("[\"support\"]", "[]"), "a.toml", "fits");
  says(file_of("minutes", "minuts"), "a.toml", "minuts");
}

}  // namespace
}  // namespace karuna::act
