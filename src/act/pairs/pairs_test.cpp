// SPDX-License-Identifier: Apache-2.0
#include "act/pairs/pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared.h"
#include "stats/resample/philox.h"

namespace karuna::act {
namespace {

using testing::HasSubstr;

PairInput read(const std::string& text) {
  const test::TemporaryFolder folder;
  auto input = read_pairs(folder.write("people.csv", text));
  if (!input) throw std::runtime_error(input.error().what);
  return *input;
}

/// Ann and Bob are alike; Cai sits elsewhere. With both new people at Ann's the second would cost 3 instead of 1, but Bob is as good: one each.
TEST(Pairs, spread_the_load_between_equals) {
  const auto answer = assign_pairs(read("id,site,carrier,hire,consents\nAnn,N,yes,,yes\nBob,N,yes,,yes\nCai,S,yes,,yes\nx,N,,yes,\ny,N,,yes,\n"), {});
  ASSERT_TRUE(answer.has_value());
  EXPECT_THAT(answer->load, testing::ElementsAre(1, 1, 0));
  EXPECT_EQ(answer->without, 0U);
}

TEST(Pairs, never_take_a_carrier_who_did_not_say_yes_or_is_recovering_or_leads_the_person) {
  const auto answer = assign_pairs(read("id,manager,carrier,hire,consents,recovering\nAnn,,yes,,no,\nBob,,yes,,yes,yes\nCai,,yes,,yes,\nDee,Cai,,,,\nx,Dee,,yes,,\n"), {});
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->without, 1U);
  EXPECT_THAT(answer->lines[0].why, HasSubstr("has not said yes (1)"));
  EXPECT_THAT(answer->lines[0].why, HasSubstr("is recovering (1)"));
  EXPECT_THAT(answer->lines[0].why, HasSubstr("same reporting line (1)"));
}

TEST(Pairs, kept_apart_looks_like_having_no_time) {
  auto input = read("id,carrier,hire,consents,hours\nAnn,yes,,yes,Mon 08:00-10:00\nBob,yes,,yes,Tue 08:00-10:00\nx,,yes,,Mon 08:00-10:00\n");
  input.exclusions = {{0, 2}};
  const auto answer = assign_pairs(input, {});
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->lines[0].why, "nobody: cannot meet (2)");
}

TEST(Pairs, both_ways_side_by_side) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    stats::Random random(seed, 5);
    std::string text = "id,site,department,role,language,carrier,hire,consents,places,prefers\n";
    for (int c = 0; c < 6; ++c)
      text += "c" + std::to_string(c) + "," + std::string(1, static_cast<char>('A' + random.below(3))) + ",d" + std::to_string(random.below(3)) + ",r" + std::to_string(random.below(3)) + ",en,yes,,yes," +
              std::to_string(1 + random.below(3)) + ",h" + std::to_string(random.below(8)) + ";h" + std::to_string(8 + random.below(2)) + "\n";
    for (int h = 0; h < 10; ++h)
      text += "h" + std::to_string(h) + "," + std::string(1, static_cast<char>('A' + random.below(3))) + ",d" + std::to_string(random.below(3)) + ",r" + std::to_string(random.below(3)) + "," +
              (random.below(2) ? "en" : "fr") + ",,yes,,,\n";
    const auto input = read(text);
    const auto best = assign_pairs(input, {.way = PairWay::best_total, .backups = true}), stable = assign_pairs(input, {.way = PairWay::stable});
    ASSERT_TRUE(best.has_value() && stable.has_value());
    EXPECT_EQ(stable->blocking, 0U);
    EXPECT_EQ(best->fit, best->fit_of_best);
    EXPECT_EQ(stable->fit, stable->fit_of_stable);
    EXPECT_LE(best->without, stable->without);
    for (std::size_t c = 0; c < input.carriers.size(); ++c) EXPECT_LE(best->load[c], input.carriers[c].places);
    for (const auto& line : best->lines)
      if (line.backup) { EXPECT_NE(*line.backup, *line.carrier); }
  }
}

TEST(Pairs, say_what_is_wrong) {
  const test::TemporaryFolder folder;
  const auto error = [&](const std::string& text) { return read_pairs(folder.write("p.csv", text)).error().what; };
  EXPECT_THAT(error("id,carrier,hire,places\na,yes,,4\n"), HasSubstr("places is \"4\"; a carrier takes 0 to 3 people"));
  EXPECT_THAT(error("id,carrier,hire\na,yes,yes\n"), HasSubstr("new and a carrier at once"));
  EXPECT_THAT(error("id,carrier,hire\na,yes,\n"), HasSubstr("0 new people and 1 carrier"));
}

/// 250 people over 78 weeks, two at a time for twelve weeks: 250 / 78 x 12 / 2 = 19.2, so about twenty at any time.
TEST(Growth, from_fifty_to_three_hundred_takes_about_twenty_carriers) {
  std::vector<Cohort> cohorts;
  for (int week = 0; week < 78; ++week) cohorts.push_back({week, static_cast<std::uint32_t>(250 * (week + 1) / 78 - 250 * week / 78)});
  const auto plan = plan_growth(cohorts, 0, 2, 12, 4);
  ASSERT_TRUE(plan.has_value());
  EXPECT_GE(plan->most_needed, 19U);
  EXPECT_LE(plan->most_needed, 21U);
}

/// By hand: 4 in week 0, 6 in week 2, two places, three weeks each. Week 0: 4 need 2; week 2: 10 need 5; three exist, two are to be trained, begun a week before.
TEST(Growth, by_hand) {
  const auto plan = plan_growth({{2, 6}, {0, 4}, {4, 2}}, 3, 2, 3, 1);
  ASSERT_TRUE(plan.has_value());
  std::vector<std::uint32_t> needed, train;
  for (const auto& week : plan->weeks) needed.push_back(week.carriers_needed), train.push_back(week.train_by_now);
  EXPECT_THAT(needed, testing::ElementsAre(2, 2, 5, 3, 4));
  EXPECT_THAT(train, testing::ElementsAre(0, 2, 2, 2, 2));
  EXPECT_EQ(plan->to_train, 2U);
  EXPECT_FALSE(plan_growth({}, 0, 2, 12, 4).has_value());
  EXPECT_FALSE(plan_growth({{0, 1}}, 0, 0, 12, 4).has_value());
}

}  // namespace
}  // namespace karuna::act
