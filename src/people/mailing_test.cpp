// SPDX-License-Identifier: Apache-2.0
#include "people/mailing.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "people/cards.h"
#include "people/desk.h"
#include "people/person_record.h"
#include "people/roster.h"
#include "people/accounts.h"
#include "people/token_keys.h"
#include "people/wanted_links.h"
#include "people/people_fixture.h"

namespace karuna::people {
namespace {

namespace fs = std::filesystem;

/// 30 made-up people of one unit; p0 to p3 have no mail address.
class Mailing : public WithPeople {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(WithPeople::SetUp());
    import(30);
    const std::array<std::uint8_t, 1> classes{1};
    auto keys = make_token_keys(*people_, wave_, classes, {{"Klinik / Kitchen", 7}}, 2);
    ASSERT_TRUE(keys) << keys.error().what;
    reopen();
  }
  void import(int count) {
    std::string table = "employee_id,email,unit,language\n";
    for (int i = 0; i < count; ++i) table += "p" + std::to_string(i) + "," + (i < 4 ? "" : "p" + std::to_string(i) + "@klinik.example") + ",Kitchen," + (i % 2 ? "de" : "ar") + "\n";
    import_table(table);
  }
  void reopen() {
    mail_.reset();
    auto opened = open_people_for_mail(folder_);
    ASSERT_TRUE(opened) << opened.error().what;
    mail_ = std::make_unique<MailDatabase>(*std::move(opened));
  }
  PersonId person(const char* name) { return find_person(*people_, name).value().value_or(PersonId{}); }
  /// Sends until the queue is empty.  Gives  the mailboxes, in the order in which they came
  std::vector<std::string> send_all(int message, Sent sent = Sent::accepted) {
    std::vector<std::string> mailboxes;
    for (;;) {
      const auto next = next_mail(*mail_, wave_, message);
      EXPECT_TRUE(next) << (next ? "" : next.error().what);
      if (!next || !*next) return mailboxes;
      mailboxes.push_back((*next)->mailbox);
      EXPECT_TRUE(note_mail(*mail_, wave_, message, (*next)->person, sent));
    }
  }

  /// The wish is written by a thread of its own; what is written after it waits for it.
  void want(const char* login, std::int64_t hour) {
    want_link(*people_, login, hour);
    ASSERT_TRUE((*people_)->write("wait", [](store::Transaction&) -> Result<void> { return {}; }));
  }

  std::unique_ptr<MailDatabase> mail_;
  ask::WaveId wave_{6, 7};
};

TEST_F(Mailing, GoesToEverybodyWithAnAddressOnce) {
  EXPECT_EQ(count_mail(*mail_, wave_, 1).value(), 26U);
  EXPECT_EQ(queue_mail(*mail_, wave_, 1).value(), 26U);
  EXPECT_EQ(queue_mail(*mail_, wave_, 1).value(), 0U) << "once a wave";
  const auto mailboxes = send_all(1);
  EXPECT_EQ(mailboxes.size(), 26U);
  EXPECT_EQ(std::set<std::string>(mailboxes.begin(), mailboxes.end()).size(), 26U);
  EXPECT_EQ(queue_mail(*mail_, wave_, 1).value(), 0U);
  EXPECT_TRUE(send_all(1).empty());
  EXPECT_EQ(queue_mail(*mail_, wave_, 2).value(), 26U) << "the next message is another";
}

TEST_F(Mailing, WhoDrewIsNotToBeSeen) {
  Desk desk(*people_);
  ASSERT_EQ(desk.issue(person("p5"), wave_, 1, ask::kind_right, std::vector<std::uint8_t>(256, 3), true)->refusal, DeskRefusal::none);
  for (const char* sql : {"select count(*) from issuance", "select 1 from person p join issuance i on i.person_id=p.person_id", "select hash from card", "select password from account",
                          "select enc_private from token_key", "select * from link", "select exists(select 1 from issuance where person_id=x'00')"}) {
    const auto looked = (*mail_)->read("look", [&](store::Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.query(sql));
      (void)rows;
      return {};
    });
    ASSERT_FALSE(looked) << sql;
    EXPECT_EQ(looked.error().fault, Fault::refused) << looked.error().what;
  }
  const auto changed = (*mail_)->write("change", [](store::Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.run("delete from issuance"));
    (void)rows;
    return {};
  });
  EXPECT_FALSE(changed);
  EXPECT_EQ(issued_counts(*people_, wave_)->at(0).issued, 1U);
  EXPECT_EQ(queue_mail(*mail_, wave_, half_time).value(), 26U) << "who drew is reminded like everybody";
}

TEST_F(Mailing, RemindersLeaveOutWhoWantsNone) {
  ASSERT_TRUE(set_reminders_off(*people_, person("p7@klinik.example"), true));
  ASSERT_TRUE(set_reminders_off(*people_, person("p8"), true));
  for (const int message : {1, 2, results_out}) EXPECT_EQ(count_mail(*mail_, wave_, message).value(), 26U) << message;
  for (const int message : {half_time, last_day}) EXPECT_EQ(count_mail(*mail_, wave_, message).value(), 24U) << message;
  ASSERT_EQ(queue_mail(*mail_, wave_, half_time).value(), 24U);
  ASSERT_TRUE(set_reminders_off(*people_, person("p9"), true));
  const auto mailboxes = send_all(half_time);
  EXPECT_EQ(mailboxes.size(), 23U) << "who says so while it waits gets none either";
  for (const char* name : {"p7@klinik.example", "p8@klinik.example", "p9@klinik.example"})
    EXPECT_EQ(std::count(mailboxes.begin(), mailboxes.end(), name), 0) << name;
}

TEST_F(Mailing, NoMoreRemindersOutlivesImportsAndTheirUndo) {
  ASSERT_TRUE(set_reminders_off(*people_, person("p7"), true));
  import(30);
  EXPECT_TRUE(reminders_off(*people_, person("p7")).value());
  ASSERT_TRUE(set_reminders_off(*people_, person("p8"), true));
  ASSERT_TRUE(undo_roster(*people_));
  EXPECT_TRUE(reminders_off(*people_, person("p7")).value());
  EXPECT_TRUE(reminders_off(*people_, person("p8")).value()) << "said after the import that was undone";
}

TEST_F(Mailing, WhatWasOnItsWayIsNeverSentAgain) {
  ASSERT_EQ(queue_mail(*mail_, wave_, 2).value(), 26U);
  const auto first = next_mail(*mail_, wave_, 2), second = next_mail(*mail_, wave_, 2);
  ASSERT_TRUE(first && *first && second && *second);
  EXPECT_NE((*first)->mailbox, (*second)->mailbox);
  ASSERT_TRUE(note_mail(*mail_, wave_, 2, (*second)->person, Sent::accepted));
  reopen();  // the first run died here, and said nothing of the first mail
  ASSERT_TRUE(settle_mail(*mail_, wave_, 2, true));
  const auto mailboxes = send_all(2);
  EXPECT_EQ(mailboxes.size(), 24U);
  EXPECT_EQ(std::count(mailboxes.begin(), mailboxes.end(), (*first)->mailbox), 0);
  const auto counts = mail_counts(*mail_, wave_);
  ASSERT_EQ(counts->size(), 1U);
  EXPECT_EQ(counts->at(0).sent, 25);
  EXPECT_EQ(counts->at(0).unknown, 1);
  EXPECT_EQ(counts->at(0).waiting, 0);
}

TEST_F(Mailing, WhatIsPutBackIsTriedFiveTimes) {
  ASSERT_EQ(queue_mail(*mail_, wave_, 2).value(), 26U);
  const auto first = next_mail(*mail_, wave_, 2);
  const PersonId who = (*first)->person;
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(note_mail(*mail_, wave_, 2, who, Sent::not_tried));
    const auto again = next_mail(*mail_, wave_, 2);
    ASSERT_EQ((*again)->person, who) << "the queue has an order";
  }
  EXPECT_NE(next_mail(*mail_, wave_, 2, {who}).value()->person, who);
  for (int tries = 1; tries <= 5; ++tries) {
    ASSERT_TRUE(note_mail(*mail_, wave_, 2, who, Sent::later));
    EXPECT_EQ(mail_counts(*mail_, wave_)->at(0).refused, tries == 5 ? 1 : 0) << tries;
    if (tries == 5) break;
    ASSERT_EQ(next_mail(*mail_, wave_, 2).value()->person, who);
  }
}

TEST_F(Mailing, WhatWaitsTooLongAndWhoLeftGetNothing) {
  ASSERT_EQ(queue_mail(*mail_, wave_, half_time).value(), 26U);
  import(20);
  EXPECT_EQ(send_all(half_time).size(), 16U) << "p20 to p29 have left";
  ASSERT_EQ(queue_mail(*mail_, wave_, last_day).value(), 16U);
  ASSERT_TRUE(settle_mail(*mail_, wave_, last_day, false));
  EXPECT_TRUE(send_all(last_day).empty()) << "its time is over";
  EXPECT_EQ(queue_mail(*mail_, wave_, last_day).value(), 0U);
}

TEST_F(Mailing, WhoGetsACardGetsNoMailAndAForgottenWaveKeepsNobody) {
  ASSERT_EQ(make_cards(*people_, wave_, false)->at(0).count(), 4U);
  ASSERT_EQ(queue_mail(*mail_, wave_, 1).value(), 26U);
  EXPECT_EQ(send_all(1).size(), 26U);
  ASSERT_TRUE(forget_wave(*people_, wave_));
  EXPECT_EQ(mail_counts(*mail_, wave_)->at(0).sent, 0);
  EXPECT_EQ(queue_mail(*mail_, wave_, 1).value(), 0U) << "that it went out is kept, to whom is not";
}

TEST_F(Mailing, AWantedLinkIsMadeOnceAndFloodsNobody) {
  for (const char* login : {"p5@klinik.example", "p5@klinik.example", "nobody@klinik.example", "p0"}) want(login, 100);
  const auto link = next_wanted_link(*mail_, 100);
  ASSERT_TRUE(link && *link);
  EXPECT_EQ((*link)->mailbox, "p5@klinik.example");
  EXPECT_EQ((*link)->language, "de");
  EXPECT_FALSE(next_wanted_link(*mail_, 100)->has_value()) << "asked twice, made once; nobody, and somebody without an address, get none";
  SignIn sign_in(*people_);
  EXPECT_TRUE(sign_in.by_link((*link)->code, 124)->has_value());
  for (int i = 0; i < 3; ++i) {
    want("p5@klinik.example", 100);
    ASSERT_TRUE(next_wanted_link(*mail_, 100)->has_value()) << i;
  }
  want("p5@klinik.example", 100);
  EXPECT_FALSE(next_wanted_link(*mail_, 100)->has_value()) << "three unspent ones are enough";
  want("p5@klinik.example", 125);
  EXPECT_TRUE(next_wanted_link(*mail_, 125)->has_value()) << "those are too old";
}

ask::OpenedWave dated() {
  ask::OpenedWave wave;
  wave.state = ask::WaveState::published;
  wave.token_part.opens_desk = 1000, wave.token_part.closes_desk = 1120;
  wave.token_part.opens_ballots = 1120, wave.token_part.closes_ballots = 1120 + 14 * 24;
  return wave;
}

TEST(MailTimes, FollowTheDatesOfTheManifest) {
  const ask::OpenedWave wave = dated();
  using Due = std::vector<int>;
  EXPECT_EQ(due_mail(wave, 999), Due{});
  EXPECT_EQ(due_mail(wave, 1000), Due{1});
  EXPECT_EQ(due_mail(wave, 1119), Due{1});
  EXPECT_EQ(due_mail(wave, 1120), Due{2});
  EXPECT_EQ(due_mail(wave, 1120 + 7 * 24 - 1), Due{2});
  EXPECT_EQ(due_mail(wave, 1120 + 7 * 24), Due{half_time});
  EXPECT_EQ(due_mail(wave, 1120 + 13 * 24), Due{last_day});
  EXPECT_EQ(due_mail(wave, 1120 + 14 * 24), Due{}) << "closed, and no results yet";
  ask::OpenedWave released = wave;
  released.state = ask::WaveState::released;
  EXPECT_EQ(due_mail(released, 1120 + 15 * 24), Due{}) << "the council has not checked yet";
  released.state = ask::WaveState::witnessed;
  EXPECT_EQ(due_mail(released, 1120 + 15 * 24), Due{results_out});
  EXPECT_EQ(due_mail(released, 1120 + (14 + 45) * 24), Due{}) << "nobody is told of a wave of long ago";
}

TEST(MailTimes, KeepToTheRemindersOfTheManifest) {
  ask::OpenedWave wave = dated();
  wave.token_part.reminders_max = 1;
  EXPECT_FALSE(time_of_mail(wave, half_time));
  EXPECT_TRUE(time_of_mail(wave, last_day));
  wave.token_part.reminders_max = 0;
  EXPECT_FALSE(time_of_mail(wave, last_day));
  wave = dated();
  wave.token_part.closes_ballots = 1120 + 36;
  EXPECT_FALSE(time_of_mail(wave, half_time) || time_of_mail(wave, last_day)) << "too short for either";
  wave = dated();
  wave.token_part.trial = true;
  for (std::int64_t hour = 900; hour < 2000; ++hour) ASSERT_TRUE(due_mail(wave, hour).empty());
  wave = dated();
  wave.stopped = true;
  EXPECT_TRUE(due_mail(wave, 1130).empty());
}

}  // namespace
}  // namespace karuna::people
