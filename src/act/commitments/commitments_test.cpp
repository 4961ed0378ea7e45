// SPDX-License-Identifier: Apache-2.0
#include "act/commitments/commitments.h"

#include <gtest/gtest.h>

#include "shared.h"

namespace karuna::act {
namespace {

Commitment of(const std::string& login, const std::string& practice = "covered-break", const std::string& words = "", std::int64_t since = 100, std::int64_t again = 300) {
  Commitment commitment;
  commitment.login = login;
  commitment.unit = "cell:3";
  commitment.practice = practice;
  commitment.words = words;
  commitment.since = since;
  commitment.look_again = again;
  return commitment;
}

TEST(Commitments, AreOneAtATimeAndStayWithTheirLogin) {
  const test::TemporaryFolder folder;
  const auto act = open_act(folder.path()).value();
  const auto first = commit(act, of("ana"));
  ASSERT_TRUE(first) << first.error().what;
  EXPECT_EQ(first->id.size(), 32U);
  EXPECT_EQ(commit(act, of("ana", "", "we open with a round")).error().fault, Fault::refused);
  ASSERT_TRUE(commit(act, of("ben")));
  EXPECT_EQ(end_commitment(act, "ben", first->id, Commitment::End::kept, 200).error().fault, Fault::not_found);  // not his
  ASSERT_TRUE(end_commitment(act, "ana", first->id, Commitment::End::stopped, 200));
  EXPECT_EQ(end_commitment(act, "ana", first->id, Commitment::End::kept, 210).error().fault, Fault::not_found);  // ended before
  ASSERT_TRUE(commit(act, of("ana", "", "we open with a round", 220, 400)));
  const auto hers = commitments_of(act, "ana").value();
  ASSERT_EQ(hers.size(), 2U);
  EXPECT_EQ(hers[0].words, "we open with a round");
  EXPECT_EQ(hers[0].end, Commitment::End::open);
  EXPECT_EQ(hers[1].end, Commitment::End::stopped);
  EXPECT_EQ(hers[1].ended, 200);
  EXPECT_EQ(hers[1].unit, "cell:3");
}

TEST(Commitments, SurviveTheServer) {
  const test::TemporaryFolder folder;
  {
    const auto act = open_act(folder.path()).value();
    ASSERT_TRUE(commit(act, of("ana")));
  }
  EXPECT_EQ(commitments_of(open_act(folder.path()).value(), "ana")->size(), 1U);
}

TEST(Commitments, RefuseWhatSaysNothing) {
  const test::TemporaryFolder folder;
  const auto act = open_act(folder.path()).value();
  EXPECT_EQ(commit(act, of("ana", "", "")).error().fault, Fault::invalid);
  EXPECT_EQ(commit(act, of("ana", "covered-break", "and words")).error().fault, Fault::invalid);
  EXPECT_EQ(commit(act, of("ana", "", std::string(301, 'x'))).error().fault, Fault::invalid);
  EXPECT_EQ(commit(act, of("ana", "covered-break", "", 100, 100)).error().fault, Fault::invalid);
  EXPECT_TRUE(commitments_of(act, "ana")->empty());
}

TEST(Commitments, AreGoneFromTheFilesWhenForgotten) {
  const test::TemporaryFolder folder;
  const auto act = open_act(folder.path()).value();
  ASSERT_TRUE(commit(act, of("ana", "", "a-rare-word-nobody-else-writes")));
  const auto holds = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      if (test::read_text(entry.path()).find("a-rare-word-nobody-else-writes") != std::string::npos) return true;
    return false;
  };
  EXPECT_TRUE(holds());
  ASSERT_TRUE(forget_commitments(act, "ana"));
  EXPECT_FALSE(holds());
}

}  // namespace
}  // namespace karuna::act
