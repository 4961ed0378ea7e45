// SPDX-License-Identifier: Apache-2.0
#include "simulate/demo_hospital.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "ask/catalogue.h"
#include "base/text.h"

namespace karuna::simulate {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    for (const auto field : split(line, ',')) rows.back().emplace_back(field);
  }
  return rows;
}

const ask::Catalogue& catalogue() {
  static const auto made = ask::Catalogue::builtin().value();
  return made;
}

std::vector<DemoQuestion> questions_of(const std::string& instrument) {
  std::vector<DemoQuestion> questions;
  for (const auto& item : catalogue().need(instrument).value()->items) questions.push_back({instrument + ":" + item.code, item.min, item.max});
  return questions;
}

TEST(DemoHospital, HasARosterInWhichEverybodyButOneHasALeadWhoIsThere) {
  const auto demo = make_demo_hospital(1200, 2026);
  const auto rows = rows_of(demo_roster(demo, "2026-11-16"));
  ASSERT_EQ(rows.size(), 1201U);
  std::map<std::string, std::string> lead;
  std::set<std::string> units, mails;
  for (std::size_t i = 1; i < rows.size(); ++i) lead[rows[i][0]] = rows[i][2], mails.insert(rows[i][1]), units.insert(rows[i][3]);
  EXPECT_EQ(lead.size(), 1200U);
  EXPECT_EQ(mails.size(), 1200U);
  EXPECT_EQ(units.size(), demo.hospital.wards.size());
  int without = 0;
  for (const auto& [person, above] : lead) {
    if (above.empty()) ++without;
    std::set<std::string> seen{person};
    for (std::string at = above; !at.empty(); at = lead.at(at)) ASSERT_TRUE(seen.insert(at).second) << person << " leads somebody who leads them";
  }
  EXPECT_EQ(without, 1);
}

TEST(DemoHospital, AnswersWithinTheScaleAndTheSameAgain) {
  const auto demo = make_demo_hospital(600, 5);
  const DemoWave wave{"w", "2026-01-01", false, {"karuna-support", "karuna-acting"}, 0.5, 0.6};
  auto questions = questions_of("karuna-support");
  for (const auto& question : questions_of("karuna-acting")) questions.push_back(question);
  const std::map<std::string, const ask::Instrument*> instruments{{"karuna-support", catalogue().need("karuna-support").value()},
                                                                  {"karuna-acting", catalogue().need("karuna-acting").value()}};
  const auto ballots = demo_ballots(demo, wave, 3, questions, instruments).value();
  const auto again = demo_ballots(demo, wave, 3, questions, instruments).value();
  ASSERT_EQ(ballots.size(), again.size());
  EXPECT_GT(ballots.size(), 250U);
  EXPECT_LT(ballots.size(), 450U);
  std::set<std::string> logins;
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    EXPECT_EQ(ballots[i].answers, again[i].answers);
    ASSERT_EQ(ballots[i].answers.size(), questions.size());
    for (std::size_t q = 0; q < questions.size(); ++q) EXPECT_LE(ballots[i].answers[q], questions[q].max - questions[q].min + 1);
    EXPECT_TRUE(logins.insert(ballots[i].login).second) << "somebody answers twice";
  }
  EXPECT_FALSE(demo_ballots(demo, wave, 3, {{"other:A1", 1, 5}}, instruments));
}

// Of the dipping department alone the answers fall, by about the shift that the model was told: -0.5 standard deviations on a support item moves its mean by some 0.3 points.
TEST(DemoHospital, FallsWhereThePlanHitAndNowhereElse) {
  const auto demo = make_demo_hospital(6000, 9);
  const std::map<std::string, const ask::Instrument*> instruments{{"karuna-support", catalogue().need("karuna-support").value()}};
  const auto questions = questions_of("karuna-support");
  std::map<std::string, bool> hit_of;
  for (const std::uint32_t w : demo.hospital.wards) {
    const auto& ward = demo.hospital.units[w];
    for (std::uint32_t p = ward.first_person; p < ward.first_person + ward.headcount; ++p) hit_of[demo_login(p)] = ward.site == 0 && ward.department == dipping_department;
  }
  const auto mean = [&](double dip, bool hit) {
    const auto ballots = demo_ballots(demo, {"w", "2026-01-01", false, {"karuna-support"}, dip, 1.0}, 2, questions, instruments).value();
    double sum = 0, n = 0;
    for (const auto& ballot : ballots)
      if (hit_of.at(ballot.login) == hit && ballot.answers[0] != 0) sum += ballot.answers[0], ++n;
    return sum / n;
  };
  EXPECT_LT(mean(1, true), mean(0, true) - 0.15);
  EXPECT_DOUBLE_EQ(mean(1, false), mean(0, false));
}

}  // namespace
}  // namespace karuna::simulate
