// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "act/groups/cover.h"
#include "act/groups/from_people.h"
#include "shared.h"

namespace karuna::act {
namespace {

GroupChoice yes(const std::string& person) { return {.person = person, .pod = true}; }

people::DirectoryPerson person(const std::string& id, const std::string& start = "2020-01-01", const std::string& manager = "") {
  people::DirectoryPerson one;
  one.employee_id = id;
  one.start_date = start;
  one.manager_id = manager;
  one.unit_path = {"Klinik", "Nursing", "Ward 1"};
  return one;
}

const Date today = *make_date(2026, 11, 25);

class Groups : public testing::Test {
 protected:
  const test::TemporaryFolder folder_;
  const ActDatabase act_ = open_act(folder_.path()).value();
};

TEST_F(Groups, NobodyTakesPartWhoDidNotSaySo) {
  EXPECT_FALSE(choice_of(act_, "E1")->pod);
  ASSERT_TRUE(choose(act_, yes("E1")));
  EXPECT_TRUE(choice_of(act_, "E1")->pod);
  EXPECT_FALSE(choice_of(act_, "E1")->ambassador);
  GroupPeople people;
  people.directory = {person("E1"), person("E2")};
  people.choices = *all_choices(act_);
  EXPECT_EQ(participants(pods_of(people, {}, today)), std::vector<std::uint32_t>{0});
  ASSERT_TRUE(choose(act_, {.person = "E1"}));
  people.choices = *all_choices(act_);
  EXPECT_TRUE(participants(pods_of(people, {}, today)).empty());
}

TEST_F(Groups, WhatNobodyCanMeanIsRefusedWithHowItIsWritten) {
  GroupChoice choice = yes("E1");
  choice.hours = "whenever";
  EXPECT_EQ(choose(act_, choice).error().fault, Fault::invalid);
  choice = yes("E1");
  choice.load = 4;
  EXPECT_EQ(choose(act_, choice).error().fault, Fault::invalid);
  choice = yes("E1");
  choice.places = 4;
  EXPECT_EQ(choose(act_, choice).error().fault, Fault::invalid);
  EXPECT_TRUE(all_choices(act_)->empty());
}

TEST_F(Groups, RoundsAreKeptAndLeavingIsDoneAtOnceAndOnlyInTheNewest) {
  ASSERT_TRUE(keep_round(act_, {.round = 1, .begins = today, .pods = {{.number = 1, .start = 20, .people = {"E1", "E2"}}, {.number = 2, .people = {"E3"}}}}));
  ASSERT_TRUE(keep_round(act_, {.round = 2, .begins = today, .pods = {{.number = 1, .people = {"E1", "E3"}}}}));
  ASSERT_TRUE(want_other_pod(act_, "E3", true));
  ASSERT_TRUE(leave_pod(act_, "E1"));
  const auto rounds = *kept_rounds(act_);
  ASSERT_EQ(rounds.size(), 2U);
  EXPECT_EQ(rounds[0].pods[0].people, (std::vector<std::string>{"E1", "E2"}));
  EXPECT_EQ(rounds[0].pods[0].start, 20U);
  EXPECT_FALSE(rounds[0].pods[1].start.has_value());
  EXPECT_EQ(rounds[1].pods[0].people, std::vector<std::string>{"E3"});
  EXPECT_EQ(rounds[1].pods[0].want_other, std::vector<std::string>{"E3"});
  EXPECT_EQ(rounds[1].begins, today);
  EXPECT_EQ(want_other_pod(act_, "E1", true).error().fault, Fault::not_found);
}

TEST_F(Groups, SayingNoTakesSomebodyOutOfWhatWasAgreed) {
  ASSERT_TRUE(choose(act_, {.person = "E1", .pod = true, .ambassador = true, .carrier = true}));
  ASSERT_TRUE(keep_round(act_, {.round = 1, .begins = today, .pods = {{.number = 1, .people = {"E1", "E2"}}}}));
  ASSERT_TRUE(keep_ambassadors(act_, {"E1"}));
  ASSERT_TRUE(keep_pairs(act_, {{"E9", "E1"}}));
  ASSERT_TRUE(choose(act_, {.person = "E1"}));
  EXPECT_EQ(kept_rounds(act_)->at(0).pods[0].people, std::vector<std::string>{"E2"});
  EXPECT_TRUE(kept_ambassadors(act_)->empty());
  EXPECT_TRUE(kept_pairs(act_)->empty());
}

TEST_F(Groups, AmbassadorsCountRoundsInARowAndStopWhereTheyRest) {
  ASSERT_TRUE(keep_ambassadors(act_, {"E1", "E2"}));
  ASSERT_TRUE(keep_ambassadors(act_, {"E1"}));
  EXPECT_EQ(*kept_ambassadors(act_), (std::map<std::string, unsigned>{{"E1", 2}}));
  ASSERT_TRUE(keep_ambassadors(act_, {"E1", "E2"}));
  EXPECT_EQ(*kept_ambassadors(act_), (std::map<std::string, unsigned>{{"E1", 3}, {"E2", 1}}));
}

TEST_F(Groups, ConfidentialWishesReachTheSearchAndHaveALimitAndAWayBack) {
  for (int i = 2; i < 2 + static_cast<int>(most_apart); ++i) ASSERT_TRUE(keep_apart(act_, "E1", "E" + std::to_string(i)));
  const auto refused = keep_apart(act_, "E1", "E77");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_EQ(refused.error().what.find("E77"), std::string::npos);
  EXPECT_EQ(refused.error().what.find("E1"), std::string::npos);
  GroupPeople people;
  people.directory = {person("E1"), person("E2"), person("E3")};
  people.apart = *pairs_apart(act_);
  EXPECT_EQ(pods_of(people, {}, today).rules.exclusions, (Pairs{{0, 1}, {0, 2}}));
  ASSERT_TRUE(forget_apart(act_, "E1"));
  EXPECT_TRUE(pairs_apart(act_)->empty());
}

TEST_F(Groups, WhoIsForgottenIsInNoFileAnyMore) {
  const std::string id = "employee-of-a-strange-number-4711";
  ASSERT_TRUE(choose(act_, yes(id)));
  ASSERT_TRUE(keep_apart(act_, "E2", id));
  ASSERT_TRUE(keep_round(act_, {.round = 1, .begins = today, .pods = {{.number = 1, .people = {id}}}}));
  EXPECT_EQ(*forget_groups_but(act_, {"E2", id}), 0u);
  EXPECT_EQ(pairs_apart(act_)->size(), 1u);
  EXPECT_EQ(*forget_groups_but(act_, {"E2"}), 1u);
  EXPECT_TRUE(pairs_apart(act_)->empty());
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    EXPECT_EQ(test::read_text(entry.path()).find(id), std::string::npos) << entry.path();
}

/// Pairs of twenty that sit together under none of many seeds: what whoever looks for pods can learn by looking often.
std::set<std::pair<std::uint32_t, std::uint32_t>> never_together(const ActDatabase& act) {
  GroupPeople people;
  for (int i = 10; i <= 29; ++i) people.directory.push_back(person("E" + std::to_string(i)));
  people.choices = *all_choices(act);
  people.apart = *pairs_apart(act);
  PodRules rules;
  rules.most_per_department = 0;
  const PodInput input = pods_of(people, rules, today);
  std::set<std::pair<std::uint32_t, std::uint32_t>> never;
  for (std::uint32_t a = 0; a < 20; ++a)
    for (std::uint32_t b = a + 1; b < 20; ++b) never.emplace(a, b);
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto found = form_pods(input, {.seed = seed, .effort = 0.002});
    if (!found) continue;
    for (const Pod& pod : found->pods)
      for (const auto a : pod.people)
        for (const auto b : pod.people) never.erase({a, b});
  }
  return never;
}

TEST_F(Groups, WhoLooksForPodsSixtyTimesFindsTheWishWithoutACoverAndAmongOthersWithIt) {
  for (int i = 10; i <= 29; ++i) ASSERT_TRUE(choose(act_, yes("E" + std::to_string(i))));
  ASSERT_TRUE(keep_apart(act_, "E12", "E17"));
  EXPECT_EQ(never_together(act_), (std::set<std::pair<std::uint32_t, std::uint32_t>>{{2, 7}})) << "the attack succeeds where nothing is covered";
  ASSERT_TRUE(cover_wishes(act_));
  std::set<std::pair<std::uint32_t, std::uint32_t>> covers;
  const auto stored = *pairs_apart(act_);
  for (const auto& [a, b] : stored) {
    const auto x = static_cast<std::uint32_t>(std::stoi(a.substr(1)) - 10), y = static_cast<std::uint32_t>(std::stoi(b.substr(1)) - 10);
    covers.emplace(std::min(x, y), std::max(x, y));
  }
  ASSERT_GE(covers.size(), 2U) << "twenty coins fell the same way, which they do in one of a million runs";
  const auto never = never_together(act_);
  EXPECT_TRUE(never.contains({2, 7}));
  for (const auto& pair : covers) EXPECT_TRUE(never.contains(pair)) << pair.first << " " << pair.second;
  // Looking again changes nothing: what is drawn is drawn once.
  ASSERT_TRUE(cover_wishes(act_));
  EXPECT_EQ(*pairs_apart(act_), stored);
}

TEST_F(Groups, NothingIsCoveredWhereEverybodyMeetsInOnePod) {
  for (int i = 1; i <= 9; ++i) ASSERT_TRUE(choose(act_, yes("E" + std::to_string(i))));
  ASSERT_TRUE(cover_wishes(act_));
  EXPECT_TRUE(pairs_apart(act_)->empty());
}

TEST_F(Groups, WhoAsksForAnotherPodGetsOne) {
  // Twelve people in two pods; E1 asks for another. Mended, E1 sits with nobody of before.
  GroupPeople people;
  KeptRound round{.round = 1, .begins = today, .pods = {{.number = 1, .people = {}}, {.number = 2, .people = {}}}};
  for (int i = 1; i <= 11; ++i) {
    const std::string id = "E" + std::to_string(i);
    people.directory.push_back(person(id));
    people.choices.push_back(yes(id));
    round.pods[i <= 6 ? 0 : 1].people.push_back(id);
  }
  round.pods[0].want_other = {"E1"};
  people.rounds = {round};
  PodInput input = pods_of(people, {.most_per_department = 0}, today);
  const auto pods = pods_to_mend(people, input);
  EXPECT_TRUE(input.history.empty());
  const auto mended = repair_pods(input, pods, 0, 0.1, {});
  ASSERT_TRUE(mended) << mended.error().what;
  ASSERT_EQ(mended->answer.pods.size(), 2U);
  for (const Pod& pod : mended->answer.pods) {
    if (std::ranges::find(pod.people, 0U) == pod.people.end()) continue;
    EXPECT_EQ(pod.people.size(), 6U);
    for (std::uint32_t before = 1; before < 6; ++before) EXPECT_EQ(std::ranges::find(pod.people, before), pod.people.end());
  }
}

TEST_F(Groups, NewPeopleAreThoseWhoStartNowAndHaveNobodyYet) {
  GroupPeople people;
  people.directory = {person("carrier"),
                      person("long"),
                      person("soon", "2026-12-20"),
                      person("lately", "2026-11-01"),
                      person("far", "2027-03-01"),
                      person("taken", "2026-11-20")};
  people.choices = {{.person = "carrier", .carrier = true, .places = 3}};
  people.carrier_of = {{"taken", "carrier"}};
  const PairInput input = pairs_of(people, today, 30);
  EXPECT_EQ(input.hires, (std::vector<std::uint32_t>{2, 3}));
  ASSERT_EQ(input.carriers.size(), 1U);
  EXPECT_EQ(input.carriers[0].places, 2U);  // of three, one is taken
}

TEST_F(Groups, VolunteersBringWhatTheyCarryAndWhoRestsIsNotAsked) {
  GroupPeople people;
  people.directory = {person("a"), person("b"), person("c")};
  people.choices = {{.person = "a", .ambassador = true}, {.person = "b", .ambassador = true, .resting = true}, {.person = "c", .pod = true}};
  people.ambassadors = {{"a", 1}};
  people.carrier_of = {{"x", "a"}, {"y", "a"}};
  const AmbassadorInput input = ambassadors_of(people, today);
  EXPECT_EQ(input.volunteers, std::vector<std::uint32_t>{0});
  EXPECT_EQ(input.served, std::vector<unsigned>{1});
  EXPECT_EQ(input.load, std::vector<unsigned>{2});
}

}  // namespace
}  // namespace karuna::act
