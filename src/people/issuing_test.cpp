// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "people/accounts.h"
#include "people/desk.h"
#include "people/roster.h"
#include "people/token_keys.h"
#include "people/people_fixture.h"

namespace karuna::people {
namespace {

namespace fs = std::filesystem;

/// 24 made-up people in one unit, a wave with keys, in a folder of its own.
class Issuing : public WithPeople {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(WithPeople::SetUp());
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
  RosterChange import(const std::string& header, int count) {
    std::ofstream file(folder_ / "people.csv", std::ios::binary);
    file << header;
    for (int i = 0; i < count; ++i)
      file << i << ";p" << i
           << "@klinik.example;K\xfc"
              "che;1.2.1980\n";  // Windows-1252
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

  /// First column of a query, as bytes.
  std::vector<std::string> blobs(const char* sql) const {
    std::vector<std::string> out;
    EXPECT_TRUE((*people_)->read("look", [&](store::Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.query(sql));
      for (const auto& row : rows) out.emplace_back(row.blob(0).begin(), row.blob(0).end());
      return {};
    }));
    return out;
  }
  std::vector<std::uint8_t> message(std::uint8_t fill) const { return std::vector<std::uint8_t>(256, fill); }

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

TEST_F(Issuing, WhatItGivesIsASignatureOfWhatWasBlinded) {
  const auto pk = seal::sha256("pk"), prefix = seal::sha256("prefix");
  const auto input = ask::token_input(prefix, ask::kind_right, wave_, 1, 7, pk);
  const auto blinded = seal::blind(*key_, input, std::vector<std::uint8_t>(48, 1), std::vector<std::uint8_t>(256, 2));
  ASSERT_TRUE(blinded);
  const auto issued = Desk(*people_).issue(person_, wave_, 1, ask::kind_right, blinded->message, true);
  ASSERT_TRUE(issued) << issued.error().what;
  const auto signature = seal::finalize(*key_, input, issued->blind_signature, blinded->inverse);
  ASSERT_TRUE(signature) << signature.error().what;
  EXPECT_TRUE(key_->verify(input, *signature));
}

TEST_F(Issuing, AnAdmissionIsNoRightAndIsNotCountedAsOne) {
  Desk desk(*people_);
  ASSERT_EQ(desk.issue(person_, wave_, 1, ask::kind_admission, message(3), true)->refusal, DeskRefusal::none);
  EXPECT_EQ(issued_counts(*people_, wave_)->front().issued, 0U);
  ASSERT_EQ(desk.issue(person_, wave_, 1, ask::kind_right, message(4), true)->refusal, DeskRefusal::none) << "one of each kind";
  EXPECT_EQ(issued_counts(*people_, wave_)->front().issued, 1U);
  EXPECT_EQ(desk.issue(person_, wave_, 1, ask::kind_admission, message(5), true)->refusal, DeskRefusal::already_issued);
  EXPECT_EQ(desk.issue(person_, wave_, 2, ask::kind_right, message(5), true)->refusal, DeskRefusal::not_eligible) << "the wave has no comments";
  EXPECT_EQ(desk.issue(person_, wave_, 1, 2, message(5), true)->refusal, DeskRefusal::bad_blinded_message) << "there is no such kind";
  EXPECT_EQ(desk.issue(person_, {8, 8}, 1, ask::kind_right, message(5), true)->refusal, DeskRefusal::not_eligible) << "another wave";
}

TEST_F(Issuing, ManyThreadsOfOnePersonGetOneRight) {
  Desk desk(*people_);
  std::atomic<int> given{0}, refused{0};
  {
    std::vector<std::jthread> threads;
    for (std::uint8_t t = 0; t < 8; ++t)
      threads.emplace_back([&, t] {
        const auto issued = desk.issue(person_, wave_, 1, ask::kind_right, message(static_cast<std::uint8_t>(t + 1)), true);
        if (issued && issued->refusal == DeskRefusal::none) ++given;
        if (issued && issued->refusal == DeskRefusal::already_issued) ++refused;
      });
  }
  EXPECT_EQ(given, 1);
  EXPECT_EQ(refused, 7);
  EXPECT_EQ(issued_counts(*people_, wave_)->front().issued, 1U);
}

TEST_F(Issuing, AClosedDeskGivesNothingAndTheKeysAreGone) {
  Desk desk(*people_);
  ASSERT_EQ(desk.issue(person_, wave_, 1, ask::kind_right, message(3), true)->refusal, DeskRefusal::none);
  const auto keys = blobs("select enc_private from token_key");
  ASSERT_EQ(keys.size(), 2U) << "one of the cell, one of the admission";
  for (const auto& key : keys) ASSERT_TRUE(in_some_file(key.substr(0, 64)));
  ASSERT_TRUE(close_desk(*people_, wave_));
  // This desk still holds the key it used, and its clock says that it is open.
  const auto late = desk.issue(person_, wave_, 1, ask::kind_right, message(3), true);
  ASSERT_TRUE(late) << late.error().what;
  EXPECT_EQ(late->refusal, DeskRefusal::window_closed);
  EXPECT_TRUE(late->blind_signature.empty());
  const auto anew = Desk(*people_).issue(person_, wave_, 1, ask::kind_right, message(3), true);
  ASSERT_TRUE(anew) << anew.error().what;
  EXPECT_EQ(anew->refusal, DeskRefusal::window_closed) << "a desk that starts anew";
  EXPECT_EQ(issued_counts(*people_, wave_)->front().issued, 1U) << "the counts stay";
  for (const auto& key : keys) EXPECT_FALSE(in_some_file(key.substr(0, 64))) << "a private key is still in a file";
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

TEST_F(Issuing, WhoIsNewIsCountedByTheFirstDay) {
  ASSERT_TRUE((*people_)->write("first days", [](store::Transaction& tx) -> Result<void> {
    for (const auto& [person, day] : {std::pair("p1", "2027-03-01"), std::pair("p2", "2027-03-02"), std::pair("p3", "2031-01-01"), std::pair("p4", "1999-12-31")}) {
      const std::array<store::Value, 2> values{std::string(day), std::string(person) + "@klinik.example"};
      KARUNA_TRY(changed, tx.run("update person set start_date=?1 where login=?2", values));
      EXPECT_EQ(changed, 1) << person;
    }
    return {};
  }));
  const auto fresh = new_people(*people_, "2027-03-01");
  ASSERT_TRUE(fresh) << fresh.error().what;
  ASSERT_EQ(fresh->size(), 1U) << "all are in one unit";
  EXPECT_EQ(fresh->begin()->second, 2U) << "after that day, and nobody without a first day";
  EXPECT_TRUE(new_people(*people_, "2031-01-01")->empty());
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

TEST_F(Issuing, LinksForEverybodyAreTheirsAndAreNotKept) {
  const auto links = make_links(*people_, 100);
  ASSERT_TRUE(links) << links.error().what;
  ASSERT_EQ(links->size(), 24U);
  SignIn sign_in(*people_);
  std::set<std::string> codes;
  for (const auto& [login, code] : *links) {
    EXPECT_TRUE(codes.insert(code).second);
    EXPECT_FALSE(in_some_file(code)) << "only the hash of a link is kept";
    const auto account = sign_in.by_link(code, 99);
    ASSERT_TRUE(account && *account);
    EXPECT_EQ((*account)->login, login);
  }
  EXPECT_FALSE(sign_in.by_link("guessed", 99)->has_value());
  EXPECT_FALSE(make_link(*people_, "nobody@klinik.example", 100));
}

TEST_F(Issuing, ManyWrongPasswordsMakeAnAccountWait) {
  ASSERT_TRUE(set_password(*people_, "p3@klinik.example", "correct horse battery"));
  ASSERT_TRUE(set_password(*people_, "p4@klinik.example", "another long password"));
  EXPECT_FALSE(in_some_file("correct horse battery"));
  EXPECT_EQ(set_password(*people_, "p3@klinik.example", "eleven byte").error().fault, Fault::invalid);
  EXPECT_EQ(set_password(*people_, "nobody", "correct horse battery").error().fault, Fault::not_found);
  SignIn sign_in(*people_);
  ASSERT_TRUE(sign_in.by_password("p3@klinik.example", "correct horse battery")->has_value());
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(sign_in.by_password("p3@klinik.example", "wrong horse battery")->has_value());
  EXPECT_TRUE(sign_in.by_password("p3@klinik.example", "correct horse battery")->has_value()) << "nine wrong ones are forgiven";
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(sign_in.by_password("p3@klinik.example", "wrong horse battery")->has_value());
  EXPECT_FALSE(sign_in.by_password("p3@klinik.example", "correct horse battery")->has_value()) << "ten are not";
  EXPECT_TRUE(sign_in.by_password("p4@klinik.example", "another long password")->has_value()) << "others do not wait with it";
  EXPECT_FALSE(sign_in.by_password("p5@klinik.example", "")->has_value()) << "no password is not an empty one";
  EXPECT_FALSE(sign_in.by_password("nobody", "there is nobody of this name")->has_value());
}

TEST_F(Issuing, ASessionEndsWhenItIsEnded) {
  Sessions sessions;
  const auto cookie = sessions.begin(*find_account(*people_, "p3@klinik.example").value());
  ASSERT_TRUE(cookie);
  const auto session = sessions.find(*cookie);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->account.login, "p3@klinik.example");
  EXPECT_NE(session->csrf, *cookie);
  EXPECT_FALSE(sessions.find(*cookie + "A"));
  EXPECT_FALSE(sessions.find(""));
  sessions.end(*cookie);
  EXPECT_FALSE(sessions.find(*cookie));
}

TEST_F(Issuing, TheRingIsForThisProgramAlone) {
  EXPECT_EQ(make_ring(folder_).error().fault, Fault::refused) << "a second would make the first's keys unusable";
  fs::permissions(folder_ / "ring.key", fs::perms::group_read, fs::perm_options::add);
  people_.reset();
  const auto opened = open_people(folder_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().fault, Fault::refused);
}

TEST_F(Issuing, KeysAreMadeOnceAndNothingIsKeptWhereItWasStopped) {
  const std::array<std::uint8_t, 1> classes{1};
  const std::map<std::string, std::uint32_t> cells{{"Klinik / Küche", 7}};
  EXPECT_EQ(make_token_keys(*people_, wave_, classes, cells, 1).error().fault, Fault::refused);
  const ask::WaveId other{7};
  const auto stopped = make_token_keys(*people_, other, classes, cells, 1, [](std::size_t, std::size_t) { return false; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().fault, Fault::interrupted);
  EXPECT_TRUE(issued_counts(*people_, other)->empty());
  EXPECT_FALSE(Desk(*people_).my_cell(person_, other, 1)->has_value());
}

TEST_F(Issuing, WhoDrewIsInNoFileAfterwards) {
  Desk desk(*people_);
  ASSERT_EQ(desk.issue(person_, wave_, 1, ask::kind_right, message(3), true)->refusal, DeskRefusal::none);
  const auto hash = seal::sha256(seal::Bytes(message(3)));
  const std::string needle(hash.begin(), hash.end());
  // The columns of a row lie side by side: wave and person in the frozen list, person and wave in what was issued.
  const std::string wave(wave_.begin(), wave_.end());
  const auto persons = blobs("select person_id from person");
  ASSERT_EQ(persons.size(), 24U);
  EXPECT_TRUE(in_some_file(needle)) << "the search would not find it";
  for (const auto& person : persons) EXPECT_TRUE(in_some_file(wave + person)) << "the search would not find it";
  EXPECT_TRUE(in_some_file(std::string(person_.begin(), person_.end()) + wave)) << "the search would not find it";
  ASSERT_TRUE(forget_wave(*people_, wave_));
  EXPECT_FALSE(in_some_file(needle));
  for (const auto& person : persons) EXPECT_FALSE(in_some_file(wave + person) || in_some_file(person + wave));
  EXPECT_TRUE(Desk(*people_).waves_of(person_)->empty());
}

}  // namespace
}  // namespace karuna::people
