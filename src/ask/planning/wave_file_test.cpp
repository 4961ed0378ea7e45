// SPDX-License-Identifier: Apache-2.0
#include "ask/planning/wave_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace karuna::ask {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t now = 490'000;

Result<WaveFile> read(const std::string& text) {
  auto file = parse_toml(text, "WAVE.toml");
  EXPECT_TRUE(file) << (file ? "" : file.error().what);
  return read_wave_file(*file, now);
}

const std::string least = "title = \"Spring\"\ninstruments = [\"karuna-battery\"]\n";
const std::string dated = least + "opens_ballots = \"2027-03-01\"\n";

WaveFile good(const std::string& text) {
  auto wave = read(text);
  EXPECT_TRUE(wave) << (wave ? "" : wave.error().what);
  return wave.value_or(WaveFile());
}

void refuses(const std::string& text, const char* words) {
  const auto wave = read(text);
  ASSERT_FALSE(wave) << text;
  EXPECT_EQ(wave.error().fault, Fault::invalid);
  EXPECT_THAT(wave.error().what, HasSubstr(words));
  EXPECT_THAT(wave.error().what, HasSubstr("WAVE.toml"));
}

// 2027-03-01 is day 20,878 after 1970-01-01 (by another program); 14 days later is day 20,892, 21 days later 20,899, five days earlier 20,873.
TEST(WaveFile, FillsInTheDatesThatAreNotSaid) {
  const auto wave = good(dated);
  EXPECT_EQ(wave.opens_ballots, 20'878U * 24);
  EXPECT_EQ(wave.opens_desk, 20'873U * 24);
  EXPECT_EQ(wave.closes_desk, wave.opens_ballots);
  EXPECT_EQ(wave.closes_ballots, 20'892U * 24);
  EXPECT_EQ(good(dated + "depth = \"pulse\"\n").closes_ballots, 20'899U * 24);
  const auto from_desk = good(least + "opens_desk = \"2027-02-24T09\"\n");
  EXPECT_EQ(from_desk.opens_desk, 20'873U * 24 + 9);
  EXPECT_EQ(from_desk.opens_ballots, 20'878U * 24 + 9);
  EXPECT_EQ(hour_text(20'878U * 24 + 9), "2027-03-01 09:00 UTC");
  const auto trial = good(least + "trial = true\n");
  EXPECT_EQ(trial.opens_desk, 490'000U) << "a trial may begin at once";
}

TEST(WaveFile, HasTheDefaultsOfTheManual) {
  const auto wave = good(dated);
  EXPECT_EQ(wave.title, "Spring");
  EXPECT_THAT(wave.languages, ElementsAre("en"));
  EXPECT_EQ(wave.depth, Depth::deep);
  EXPECT_EQ(wave.profile, WaveProfile::balanced);
  EXPECT_THAT(wave.k, ElementsAre(10, 30, 100));
  EXPECT_TRUE(wave.items && wave.moments && !wave.trial);
  EXPECT_FALSE(wave.index || wave.late_desk);
  EXPECT_DOUBLE_EQ(wave.expected_response, 0.65);
  EXPECT_THAT(good(dated + "profile = \"exact\"\n").k, ElementsAre(10, 10, 30));
  EXPECT_THAT(good(dated + "profile = \"exact\"\nk = [12, 20, 40]\n").k, ElementsAre(12, 20, 40));
  const auto said = good(dated + "late_desk = false\nindex = [\"karuna-battery.support\"]\nitems = false\nmoments = false\nexpected_response = 0.4\n");
  EXPECT_EQ(said.late_desk, std::optional(false));
  EXPECT_THAT(*said.index, ElementsAre("karuna-battery.support"));
  EXPECT_FALSE(said.items || said.moments);
}

TEST(WaveFile, NamesAKeyItDoesNotKnow) {
  refuses(dated + "langauges = [\"en\"]\n", "languages");
  refuses(dated + "smallest = 3\n", "smallest");
  refuses(dated + "[index]\na = 1\n", "index");
}

TEST(WaveFile, TakesContactsInEachLanguageOfTheWave) {
  const std::string two = least + "opens_ballots = \"2027-03-01\"\nlanguages = [\"en\", \"de\"]\n";
  const WaveFile wave = good(two + "[[contacts]]\nreach = \"116 123\"\nname = \"TelefonSeelsorge\"\n[[contacts]]\nkind = \"person\"\nreach = \"Room 12\"\nname = { en = \"Counsellor\", de = \"Beratung\" }\n");
  ASSERT_EQ(wave.contacts.size(), 2U);
  EXPECT_EQ(wave.contacts[0].kind, ContactKind::now);
  EXPECT_THAT(wave.contacts[0].text, ElementsAre(testing::Pair("en", "TelefonSeelsorge"), testing::Pair("de", "TelefonSeelsorge")));
  EXPECT_EQ(wave.contacts[1].kind, ContactKind::person);
  EXPECT_EQ(wave.contacts[1].reach, "Room 12");
  EXPECT_THAT(wave.contacts[1].text, ElementsAre(testing::Pair("en", "Counsellor"), testing::Pair("de", "Beratung")));
  refuses(two + "[[contacts]]\nreach = \"1\"\nname = { en = \"Counsellor\" }\n", "in each language");
  refuses(two + "[[contacts]]\nreach = \"1\"\nname = { en = \"Counsellor\", fr = \"Conseil\" }\n", "no text in 'de'");
  refuses(two + "[[contacts]]\nreach = \"\"\nname = \"x\"\n", "one line");
  refuses(two + "[[contacts]]\nreach = \"1\"\n", "name");
  refuses(two + "[[contacts]]\nkind = \"later\"\nreach = \"1\"\nname = \"x\"\n", "now, person");
  refuses(two + "[[contacts]]\nphone = \"1\"\nname = \"x\"\n", "phone");
  std::string nine = two;
  for (int i = 0; i < 9; ++i) nine += "[[contacts]]\nreach = \"1\"\nname = \"x\"\n";
  refuses(nine, "at most 8");
}

TEST(WaveFile, RefusesDatesThatAreNone) {
  for (const char* date : {"", "soon", "2027-02-30", "2027-13-01", "2027-3-1", "01.03.2027", "2027-03-01T24", "2027-03-01T8", "2027-03-01T08:00",
                           "2027-03-01X08", "1969-12-31", "2027-03-01T", "2027-03-01T-1"})
    refuses(least + "opens_ballots = \"" + date + "\"\n", ":3");
  refuses(least, "opens_ballots");
  refuses(least + "opens_ballots = 20878\n", "opens_ballots");
}

TEST(WaveFile, RefusesDatesOutOfOrder) {
  refuses(dated + "opens_desk = \"2027-03-02\"\n", "out of order");
  refuses(dated + "closes_ballots = \"2027-03-01\"\n", "out of order");
  refuses(dated + "closes_desk = \"2027-02-24\"\n", "out of order");
  refuses(dated + "closes_desk = \"2027-03-16\"\n", "out of order");
  EXPECT_EQ(good(dated + "closes_desk = \"2027-03-15\"\n").closes_desk, 20'892U * 24) << "the desk may close with the ballots";
}

TEST(WaveFile, RefusesWhatDoesNotFit) {
  refuses("instruments = [\"karuna-battery\"]\nopens_ballots = \"2027-03-01\"\n", "title");
  refuses("title = \"\"\ninstruments = [\"karuna-battery\"]\n", "title");
  refuses("title = \"" + std::string(201, 'x') + "\"\ninstruments = [\"karuna-battery\"]\n", "201");
  refuses("title = \"Spring\"\ninstruments = []\nopens_ballots = \"2027-03-01\"\n", "instruments");
  refuses(dated + "languages = []\n", "languages");
  refuses(dated + "languages = [\"en\", \"de\", \"en\"]\n", "languages");
  refuses(dated + "depth = \"shallow\"\n", "deep, pulse");
  refuses(dated + "profile = \"none\"\n", "exact, balanced, strict");
  for (const char* k : {"[10, 30]", "[10, 30, 100, 200]", "[4, 30, 100]", "[30, 10, 100]", "[10, 30, 100001]"})
    refuses(dated + "k = " + k + "\n", "three growing numbers");
  for (const char* share : {"0", "-0.5", "1.01", "65"}) refuses(dated + "expected_response = " + share + "\n", "expected_response");
}

}  // namespace
}  // namespace karuna::ask
