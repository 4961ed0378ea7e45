// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "people/accounts.h"
#include "people/desk.h"
#include "people/roster.h"
#include "people/token_keys.h"

namespace karuna::people {
namespace {

namespace fs = std::filesystem;

/// 24 made-up people in one unit, a wave with keys, in a folder of its own.
class Issuing : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("karuna-issuing-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    ASSERT_TRUE(make_ring(folder_));
    auto opened = open_people(folder_);
    ASSERT_TRUE(opened) << opened.error().what;
    people_ = std::make_unique<PeopleDatabase>(*std::move(opened));
    import("Personalnummer;E-Mail;Abteilung;Geburtstag\n", 24);
    const std::array<std::uint8_t, 1> classes{1};
    auto keys = make_token_keys(*people_, wave_, classes, {{"Klinik / Küche", 7}}, 2);
    ASSERT_TRUE(keys) << keys.error().what;
    auto key = seal::RsaPublicKey::from_spki(keys->right_spki.at({1, 7}));
    ASSERT_TRUE(key);
    key_ = std::make_unique<seal::RsaPublicKey>(*std::move(key));
    auto account = find_account(*people_, "p3@klinik.example");
    ASSERT_TRUE(account && *account);
    person_ = *(*account)->person;
  }
  void TearDown() override {
    people_.reset();
    fs::remove_all(folder_);
  }

  RosterChange import(const std::string& header, int count) {
    std::ofstream file(folder_ / "people.csv", std::ios::binary);
    file << header;
    for (int i = 0; i < count; ++i) file << i << ";p" << i << "@klinik.example;K\xfc" "che;1.2.1980\n";  // Windows-1252
    file.close();
    const ColumnNames names{{"employee_id", "Personalnummer"}, {"email", "E-Mail"}, {"department", "Abteilung"}};
    auto roster = read_roster(folder_ / "people.csv", names, {}, "Klinik", "2026-11-25");
    EXPECT_TRUE(roster) << (roster ? "" : roster.error().what);
    if (!roster) return {};
    EXPECT_EQ(roster->dropped_columns, std::vector<std::string>{"Geburtstag"});
    auto change = import_roster(*people_, *roster, names, {});
    EXPECT_TRUE(change) << (change ? "" : change.error().what);
    return change.value_or(RosterChange());
  }

  std::vector<std::uint8_t> message(std::uint8_t fill) const { return std::vector<std::uint8_t>(256, fill); }

  fs::path folder_;
  std::unique_ptr<PeopleDatabase> people_;
  std::unique_ptr<seal::RsaPublicKey> key_;
  ask::WaveId wave_{1, 2, 3};
  PersonId person_{};
};

TEST_F(Issuing, TheSameMessageIsSignedAgainAndAnotherRefused) {
  Desk desk(*people_);
  const auto first = desk.issue(person_, wave_, 1, ask::kind_right, message(3), true);
  ASSERT_TRUE(first) << first.error().what;
  ASSERT_EQ(first->refusal, DeskRefusal::none);
  const auto again = desk.issue(person_, wave_, 1, ask::kind_right, message(3), true);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->blind_signature, first->blind_signature);
  const auto other = desk.issue(person_, wave_, 1, ask::kind_right, message(4), true);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->refusal, DeskRefusal::already_issued);
  EXPECT_TRUE(other->blind_signature.empty());
  const auto counts = issued_counts(*people_, wave_);
  ASSERT_TRUE(counts && counts->size() == 1);
  EXPECT_EQ(counts->front().cell, 7U);
  EXPECT_EQ(counts->front().issued, 1U);
}

TEST_F(Issuing, WhoIsNotOnTheListOrComesTooLateGetsNothing) {
  Desk desk(*people_);
  const auto stranger = desk.issue(PersonId{9, 9}, wave_, 1, ask::kind_right, message(3), true);
  ASSERT_TRUE(stranger);
  EXPECT_EQ(stranger->refusal, DeskRefusal::not_eligible);
  const auto late = desk.issue(person_, wave_, 1, ask::kind_right, message(3), false);
  ASSERT_TRUE(late);
  EXPECT_EQ(late->refusal, DeskRefusal::window_closed);
  for (const auto& wrong : {std::vector<std::uint8_t>(255, 3), std::vector<std::uint8_t>(256, 0), std::vector<std::uint8_t>(256, 0xff)}) {
    const auto bad = desk.issue(person_, wave_, 1, ask::kind_right, wrong, true);
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->refusal, DeskRefusal::bad_blinded_message);
  }
  EXPECT_EQ(issued_counts(*people_, wave_)->front().issued, 0U) << "a refusal left a row";
}

TEST_F(Issuing, AClosedDeskGivesNothingAndTheKeysAreGone) {
  ASSERT_TRUE(close_desk(*people_, wave_));
  Desk desk(*people_);
  const auto late = desk.issue(person_, wave_, 1, ask::kind_right, message(3), true);
  EXPECT_TRUE(!late || late->refusal != DeskRefusal::none);
  EXPECT_TRUE(!late || late->blind_signature.empty());
}

TEST_F(Issuing, ARosterImportedInBetweenChangesNoCell) {
  const auto change = import("Personalnummer;E-Mail;Abteilung;Geburtstag\n", 2);
  EXPECT_EQ(change.leaving.size(), 22U);
  const auto cell = Desk(*people_).my_cell(person_, wave_, 1);
  ASSERT_TRUE(cell);
  EXPECT_EQ(*cell, std::optional<std::uint32_t>(7));
  ASSERT_TRUE(undo_roster(*people_));
  const auto units = headcounts(*people_);
  ASSERT_TRUE(units);
  EXPECT_EQ(units->back().eligible, 24U);
}

TEST_F(Issuing, ALinkIsGoodOnce) {
  const auto code = make_link(*people_, "p3@klinik.example", 100);
  ASSERT_TRUE(code);
  SignIn sign_in(*people_);
  const auto first = sign_in.by_link(*code, 100), second = sign_in.by_link(*code, 100);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->has_value());
  EXPECT_FALSE(second->has_value());
  const auto late = make_link(*people_, "p3@klinik.example", 100);
  const auto too_old = sign_in.by_link(*late, 101);
  ASSERT_TRUE(too_old);
  EXPECT_FALSE(too_old->has_value());
}

TEST_F(Issuing, ManyWrongPasswordsMakeAnAccountWait) {
  ASSERT_TRUE(set_password(*people_, "p3@klinik.example", "correct horse battery"));
  SignIn sign_in(*people_);
  ASSERT_TRUE(sign_in.by_password("p3@klinik.example", "correct horse battery")->has_value());
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(sign_in.by_password("p3@klinik.example", "wrong horse battery")->has_value());
  EXPECT_FALSE(sign_in.by_password("p3@klinik.example", "correct horse battery")->has_value());
}

TEST_F(Issuing, WhoDrewIsInNoFileAfterwards) {
  Desk desk(*people_);
  ASSERT_EQ(desk.issue(person_, wave_, 1, ask::kind_right, message(3), true)->refusal, DeskRefusal::none);
  const auto hash = seal::sha256(seal::Bytes(message(3)));
  const std::string needle(hash.begin(), hash.end());
  const auto found = [&] {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      if (bytes.find(needle) != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_TRUE(found()) << "the search would not find it";
  ASSERT_TRUE(forget_wave(*people_, wave_));
  EXPECT_FALSE(found());
}

}  // namespace
}  // namespace karuna::people
