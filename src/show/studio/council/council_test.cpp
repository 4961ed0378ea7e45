// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/files.h"
#include "shared.h"
#include "show/studio/council/data_map.h"
#include "show/studio/council/exchange.h"
#include "show/studio/council/rules.h"

namespace karuna::show {
namespace {

std::set<std::string> tables_of(const char* file) {
  std::set<std::string> tables;
  const std::string code = test::read_text(std::string(KARUNA_SOURCE_DIR "/src/") + file);
  const std::regex made("create table ([a-z_]+)");
  for (std::sregex_iterator it(code.begin(), code.end(), made), end; it != end; ++it) tables.insert((*it)[1]);
  return tables;
}

TEST(DataMap, NamesEveryTableOnItsSideAndNoOther) {
  std::map<std::string, std::set<std::string>> named;
  for (const DataPlace& place : data_places()) {
    std::istringstream words{std::string(place.tables)};
    for (std::string table; words >> table;) EXPECT_TRUE(named[std::string(place.side)].insert(table).second) << table << " stands twice";
  }
  auto people = tables_of("people/people_database.cpp");
  people.merge(tables_of("act/commitments/commitments.cpp"));
  EXPECT_EQ(named["people"], people);
  EXPECT_EQ(named["ballots"], tables_of("collect/ballots/ballot_files.cpp"));
  std::set<std::string> both;
  std::ranges::set_intersection(named["people"], named["ballots"], std::inserter(both, both.end()));
  EXPECT_TRUE(both.empty());
}

/// A wave whose token part was drafted and signed by the server, and lies for the council.
class Exchange : public testing::Test {
 protected:
  void SetUp() override {
    installation_.folder = folder_.path();
    council_ = *seal::new_signing_key();
    installation_.witness_keys = {council_.public_key};
    wave_.token_part.wave = {1, 2, 3};
    wave_.token_part_json = "{}";
    wave_.state = ask::WaveState::drafted;
    place_ = installation_.exchange() / ask::hex_of(wave_.token_part.wave);
    std::filesystem::create_directories(place_ / "to-council");
    std::filesystem::create_directories(place_ / "from-council");
    ASSERT_TRUE(write_atomically(place_ / "to-council" / "token_part.server.sig", std::string(64, 'x')));
  }
  std::string signature(const seal::SigningKey& key) const { return std::string(seal::text_of(seal::sign_file(key, "TOKEN_PART", wave_.token_part.wave, wave_.token_part_json))); }
  test::TemporaryFolder folder_;
  ask::Installation installation_;
  ask::OpenedWave wave_;
  seal::SigningKey council_;
  std::filesystem::path place_;
};

TEST_F(Exchange, TakesWhatTheStepNamesAndTheCouncilSigned) {
  EXPECT_EQ(step_of(wave_, installation_), ExchangeStep::token_part);
  const std::string good = signature(council_);
  EXPECT_EQ(take(wave_, installation_, "token_part.witness.sig", good), Upload::kept);
  EXPECT_EQ(test::read_text(place_ / "from-council" / "token_part.witness.sig"), good);
  EXPECT_EQ(take(wave_, installation_, "council_key.json", "{}"), Upload::kept);
}

TEST_F(Exchange, KeepsNothingElse) {
  const std::string good = signature(council_);
  EXPECT_EQ(take(wave_, installation_, "token_part.witness.sig", signature(*seal::new_signing_key())), Upload::wrong_signature);
  EXPECT_EQ(take(wave_, installation_, "token_part.witness.sig", good.substr(1)), Upload::wrong_size);
  EXPECT_EQ(take(wave_, installation_, "token_part.witness.sig", good + "x"), Upload::wrong_size);
  EXPECT_EQ(take(wave_, installation_, "council_key.json", std::string(5000, ' ')), Upload::wrong_size);
  for (const char* name : {"final.witness.sig", "half.sealed", "request.witness.sig", "question_part.json", "../token_part.witness.sig", "/etc/passwd", "token_part.server.sig", "", "."})
    EXPECT_EQ(take(wave_, installation_, name, good), Upload::not_expected) << name;
  EXPECT_TRUE(std::filesystem::is_empty(place_ / "from-council"));
  wave_.token_part.council = false;
  EXPECT_EQ(take(wave_, installation_, "token_part.witness.sig", good), Upload::not_expected) << "a wave without a council waits for none";
}

TEST(Rules, SaysWhichWayARuleMoved) {
  const auto wave = [](std::uint8_t id, std::uint32_t opens) {
    auto one = std::make_shared<ask::OpenedWave>();
    one->token_part.wave = {id};
    one->token_part.title = std::string(1, static_cast<char>('A' + id));
    one->token_part.opens_desk = opens;
    one->folder = "/nowhere";
    return one;
  };
  const auto first = wave(0, 10), second = wave(1, 20), pulse = wave(2, 30);
  second->token_part.k = {12, 30, 80};
  second->token_part.reminders_max = 1;
  second->token_part.late_desk = true;
  second->token_part.profile = ask::WaveProfile::strict;
  pulse->token_part.depth = ask::Depth::pulse;
  const auto rules = rules_of({{first->token_part.wave, first}, {second->token_part.wave, second}, {pulse->token_part.wave, pulse}}, {});
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_EQ(rules[0]["title"], "C");
  EXPECT_TRUE(rules[0]["before"].is_null()) << "a pulse is compared with pulses";
  EXPECT_EQ(rules[1]["before"], "A");
  std::map<std::string, std::string> change;
  for (const auto& rule : rules[1]["rules"]) change[rule["name"]] = rule["change"];
  EXPECT_EQ(change["k_index"], "stricter");
  EXPECT_EQ(change["k_scales"], "same");
  EXPECT_EQ(change["k_items"], "looser");
  EXPECT_EQ(change["reminders_max"], "stricter");
  EXPECT_EQ(change["late_desk"], "looser");
  EXPECT_EQ(change["profile"], "stricter");
  EXPECT_EQ(change["guess_one"], "stricter");
}

}  // namespace
}  // namespace karuna::show
