// SPDX-License-Identifier: Apache-2.0
#include "act/pods/pods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "act/pods/made_up_people.h"
#include "shared.h"

namespace karuna::act {
namespace {

using testing::HasSubstr;
using testing::Not;

Member person(const std::string& id, const std::string& department, const std::string& hours = "") {
  Member out;
  out.id = id;
  out.department = department;
  out.week = *parse_week(hours);
  return out;
}

PodInput of(std::vector<Member> people) {
  PodInput input;
  for (auto& p : people) {
    input.members.at.emplace(p.id, static_cast<std::uint32_t>(input.members.people.size()));
    input.members.people.push_back(std::move(p));
  }
  return input;
}

TEST(Week, reads_days_hours_and_nights) {
  const auto week = parse_week("Mon-Tue 09:00-10:30; Sun 23:00-01:00");
  ASSERT_TRUE(week.has_value());
  EXPECT_EQ(week->count(), 3U + 3U + 4U);
  EXPECT_TRUE((*week)[18] && (*week)[20] && !(*week)[21]);
  EXPECT_TRUE((*week)[6 * 48 + 46] && (*week)[0] && (*week)[1]);   // Sunday night ends on Monday
  EXPECT_EQ(starts_of(*week, 60).count(), 2U + 2U + 3U);
  EXPECT_EQ(name_of_half_hour(18), "Mon 09:00");
  EXPECT_EQ(parse_week("")->count(), 336U);
  for (const char* wrong : {"Mon", "Mon 9-10", "Mon 09:15-10:00", "Xyz 09:00-10:00", "Mon 09:00-25:00", "Mon 09:00-09:00"}) EXPECT_FALSE(parse_week(wrong).has_value()) << wrong;
}

/// Twenty of the organisations of 300; all thousand are in `make bench`.
TEST(Pods, keep_every_rule_in_random_organisations) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto input = made_up_people(300, seed);
    const auto answer = form_pods(input, {.seed = seed, .effort = 0.1});
    ASSERT_TRUE(answer.has_value()) << seed << ": " << answer.error().what;
    EXPECT_EQ(rules_broken(input, answer->pods), 0U) << seed;
    EXPECT_GE(answer->bound, answer->value);
    EXPECT_GE(answer->difference, answer->difference_of_all * 0.95) << seed;
  }
}

TEST(Pods, of_few_people_are_proven_best) {
  const auto input = made_up_people(12, 3);
  const auto answer = form_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(answer.has_value()) << answer.error().what;
  EXPECT_EQ(rules_broken(input, answer->pods), 0U);
  EXPECT_TRUE(answer->proven_best);
  EXPECT_EQ(answer->gap, 0.0);
}

TEST(Pods, are_never_smaller_than_five_and_never_hold_a_manager_with_a_report) {
  auto input = made_up_people(30, 1);
  input.rules.least = 4;
  EXPECT_EQ(form_pods(input, {}).error().fault, Fault::refused);
  input.rules.least = 5;
  input.rules.chain_steps = 0;
  EXPECT_EQ(form_pods(input, {}).error().fault, Fault::refused);
}

TEST(Pods, leave_out_who_did_not_say_yes) {
  auto input = made_up_people(30, 2);
  input.members.has_hours = false;
  for (std::size_t i = 0; i < 10; ++i) input.members.people[i * 3].takes_part = false;
  const auto answer = form_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(answer.has_value()) << answer.error().what;
  EXPECT_EQ(rules_broken(input, answer->pods), 0U);
}

/// Twelve of thirty are one department; thirty people make at most six pods, which take six of them.
TEST(Explained, a_department_that_is_too_large) {
  std::vector<Member> people;
  for (int i = 0; i < 30; ++i) people.push_back(person("p" + std::to_string(i), i < 12 ? "Sales" : "Dept " + std::to_string(i)));
  auto input = of(std::move(people));
  input.rules.most_per_department = 1;
  const auto why = explain_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(why.has_value());
  EXPECT_FALSE(why->possible);
  EXPECT_TRUE(why->certain);
  ASSERT_EQ(why->because.size(), 1U);
  EXPECT_THAT(why->because[0].words, HasSubstr("\"Sales\" has 12 people; 6 pods with at most 1 each take 6"));
  ASSERT_FALSE(why->ways.empty());
  EXPECT_EQ(why->ways[0].rule, "department");
  EXPECT_EQ(why->ways[0].amount, 6U);   // 12 - 6, by hand
  EXPECT_THAT(why->ways[0].words, HasSubstr("a cap of 2 is enough"));
  const auto refused = form_pods(input, {.seed = 1, .effort = 1});
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_THAT(refused.error().what, HasSubstr("Sales"));
}

TEST(Explained, shifts_that_never_meet) {
  std::vector<Member> people;
  for (int i = 0; i < 12; ++i) people.push_back(person("p" + std::to_string(i), "Dept " + std::to_string(i), i < 3 ? "Mon-Fri 22:00-06:00" : "Mon-Fri 08:00-16:00"));
  auto input = of(std::move(people));
  input.members.has_hours = true;
  const auto why = explain_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(why.has_value());
  EXPECT_FALSE(why->possible);
  ASSERT_EQ(why->because.size(), 1U);
  EXPECT_THAT(why->because[0].words, HasSubstr("p0, p1 and p2 share no 60 minutes with 4 others"));
  ASSERT_FALSE(why->ways.empty());
  EXPECT_EQ(why->ways[0].rule, "common hour");
  EXPECT_EQ(why->ways[0].amount, 2U);   // by hand: the three of the night with two of the day in a pod of five, the other seven of the day in the other
}

/// A line of four above each other, three of whom are within two steps of one another: two pods are not enough for three.
TEST(Explained, a_reporting_line_longer_than_there_are_pods) {
  std::vector<Member> people;
  for (int i = 0; i < 10; ++i) people.push_back(person("p" + std::to_string(i), "Dept " + std::to_string(i)));
  people[1].manager = "p0";
  people[2].manager = "p1";
  const auto input = of(std::move(people));
  const auto why = explain_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(why.has_value());
  EXPECT_FALSE(why->possible);
  ASSERT_EQ(why->because.size(), 1U);
  EXPECT_THAT(why->because[0].words, HasSubstr("reporting line: 3 people stand on one line, and there are 2 pods"));
  ASSERT_EQ(why->ways.size(), 1U);
  EXPECT_EQ(why->ways[0].rule, "reporting line");
}

TEST(Explained, eight_people_are_no_pods_of_five_to_seven) {
  std::vector<Member> people;
  for (int i = 0; i < 8; ++i) people.push_back(person("p" + std::to_string(i), "Dept " + std::to_string(i)));
  const auto why = explain_pods(of(std::move(people)), {.seed = 1, .effort = 1});
  ASSERT_TRUE(why.has_value());
  EXPECT_THAT(why->because[0].words, HasSubstr("8 people cannot be put into pods of 5 to 7"));
  ASSERT_EQ(why->ways.size(), 1U);
  EXPECT_THAT(why->ways[0].words, HasSubstr("pods of up to 8"));
}

/// Three who may not meet, and two pods. Neither the names nor the number of pairs is told.
TEST(Explained, confidential_pairs_name_nobody) {
  std::vector<Member> people;
  for (int i = 0; i < 10; ++i) people.push_back(person(i < 3 ? "Secret" + std::to_string(i) : "p" + std::to_string(i), "Dept " + std::to_string(i)));
  auto input = of(std::move(people));
  input.rules.exclusions = {{0, 1}, {1, 2}, {0, 2}};
  const auto why = explain_pods(input, {.seed = 1, .effort = 1});
  ASSERT_TRUE(why.has_value());
  EXPECT_FALSE(why->possible);
  EXPECT_TRUE(why->because.empty());
  ASSERT_EQ(why->ways.size(), 1U);
  EXPECT_EQ(why->ways[0].rule, "confidential");
  const auto refused = form_pods(input, {.seed = 1, .effort = 1});
  EXPECT_THAT(refused.error().what, Not(HasSubstr("Secret")));
  EXPECT_THAT(refused.error().what, Not(HasSubstr("3")));
}

TEST(Exclusions, are_read_without_reasons_and_told_without_names) {
  const test::TemporaryFolder folder;
  const auto input = of({person("Ann", "A"), person("Bob", "B")});
  const auto reason = read_exclusions(folder.write("x.csv", "a,b,why\nAnn,Bob,harassment\n"), input.members);
  ASSERT_FALSE(reason.has_value());
  EXPECT_THAT(reason.error().what, HasSubstr("why two people are kept apart is never stored"));
  const auto broken = read_exclusions(folder.write("y.csv", "a,b\nAnn,Bob,because Ann complained\n"), input.members);
  ASSERT_FALSE(broken.has_value());
  EXPECT_THAT(broken.error().what, Not(HasSubstr("Ann")));
  EXPECT_THAT(broken.error().what, Not(HasSubstr("complained")));
  const auto good = read_exclusions(folder.write("z.csv", "a,b\nAnn,Bob\nAnn,Left\n"), input.members);
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(good->size(), 1U);
}

TEST(Rotation, brings_nobody_together_twice_in_three_rounds) {
  auto input = made_up_people(60, 5);
  input.rules.together.clear();
  input.members.has_hours = false;   // a night shift of six meets itself every time
  const auto rounds = rotate_pods(input, {.seed = 1, .effort = 1}, 3);
  ASSERT_TRUE(rounds.has_value()) << rounds.error().what;
  for (const auto& round : *rounds) EXPECT_EQ(rules_broken(input, round.pods), 0U);
  EXPECT_EQ(rounds->back().round, 3);
  EXPECT_EQ(rounds->back().repeats, 0U);
}

TEST(Repair, keeps_the_rules_and_moves_few) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto input = made_up_people(300, seed);
    const auto before = form_pods(input, {.seed = seed, .effort = 0.1});
    ASSERT_TRUE(before.has_value());
    std::vector<PastPod> pods;
    for (const Pod& pod : before->pods) pods.push_back({1, pod.people});
    stats::Random random(seed, 77);
    for (int k = 0; k < 5; ++k) input.members.people[random.below(300)].takes_part = false;
    const auto repair = repair_pods(input, pods, 0, 0.1, {.seed = seed});
    ASSERT_TRUE(repair.has_value()) << seed << ": " << repair.error().what;
    EXPECT_EQ(rules_broken(input, repair->answer.pods), 0U) << seed;
    EXPECT_LE(repair->moved.size(), 29U);
    EXPECT_TRUE(repair->joined.empty());
  }
}

TEST(Members, tell_what_is_wrong_by_line) {
  const test::TemporaryFolder folder;
  const auto error = [&](const std::string& text) {
    const auto read = read_members(folder.write("people.csv", text));
    return read ? std::string("read") : read.error().what;
  };
  EXPECT_THAT(error("id,load\na,1\nb,7\n"), HasSubstr("line 3: load is \"7\"; expected 0, 1, 2, 3 or nothing"));
  EXPECT_THAT(error("id\na\na\n"), HasSubstr("line 3: the id \"a\" stands twice"));
  EXPECT_THAT(error("id,hours\na,whenever\n"), HasSubstr("line 2: \"whenever\" is not a time in a week"));
  EXPECT_THAT(error("id,takes_part\na,perhaps\n"), HasSubstr("expected yes or no"));
  EXPECT_THAT(error("id,manager\na,b\nb,a\n"), HasSubstr("leads themselves"));
  EXPECT_THAT(error("name\na\n"), HasSubstr("id"));
  EXPECT_EQ(error("id,manager\na,a\nb,a\n"), "read");   // the top leads itself
}

}  // namespace
}  // namespace karuna::act
