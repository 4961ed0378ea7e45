// SPDX-License-Identifier: Apache-2.0
#include "people/cards.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "people/desk.h"
#include "people/roster.h"
#include "people/token_keys.h"
#include "people/people_fixture.h"

namespace karuna::people {
namespace {

namespace fs = std::filesystem;
using Kind = CardSignIn::Outcome::Kind;

/// 60 made-up people: the kitchen (cell 7) has 24, of whom every third has no mail address; the ward (cell 9) has 36, of whom p24 to p29 have none.
/// Without an address: 8 of the kitchen, 6 of the ward; of those of the ward, two read Arabic.
class Cards : public WithPeople {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(WithPeople::SetUp());
    std::string table = "employee_id,email,unit,language\n";
    for (int i = 0; i < 60; ++i) {
      const bool none = i < 24 ? i % 3 == 0 : i < 30;
      table += "p" + std::to_string(i) + "," + (none ? "" : "p" + std::to_string(i) + "@klinik.example") + "," + (i < 24 ? "Kitchen" : "Ward") + "," + (i == 24 || i == 25 ? "ar" : "de") + "\n";
    }
    ASSERT_NO_FATAL_FAILURE(import_table(table));
    const std::array<std::uint8_t, 1> classes{1};
    auto keys = make_token_keys(*people_, wave_, classes, {{"Klinik / Kitchen", 7}, {"Klinik / Ward", 9}}, 2);
    ASSERT_TRUE(keys) << keys.error().what;
  }
  PersonId person(const std::string& login) const {
    const auto account = find_account(*people_, login);
    return account && *account && (*account)->person ? *(*account)->person : PersonId{};
  }
  std::int64_t one_number(const char* sql) const {
    std::int64_t value = -1;
    EXPECT_TRUE((*people_)->read("look", [&](store::Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.query(sql));
      value = rows[0].integer(0);
      return {};
    }));
    return value;
  }
  std::vector<NewCards> cards() {
    auto made = make_cards(*people_, wave_, false);
    EXPECT_TRUE(made) << (made ? "" : made.error().what);
    return made.value_or(std::vector<NewCards>());
  }
  std::vector<std::uint8_t> message(std::uint8_t fill) const { return std::vector<std::uint8_t>(256, fill); }

  ask::WaveId wave_{4, 5, 6};
};

TEST_F(Cards, AreAsManyAsHaveNoMailAddressByCellAndLanguage) {
  const auto made = cards();
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].cell, 7U);
  EXPECT_EQ(made[0].codes.at("de").size(), 8U);
  EXPECT_EQ(made[1].cell, 9U);
  EXPECT_EQ(made[1].codes.at("de").size(), 4U);
  EXPECT_EQ(made[1].codes.at("ar").size(), 2U);
  std::set<std::string> all;
  for (const auto& cell : made)
    for (const auto& [language, codes] : cell.codes) all.insert(codes.begin(), codes.end());
  EXPECT_EQ(all.size(), 14U);
  for (const auto& code : all) EXPECT_FALSE(in_some_file(code)) << "only the hash of a code is kept";
  EXPECT_TRUE(make_cards(*people_, wave_, false)->empty()) << "all have cards";
}

TEST_F(Cards, APersonIsOnOneListOnly) {
  Desk desk(*people_);
  ASSERT_EQ(desk.my_cell(person("p0"), wave_, 1).value(), std::optional<std::uint32_t>(7));
  const auto before = one_number("select count(*) from wave_person");
  cards();
  EXPECT_EQ(one_number("select count(*) from wave_person"), before) << "as many rights as people";
  EXPECT_FALSE(desk.my_cell(person("p0"), wave_, 1)->has_value()) << "on the card list";
  EXPECT_TRUE(desk.waves_of(person("p0"))->empty());
  EXPECT_EQ(desk.issue(person("p0"), wave_, 1, ask::kind_right, message(3), true)->refusal, DeskRefusal::not_eligible);
  EXPECT_TRUE(desk.my_cell(person("p1@klinik.example"), wave_, 1)->has_value()) << "on the sign-in list";
  EXPECT_EQ(one_number("select count(*) from card_person c join wave_person w on w.person_id=c.person_id and w.wave_id=c.wave_id"), 0);
  const auto list = card_list(*people_, wave_);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 14U);
  EXPECT_EQ(list->front().employee_id, "p0");
  EXPECT_EQ(list->back().employee_id, "p29");
}

TEST_F(Cards, NothingJoinsACardToAPerson) {
  cards();
  EXPECT_EQ(one_number("select count(*) from card c join person p on p.person_id=c.card_id"), 0);
  EXPECT_EQ(one_number("select count(*) from card c join card_person p on p.person_id=c.card_id"), 0);
  // Every column that card and the table of people could be joined by: an id of the card's own, the wave, the batch. No language, no unit, no number.
  EXPECT_EQ(one_number("select count(*) from pragma_table_info('card')"), 4);
  EXPECT_EQ(one_number("select count(distinct substr(card_id, 1, 8)) from card"), 14);
}

TEST_F(Cards, ACardDrawsOnceAndMaySignInAgain) {
  const auto made = cards();
  CardSignIn door(*people_);
  Desk desk(*people_);
  const std::string code = made[1].codes.at("ar")[0];
  const auto who = door.by_card(code);
  ASSERT_TRUE(who) << who.error().what;
  ASSERT_EQ(who->kind, Kind::signed_in);
  EXPECT_TRUE(who->account.card);
  EXPECT_EQ(who->wave, wave_);
  EXPECT_TRUE(who->account.login.empty());
  EXPECT_TRUE(who->account.roles.empty());
  EXPECT_EQ(desk.my_cell(*who->account.person, wave_, 1).value(), std::optional<std::uint32_t>(9));
  const auto first = desk.issue(*who->account.person, wave_, 1, ask::kind_right, message(3), true);
  ASSERT_EQ(first->refusal, DeskRefusal::none);
  const auto again = door.by_card(" " + code.substr(0, 4) + " " + code.substr(4));
  ASSERT_EQ(again->kind, Kind::signed_in);
  EXPECT_EQ(desk.issue(*again->account.person, wave_, 1, ask::kind_right, message(3), true)->blind_signature, first->blind_signature);
  EXPECT_EQ(desk.issue(*again->account.person, wave_, 1, ask::kind_right, message(4), true)->refusal, DeskRefusal::already_issued);
  const auto counts = issued_counts(*people_, wave_);
  ASSERT_EQ(counts->size(), 2U);
  EXPECT_EQ(counts->at(1).issued, 1U) << "a card's right counts in its cell";
  EXPECT_EQ(counts->at(0).issued, 0U);
}

TEST_F(Cards, AWrongCodeSignsNobodyInAndManyMakeEverybodyWait) {
  const auto made = cards();
  auto now = std::chrono::steady_clock::time_point();
  CardSignIn door(*people_, [&] { return now; });
  const std::string good = made[0].codes.at("de")[0], wrong = "04HM-ASW9-NF6Y-Y41Z", mistyped = "04HM-ASW9-NF6Y-Y41X";
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(door.by_card(mistyped)->kind, Kind::wrong) << "what is mistyped is no guess";
  for (int i = 0; i < 200; ++i) ASSERT_EQ(door.by_card(wrong)->kind, Kind::wrong) << i;
  EXPECT_EQ(door.by_card(wrong)->kind, Kind::wait);
  EXPECT_EQ(door.by_card(good)->kind, Kind::wait) << "right and wrong look alike while all wait";
  now += std::chrono::milliseconds(500);  // ten more
  EXPECT_EQ(door.by_card(good)->kind, Kind::signed_in);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(door.by_card(wrong)->kind, Kind::wrong) << i;
  EXPECT_EQ(door.by_card(wrong)->kind, Kind::wait);
  now += std::chrono::hours(5);
  for (int i = 0; i < 200; ++i) ASSERT_EQ(door.by_card(wrong)->kind, Kind::wrong) << "never more than 200 at once";
  EXPECT_EQ(door.by_card(wrong)->kind, Kind::wait);
}

TEST_F(Cards, AreNotPrintedOnceTheDeskWasOpen) {
  const auto made = make_cards(*people_, wave_, true);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().fault, Fault::refused);
  EXPECT_TRUE(Desk(*people_).my_cell(person("p0"), wave_, 1)->has_value()) << "nothing was changed";
  EXPECT_EQ(make_cards(*people_, {9}, false).error().fault, Fault::not_found) << "another wave";
}

TEST_F(Cards, AVoidedBatchSignsNobodyInAndIsPrintedAnew) {
  const auto made = cards();
  CardSignIn door(*people_);
  EXPECT_EQ(void_cards(*people_, wave_, {5}).error().fault, Fault::not_found);
  EXPECT_EQ(void_cards(*people_, wave_, {2}).value(), 1U);
  EXPECT_EQ(void_cards(*people_, wave_, {2}).value(), 0U) << "once";
  EXPECT_EQ(door.by_card(made[1].codes.at("ar")[0])->kind, Kind::wrong);
  EXPECT_EQ(door.by_card(made[0].codes.at("de")[0])->kind, Kind::signed_in) << "the other batch holds";
  const auto anew = cards();
  ASSERT_EQ(anew.size(), 1U);
  EXPECT_EQ(anew[0].cell, 9U);
  EXPECT_EQ(anew[0].count(), 6U);
  EXPECT_EQ(one_number("select count(*) from wave_person where cell=9"), 36) << "as many rights as people, no more";
  const auto batches = card_batches(*people_, wave_);
  ASSERT_EQ(batches->size(), 3U);
  EXPECT_TRUE(batches->at(1).voided);
  EXPECT_EQ(batches->at(2).batch, 3);
  EXPECT_EQ(batches->at(2).printed, 6);
}

TEST_F(Cards, WhatWasDrawnWithAVoidedCardStaysCounted) {
  const auto made = cards();
  CardSignIn door(*people_);
  Desk desk(*people_);
  const auto who = door.by_card(made[0].codes.at("de")[0]), other = door.by_card(made[0].codes.at("de")[1]);
  ASSERT_EQ(desk.issue(*who->account.person, wave_, 1, ask::kind_right, message(3), true)->refusal, DeskRefusal::none);
  ASSERT_EQ(void_cards(*people_, wave_, {}).value(), 2U) << "all of the wave";
  EXPECT_EQ(issued_counts(*people_, wave_)->at(0).issued, 1U);
  EXPECT_EQ(desk.issue(*other->account.person, wave_, 1, ask::kind_right, message(4), true)->refusal, DeskRefusal::not_eligible)
      << "signed in before, and voided since";
}

TEST_F(Cards, HowManyWereUsedIsToldWithTheResultsAndGoesWithTheWave) {
  const auto made = cards();
  CardSignIn door(*people_);
  Desk desk(*people_);
  for (std::uint8_t c = 0; c < 3; ++c) {
    const auto who = door.by_card(made[0].codes.at("de")[c]);
    ASSERT_EQ(desk.issue(*who->account.person, wave_, 1, ask::kind_admission, message(static_cast<std::uint8_t>(c + 10)), true)->refusal, DeskRefusal::none);
    if (c == 2) continue;
    ASSERT_EQ(desk.issue(*who->account.person, wave_, 1, ask::kind_right, message(static_cast<std::uint8_t>(c + 3)), true)->refusal, DeskRefusal::none);
  }
  EXPECT_EQ(spent_cards(*people_, wave_, false).error().fault, Fault::refused);
  EXPECT_EQ(spent_cards(*people_, wave_, true).value(), 2U);
  ASSERT_TRUE(forget_wave(*people_, wave_));
  EXPECT_EQ(door.by_card(made[0].codes.at("de")[0])->kind, Kind::wrong);
  EXPECT_EQ(one_number("select count(*) from card"), 0);
  EXPECT_TRUE(card_list(*people_, wave_)->empty());
}

TEST_F(Cards, ASessionOfACardIsShort) {
  const auto made = cards();
  CardSignIn door(*people_);
  Sessions sessions;
  const auto card = sessions.begin(door.by_card(made[0].codes.at("de")[0])->account), person = sessions.begin(*find_account(*people_, "p1@klinik.example").value());
  ASSERT_TRUE(card && person);
  EXPECT_LT(sessions.find(*card)->ends + 7 * 3600, sessions.find(*person)->ends);
}

}  // namespace
}  // namespace karuna::people
