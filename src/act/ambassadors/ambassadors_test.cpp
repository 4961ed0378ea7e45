// SPDX-License-Identifier: Apache-2.0
#include "act/ambassadors/ambassadors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "shared.h"
#include "stats/resample/philox.h"

namespace karuna::act {
namespace {

AmbassadorInput read(const std::string& text) {
  const test::TemporaryFolder folder;
  auto input = read_ambassadors(folder.write("people.csv", text));
  if (!input) throw std::runtime_error(input.error().what);
  return *input;
}

/// By hand: two departments of two cells; with two places and one of each department, all four cells are covered (levels 1 and 2 lie side by side).
TEST(Ambassadors, cover_by_hand) {
  const auto input = read("id,department,level,volunteer\na,A,1,yes\nb,A,2,yes\nc,B,1,yes\nd,B,2,\n");
  const auto answer = choose_ambassadors(input, {.most = 2, .most_per_department = 1});
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->needed, 4U);
  EXPECT_EQ(answer->covered, 4U);
  EXPECT_TRUE(answer->proven_best);
  EXPECT_THAT(answer->chosen, testing::ElementsAre(1, 2));   // only so is there one on each level
  EXPECT_TRUE(answer->levels_without.empty());
}

TEST(Ambassadors, rules_hold_in_random_organisations) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    stats::Random random(seed, 6);
    std::string text = "id,department,level,site,manager,volunteer,served,roles\n";
    for (int i = 0; i < 120; ++i)
      text += "p" + std::to_string(i) + ",d" + std::to_string(random.below(8)) + "," + std::to_string(1 + random.below(4)) + ",s" + std::to_string(random.below(2)) + "," +
              (i > 0 ? "p" + std::to_string(random.below(static_cast<std::uint32_t>(std::min(i, 25)))) : "") + "," + (random.below(3) == 0 ? "yes" : "no") + "," + std::to_string(random.below(3)) + "," +
              std::to_string(random.below(5)) + "\n";
    const auto input = read(text);
    const AmbassadorRules rules{.most = 10, .most_per_department = 2};
    const auto answer = choose_ambassadors(input, rules);
    ASSERT_TRUE(answer.has_value());
    EXPECT_LE(answer->chosen.size(), 10U);
    EXPECT_GE(answer->covered, answer->greedy);
    EXPECT_LE(answer->covered, answer->most_possible);
    std::map<std::string, int> departments;
    std::set<std::string> managers;
    for (const auto& person : input.members.people) managers.insert(person.manager);
    std::size_t lead = 0;
    for (const auto i : answer->chosen) {
      EXPECT_LE(++departments[input.members.people[i].department], 2);
      lead += managers.contains(input.members.people[i].id) ? 1 : 0;
      const auto v = static_cast<std::size_t>(std::find(input.volunteers.begin(), input.volunteers.end(), i) - input.volunteers.begin());
      ASSERT_LT(v, input.volunteers.size());
      EXPECT_LT(input.served[v], rules.most_rounds);
      EXPECT_LE(input.load[v], rules.most_load);
    }
    EXPECT_LE(lead, 2 * (answer->chosen.size() - lead)) << seed;
  }
}

TEST(Ambassadors, who_served_long_rests_and_who_is_in_the_last_round_hands_over) {
  const auto input = read("id,department,level,volunteer,served\na,A,1,yes,2\nb,B,1,yes,1\nc,C,1,yes,0\n");
  const auto answer = choose_ambassadors(input, {.most = 3});
  ASSERT_TRUE(answer.has_value());
  EXPECT_THAT(answer->chosen, testing::ElementsAre(1, 2));
  EXPECT_EQ(answer->set_aside_served, 1U);
  EXPECT_THAT(answer->hand_over, testing::ElementsAre(1));
  const auto nobody = choose_ambassadors(read("id,volunteer,served\na,yes,2\n"), {});
  ASSERT_FALSE(nobody.has_value());
  EXPECT_EQ(nobody.error().fault, Fault::too_few_people);
}

}  // namespace
}  // namespace karuna::act
