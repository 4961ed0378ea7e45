// SPDX-License-Identifier: Apache-2.0
#include "act/decisions/decisions.h"

#include <gtest/gtest.h>

#include "shared.h"

namespace karuna::act {
namespace {

TEST(Decisions, AreReadNewestFirstAndStay) {
  const test::TemporaryFolder folder;
  {
    const auto act = open_act(folder.path()).value();
    EXPECT_TRUE(decisions(act).value().empty());
    ASSERT_TRUE(decide(act, {.words = "Two more people for nights on ward B", .hour = 100}));
    ASSERT_TRUE(decide(act, {.words = "No rota by software", .why = "The wards asked to keep theirs", .will = false, .hour = 100}));
  }
  const auto again = decisions(open_act(folder.path()).value()).value();
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].words, "No rota by software");
  EXPECT_EQ(again[0].why, "The wards asked to keep theirs");
  EXPECT_FALSE(again[0].will);
  EXPECT_TRUE(again[1].will);
  EXPECT_EQ(again[1].hour, 100);
}

TEST(Decisions, SayWhyWhereNothingIsDone) {
  const test::TemporaryFolder folder;
  const auto act = open_act(folder.path()).value();
  EXPECT_EQ(decide(act, {.words = "No", .will = false}).error().fault, Fault::invalid);
  EXPECT_EQ(decide(act, {.words = ""}).error().fault, Fault::invalid);
  EXPECT_EQ(decide(act, {.words = std::string(most_decision_words + 1, 'x')}).error().fault, Fault::invalid);
  EXPECT_TRUE(decisions(act).value().empty());
}

TEST(Decisions, CountWhatManagersHaveOpenAndNotWhatItIs) {
  const test::TemporaryFolder folder;
  const auto act = open_act(folder.path()).value();
  for (const char* login : {"ana", "ben", "cem"}) {
    Commitment one;
    one.login = login;
    one.words = "we open with a round";
    one.look_again = 300;
    ASSERT_TRUE(commit(act, one));
  }
  const auto bens = commitments_of(act, "ben").value();
  ASSERT_TRUE(end_commitment(act, "ben", bens.at(0).id, Commitment::End::kept, 10));
  EXPECT_EQ(open_commitments(act).value(), 2U);
}

}  // namespace
}  // namespace karuna::act
