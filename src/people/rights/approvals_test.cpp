// SPDX-License-Identifier: Apache-2.0
#include "people/rights/approvals.h"

#include <gtest/gtest.h>

#include "people/audit.h"
#include "people/people_fixture.h"

namespace karuna::people {
namespace {

constexpr std::int64_t hour = 498'000;

class Approvals : public WithPeople {
 protected:
  Asker lead_{"lead@klinik.example", Role::programme_lead}, council_{"council@klinik.example", Role::council};
  ask::Loosening wish_{"deep", "5f0c", "Spring", {{"k_index", "10", "6"}, {"late_desk", "no", "yes"}}};

  std::string asked_by(const Asker& asker) {
    const auto id = ask_for_approval(*people_, asker, wish_, "Two wards are small.", hour);
    EXPECT_TRUE(id) << id.error().what;
    return id.value_or("");
  }
  Result<void> agree(const Asker& who, const std::string& id) {
    return decide_approval(*people_, who, id, Approval::State::given, "Seen with the wards.", hour + 1);
  }
  std::string why_not() const {
    const auto checked = check_approved(*people_, wish_);
    return checked ? "" : checked.error().what;
  }
  void change(const char* sql) {
    ASSERT_TRUE((*people_)->write("tamper", [&](store::Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.run(sql));
      (void)rows;
      return {};
    }));
  }
};

TEST_F(Approvals, WhatLoosensNothingNeedsNone) {
  EXPECT_TRUE(check_approved(*people_, {"deep", "5f0c", "Spring", {}}));
  EXPECT_EQ(ask_for_approval(*people_, lead_, {"deep", "5f0c", "Spring", {}}, "why", hour).error().fault, Fault::invalid);
}

TEST_F(Approvals, TheLeadAloneCannotLoosenARule) {
  const std::string id = asked_by(lead_);
  EXPECT_NE(why_not().find("takes two people"), std::string::npos);
  EXPECT_EQ(agree(lead_, id).error().fault, Fault::refused) << "the role that asked";
  EXPECT_EQ(agree({"other@klinik.example", Role::programme_lead}, id).error().fault, Fault::refused) << "another person in the same role";
  EXPECT_EQ(agree({lead_.login, Role::council}, id).error().fault, Fault::refused) << "the same person in the other role";
  EXPECT_NE(why_not(), "");
}

TEST_F(Approvals, TheCouncilAloneCannotLoosenARule) {
  const std::string id = asked_by(council_);
  EXPECT_EQ(agree(council_, id).error().fault, Fault::refused);
  EXPECT_EQ(agree({council_.login, Role::programme_lead}, id).error().fault, Fault::refused);
  EXPECT_NE(why_not(), "");
}

TEST_F(Approvals, NoOtherRoleAsksOrAgrees) {
  const std::string id = asked_by(lead_);
  for (const Role role : {Role::employee, Role::manager, Role::administrator, Role::sponsor}) {
    EXPECT_EQ(agree({"x@klinik.example", role}, id).error().fault, Fault::refused);
    EXPECT_EQ(ask_for_approval(*people_, {"x@klinik.example", role}, wish_, "why", hour).error().fault, Fault::refused);
  }
  EXPECT_NE(why_not(), "");
}

TEST_F(Approvals, BothTogetherCanForThisWaveAndTheseRulesAlone) {
  ASSERT_TRUE(agree(council_, asked_by(lead_)));
  EXPECT_EQ(why_not(), "");
  ask::Loosening more = wish_;
  more.rules[0].value = "5";
  EXPECT_FALSE(check_approved(*people_, more)) << "looser than what was agreed to";
  more = wish_;
  more.after = "77aa";
  EXPECT_FALSE(check_approved(*people_, more)) << "after another wave";
  const auto all = all_approvals(*people_);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().reason, "Two wards are small.");
  EXPECT_EQ(all->front().decision, "Seen with the wards.");
}

TEST_F(Approvals, ARefusalStaysAndSaysWhy) {
  const std::string id = asked_by(lead_);
  ASSERT_TRUE(decide_approval(*people_, council_, id, Approval::State::refused, "Six is too few.", hour));
  EXPECT_NE(why_not(), "");
  EXPECT_EQ(agree(council_, id).error().fault, Fault::refused) << "decided already";
  EXPECT_TRUE(ask_for_approval(*people_, lead_, wish_, "Please look again.", hour + 5)) << "it may be asked again";
}

TEST_F(Approvals, AReasonIsNeededOnBothSides) {
  EXPECT_EQ(ask_for_approval(*people_, lead_, wish_, "  ", hour).error().fault, Fault::invalid);
  EXPECT_EQ(ask_for_approval(*people_, lead_, wish_, std::string(most_reason + 1, 'x'), hour).error().fault, Fault::invalid);
  const std::string id = asked_by(lead_);
  EXPECT_EQ(decide_approval(*people_, council_, id, Approval::State::given, "", hour).error().fault, Fault::invalid);
  EXPECT_EQ(ask_for_approval(*people_, lead_, wish_, "again", hour).error().fault, Fault::refused) << "it waits already";
  EXPECT_EQ(agree(council_, "0000000000000000").error().fault, Fault::not_found);
}

TEST_F(Approvals, StandInTheAuditLogOfBothSides) {
  ASSERT_TRUE(agree(council_, asked_by(lead_)));
  const auto rows = read_audit(*people_, 0, 10);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[1].note.action, "approval.asked");
  EXPECT_EQ((*rows)[1].note.who, lead_.login);
  EXPECT_EQ((*rows)[0].note.action, "approval.given");
  EXPECT_EQ((*rows)[0].note.role, "council");
}

TEST_F(Approvals, ARowThatWasWrittenIntoTheTableAloneIsWorthNothing) {
  const std::string id = asked_by(lead_);
  change("update approval set state=1, decided_by='council@klinik.example', decided_role='council', decided_hour=498001, decision='forged'");
  EXPECT_NE(why_not().find("audit log"), std::string::npos);
}

TEST_F(Approvals, NothingIsLoosenedOnABrokenAuditLog) {
  ASSERT_TRUE(note_in_audit(*people_, {"a", "council", "role.taken", ""}, hour));
  ASSERT_TRUE(agree(council_, asked_by(lead_)));
  ASSERT_EQ(why_not(), "");
  change("update audit set who='b' where number=1");
  EXPECT_NE(why_not().find("audit log"), std::string::npos);
}

TEST_F(Approvals, AReasonThatIsChangedAfterwardsIsNoticed) {
  ASSERT_TRUE(agree(council_, asked_by(lead_)));
  change("update approval set reason='Something else.'");
  EXPECT_NE(why_not().find("audit log"), std::string::npos);
}

}  // namespace
}  // namespace karuna::people
