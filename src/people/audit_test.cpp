// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>

#include "people/accounts.h"
#include "people/audit.h"
#include "people/person_record.h"
#include "people/roster.h"
#include "seal/base64url.h"
#include "people/people_fixture.h"

namespace karuna::people {
namespace {

/// Two people and an administrator in a folder of its own.
class Studio : public WithPeople {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(WithPeople::SetUp());
    import_table("employee_id,email,department,site\n1,ana@klinik.example,Küche,Nord\n2,ben@klinik.example,Küche,Nord\n");
  }
  PersonId person(const char* login) { return (*find_account(*people_, login))->person.value(); }
  void change(const char* sql) {
    ASSERT_TRUE((*people_)->write("tamper", [&](store::Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.run(sql));
      (void)rows;
      return {};
    }));
  }
};

TEST_F(Studio, AnAuditRowThatIsChangedTakenOutOrPutInBreaksTheChain) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(note_in_audit(*people_, {"lead@klinik.example", "programme-lead", "results.opened", "deep " + std::to_string(i)}, 498000 + i));
  const auto whole = check_audit(*people_);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->rows, 5);
  EXPECT_FALSE(whole->broken_at);
  const auto read = read_audit(*people_, 0, 3);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ(read->front().number, 5);
  EXPECT_EQ(read->front().note.object, "deep 4");
  EXPECT_EQ(read->front().hash, whole->last);
  EXPECT_EQ(read_audit(*people_, 3, 10)->size(), 2U);

  change("update audit set object='deep 9' where number=3");
  EXPECT_EQ(check_audit(*people_)->broken_at, 3);
  change("update audit set object='deep 2' where number=3");
  EXPECT_FALSE(check_audit(*people_)->broken_at) << "the same bytes are the same chain";
  change("delete from audit where number=2");
  EXPECT_EQ(check_audit(*people_)->broken_at, 3);
  change("insert into audit(number, hour, who, role, action, object, hash) values(2, 498001, 'x', 'council', 'results.opened', 'deep 1', zeroblob(32))");
  EXPECT_EQ(check_audit(*people_)->broken_at, 2);
}

// The hash of the first row, by another program:
// python3 -c "import hashlib,struct;t=lambda s:struct.pack('>I',len(s))+s;print(hashlib.sha256(b'KARUNA-AUDIT-v1'+bytes(32)+struct.pack('>qq',1,498000)+t(b'a')+t(b'council')+t(b'role.taken')+t(b'')).hexdigest())"
TEST_F(Studio, TheChainIsAsWrittenDown) {
  ASSERT_TRUE(note_in_audit(*people_, {"a", "council", "role.taken", ""}, 498000));
  const auto check = check_audit(*people_);
  ASSERT_TRUE(check);
  EXPECT_EQ(seal::to_hex(check->last), "49fdce20bb4060ab7e7eaeecd0f0d8855b919af4e0249d51ca766e014163c97f");
}

TEST_F(Studio, ATextThatIsTooLongIsNotNoted) {
  const auto noted = note_in_audit(*people_, {std::string(201, 'x'), "council", "role.taken", ""}, 1);
  ASSERT_FALSE(noted);
  EXPECT_EQ(noted.error().fault, Fault::invalid);
  EXPECT_EQ(check_audit(*people_)->rows, 0);
}

TEST_F(Studio, APersonSeesWhatIsStoredAndAChoiceOutlivesAnImport) {
  const auto ana = person("ana@klinik.example"), ben = person("ben@klinik.example");
  ASSERT_TRUE(set_reminders_off(*people_, ana, true));
  import_table("employee_id,email,department,site\n1,ana@klinik.example,Küche,Süd\n2,ben@klinik.example,Küche,Nord\n");
  EXPECT_TRUE(*reminders_off(*people_, ana));
  EXPECT_FALSE(*reminders_off(*people_, ben));
  ASSERT_TRUE(add_role(*people_, "ana@klinik.example", Role::council));
  const auto record = person_record(*people_, ana);
  ASSERT_TRUE(record && *record);
  EXPECT_EQ((*record)->fields.employee_id, "1");
  EXPECT_EQ((*record)->unit_path.front(), "Klinik");
  EXPECT_TRUE((*record)->reminders_off);
  EXPECT_EQ((*record)->roles, std::vector<std::string>{"council"});
  EXPECT_FALSE((*record)->has_password);
  ASSERT_TRUE(set_reminders_off(*people_, ana, false));
  EXPECT_FALSE(*reminders_off(*people_, ana));
  EXPECT_FALSE(set_reminders_off(*people_, PersonId{}, true));
  EXPECT_FALSE(person_record(*people_, PersonId{})->has_value());
}

TEST_F(Studio, WrongPasswordsOfAllAccountsTogetherMakeEveryPasswordWaitAMinute) {
  ASSERT_TRUE(set_password(*people_, "ana@klinik.example", "correct horse battery"));
  const auto link = make_link(*people_, "ana@klinik.example", 100);
  ASSERT_TRUE(link);
  std::int64_t now = 1000;
  SignIn sign_in(*people_, {.wrong_of_one = 10, .wrong_of_all = 3, .wait_seconds = 60}, [&] { return now; });
  for (const char* login : {"a", "b", "c"}) EXPECT_FALSE(sign_in.by_password(login, "guessed at random")->has_value());
  EXPECT_FALSE(sign_in.by_password("ana@klinik.example", "correct horse battery")->has_value());
  EXPECT_TRUE(sign_in.by_link(*link, 99)->has_value()) << "a link goes on working";
  now += 60;
  EXPECT_TRUE(sign_in.by_password("ana@klinik.example", "correct horse battery")->has_value());
}

TEST_F(Studio, ASessionLooksInOneRoleOfItsAccount) {
  ASSERT_TRUE(add_role(*people_, "ana@klinik.example", Role::council));
  Sessions sessions;
  const auto cookie = sessions.begin(*find_account(*people_, "ana@klinik.example").value());
  ASSERT_TRUE(cookie);
  EXPECT_EQ(sessions.find(*cookie)->role, Role::employee);
  EXPECT_FALSE(sessions.take_role(*cookie, Role::administrator));
  EXPECT_TRUE(sessions.take_role(*cookie, Role::council));
  EXPECT_EQ(sessions.find(*cookie)->role, Role::council);
  EXPECT_FALSE(sessions.take_role("guessed", Role::council));
  EXPECT_TRUE(sessions.first_time(*cookie, "deep"));
  EXPECT_FALSE(sessions.first_time(*cookie, "deep"));
  EXPECT_FALSE(sessions.first_time("guessed", "deep"));
}

}  // namespace
}  // namespace karuna::people
