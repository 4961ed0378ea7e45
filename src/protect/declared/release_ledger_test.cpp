// SPDX-License-Identifier: Apache-2.0
#include "protect/declared/release_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "seal/hash.h"
#include "shared.h"

namespace karuna::protect {
namespace {

using ::testing::HasSubstr;

collect::Sheets sheets(char answers = 'a') {
  collect::Sheets s;
  s.periods = {"2026"};
  s.canonical_sha256 = std::string(32, answers);
  collect::ScaleColumn support;
  support.id = "support";
  s.scales.push_back(support);
  return s;
}

Plan balanced() {
  Plan plan;
  plan.profile = Profile::balanced;
  plan.k = {10, 30, 100};
  return plan;
}

TEST(ReleaseLedger, gives_the_same_release_the_same_seed_and_charges_it_once) {
  test::TemporaryFolder folder;
  const auto survey = folder.write("SURVEY.toml", "");
  auto first = open_ledger(survey);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->is_new);
  const auto charged = charge(*first, sheets(), balanced());
  ASSERT_TRUE(charged);
  EXPECT_TRUE(charged->charged);
  EXPECT_EQ(charged->rho_one, 1000U);  // anonymity design 4.2: balanced, deep wave: 0.10 and 2.8
  EXPECT_EQ(charged->rho_whole, 28000U);
  ASSERT_TRUE(save(*first));
  const auto mode = std::filesystem::status(folder.path() / "SURVEY.secret").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  auto second = open_ledger(survey);
  ASSERT_TRUE(second);
  const auto again = charge(*second, sheets(), balanced());
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->charged);
  EXPECT_EQ(again->seed, charged->seed);
  EXPECT_EQ(again->rho_one, 1000U);
}

TEST(ReleaseLedger, gives_other_rules_or_other_answers_other_noise_and_charges_them) {
  test::TemporaryFolder folder;
  auto ledger = open_ledger(folder.write("SURVEY.toml", ""));
  ASSERT_TRUE(ledger);
  const auto first = charge(*ledger, sheets(), balanced());
  Plan without_items = balanced();
  without_items.publish_items = false;
  const auto second = charge(*ledger, sheets(), without_items);
  const auto third = charge(*ledger, sheets('b'), balanced());
  ASSERT_TRUE(first && second && third);
  collect::Sheets turned = sheets();
  turned.scales[0].higher_is_better = false;  // the index then sums other signs: the same noise on it would cancel in the difference
  const auto fourth = charge(*ledger, turned, balanced());
  ASSERT_TRUE(fourth);
  EXPECT_NE(first->seed, fourth->seed);
  EXPECT_EQ(fourth->releases, 4U);
  EXPECT_NE(first->seed, second->seed);
  EXPECT_NE(first->seed, third->seed);
  EXPECT_EQ(third->releases, 3U);
  EXPECT_EQ(third->rho_one, 3000U);
}

TEST(ReleaseLedger, refuses_a_release_beyond_the_rhythm_limit) {
  test::TemporaryFolder folder;
  auto ledger = open_ledger(folder.write("SURVEY.toml", ""));
  ASSERT_TRUE(ledger);
  for (char answers = 'a'; answers < 'a' + 8; ++answers) ASSERT_TRUE(charge(*ledger, sheets(answers), balanced()));  // 8 x 2.8 = 22.4 of 25
  const auto ninth = charge(*ledger, sheets('z'), balanced());
  ASSERT_FALSE(ninth);
  EXPECT_EQ(ninth.error().fault, Fault::refused);
  EXPECT_THAT(ninth.error().what, HasSubstr("released 8 times already"));
  EXPECT_TRUE(charge(*ledger, sheets('a'), balanced()));  // what was released before stays free
}

TEST(ReleaseLedger, refuses_a_secret_that_others_can_read_or_that_is_damaged) {
  test::TemporaryFolder folder;
  const auto survey = folder.write("SURVEY.toml", "");
  const auto secret = folder.write("SURVEY.secret", "seed = \"00\"\n");
  std::filesystem::permissions(secret, std::filesystem::perms(0644));
  auto open = open_ledger(survey);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().fault, Fault::refused);
  EXPECT_THAT(open.error().what, HasSubstr("chmod 600"));
  std::filesystem::permissions(secret, std::filesystem::perms(0600));
  auto damaged = open_ledger(survey);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().fault, Fault::invalid);
  EXPECT_THAT(damaged.error().what, HasSubstr("seed is not 64 hexadecimal digits"));
}

}  // namespace
}  // namespace karuna::protect
