// SPDX-License-Identifier: Apache-2.0
#include "ask/planning/questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.h"
#include "seal/p256.h"

namespace karuna::ask {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Catalogue& builtin() {
  static const auto catalogue = Catalogue::builtin().value();
  return catalogue;
}

WaveFile battery() {
  WaveFile wave;
  wave.title = "Spring";
  wave.instruments = {"karuna-battery"};
  wave.languages = {"en", "de"};
  return wave;
}

PlannedQuestions planned(const WaveFile& wave, double ballots = 200, std::span<const QuestionPart> earlier = {}) {
  auto questions = plan_questions(wave, builtin(), ballots, earlier);
  EXPECT_TRUE(questions) << (questions ? "" : questions.error().what);
  return questions.value_or(PlannedQuestions());
}

std::vector<std::string> ids_of(const PlannedQuestions& planned, Group group) {
  std::vector<std::string> ids;
  for (const auto& statistic : planned.statistics)
    if (statistic.group == group) ids.push_back(statistic.id);
  return ids;
}

void refuses(const WaveFile& wave, Fault fault, const char* words) {
  const auto questions = plan_questions(wave, builtin(), 200, {});
  ASSERT_FALSE(questions) << words;
  EXPECT_EQ(questions.error().fault, fault);
  EXPECT_THAT(questions.error().what, HasSubstr(words));
}

TEST(PlanQuestions, OurBatteryAsksTwentySevenInTwoLanguages) {
  const auto plan = planned(battery());
  ASSERT_EQ(plan.questions.size(), 27U);
  EXPECT_EQ(plan.questions.front().id, "karuna-battery:L1");
  EXPECT_EQ(plan.questions.back().id, "karuna-battery:R1");
  for (const auto& question : plan.questions) {
    ASSERT_EQ(question.text.size(), 2U) << question.id;
    EXPECT_EQ(question.text[0].first, "en");
    EXPECT_EQ(question.text[1].first, "de");
    EXPECT_NE(question.text[0].second, question.text[1].second);
    EXPECT_EQ(question.labels.size(), static_cast<std::size_t>(question.max - question.min + 1)) << "one for each answer";
  }
  EXPECT_EQ(plan.questions.front().max, 5);
  EXPECT_EQ(plan.questions.back().min, 0);
  EXPECT_EQ(plan.questions.back().max, 10);
  EXPECT_DOUBLE_EQ(plan.minutes, 27 * 8 / 60.0);
  EXPECT_THAT(ids_of(plan, Group::index), ElementsAre("index"));
  EXPECT_THAT(ids_of(plan, Group::scales), ElementsAre("karuna-battery.leadership", "karuna-battery.support", "karuna-battery.acting",
                                                       "karuna-battery.exhaustion", "karuna-battery.systems", "karuna-battery.recommend"));
  EXPECT_EQ(ids_of(plan, Group::items).size(), 27U);
  EXPECT_EQ(ids_of(plan, Group::items).back(), "item:karuna-battery:R1");
}

// By hand from the files of the catalogue: L4, S4, A3, E4 and W6 are reversed; of the scales exhaustion alone is better where it is lower; recommending has no
// dimension.
TEST(PlanQuestions, TheIndexTurnsTheSignsOfExhaustion) {
  const auto plan = planned(battery());
  const WaveStatistic& index = plan.statistics.front();
  ASSERT_EQ(index.group, Group::index);
  std::vector<int> signs;
  for (std::size_t i = 0; i < index.items.size(); ++i) {
    EXPECT_EQ(index.items[i].question, i);
    signs.push_back(index.items[i].sign);
  }
  EXPECT_THAT(signs, ElementsAre(1, 1, 1, -1, 1,       // leadership
                                 1, 1, 1, -1, 1,       // support
                                 1, 1, -1, 1, 1,       // acting
                                 -1, -1, -1, 1, -1,    // exhaustion, turned
                                 1, 1, 1, 1, 1, -1));  // systems
  std::vector<int> scale;
  for (const auto& item : plan.statistics[4].items) scale.push_back(item.sign);
  EXPECT_EQ(plan.statistics[4].id, "karuna-battery.exhaustion");
  EXPECT_THAT(scale, ElementsAre(1, 1, 1, -1, 1)) << "the scale itself stays as it is scored";
}

TEST(PlanQuestions, TheIndexIsOfTheScalesThatWereChosen) {
  auto wave = battery();
  wave.index = {{"karuna-battery.exhaustion", "karuna-battery.support"}};
  const auto plan = planned(wave);
  EXPECT_EQ(plan.statistics.front().items.size(), 10U);
  wave.index = {{"karuna-battery.supprot"}};
  refuses(wave, Fault::not_found, "karuna-battery.supprot");
  wave.index = {{"karuna-battery.support", "karuna-battery.recommend"}};
  refuses(wave, Fault::refused, "different ranges");
  wave.index = std::vector<std::string>{};
  const auto none = planned(wave);
  EXPECT_THAT(ids_of(none, Group::index), IsEmpty());
  EXPECT_THAT(none.warnings, testing::Contains(HasSubstr("teams below 30")));
}

TEST(PlanQuestions, MomentsAreForThreeHundredBallotsAndMoreAndWithNoise) {
  auto wave = battery();
  EXPECT_THAT(ids_of(planned(wave, 299.9), Group::moments), IsEmpty());
  EXPECT_THAT(planned(wave, 299.9).warnings, testing::Contains(HasSubstr("300")));
  const auto with = planned(wave, 300);
  ASSERT_THAT(ids_of(with, Group::moments), ElementsAre("moments"));
  EXPECT_EQ(with.statistics.back().partition, PartitionName::organisation);
  EXPECT_EQ(with.statistics.back().items.size(), 26U);
  wave.moments = false;
  EXPECT_THAT(ids_of(planned(wave, 300), Group::moments), IsEmpty());
  wave.moments = true;
  wave.profile = WaveProfile::exact;
  EXPECT_THAT(ids_of(planned(wave, 300), Group::moments), IsEmpty());
}

TEST(PlanQuestions, WhatItPlansKeepsTheRulesOfTheManifest) {
  const auto point = seal::public_point(seal::new_scalar().value()).value();
  for (const auto profile : {WaveProfile::exact, WaveProfile::balanced, WaveProfile::strict})
    for (const auto depth : {Depth::deep, Depth::pulse})
      for (const double ballots : {50.0, 2000.0})
        for (const bool items : {true, false}) {
          auto wave = battery();
          wave.profile = profile;
          wave.depth = depth;
          wave.items = items;
          const auto plan = planned(wave, ballots);
          TokenPart token;
          token.wave = {5};
          token.profile = profile;
          token.depth = depth;
          QuestionPart part;
          part.wave = token.wave;
          part.token_part_sha256 = seal::sha256("token");
          part.questions = plan.questions;
          part.statistics = plan.statistics;
          part.languages = wave.languages;
          part.answer_bytes = {static_cast<std::uint32_t>(plan.questions.size())};
          part.cap_one = plan.cap_one;
          part.cap_whole = plan.cap_whole;
          part.budget_after = {plan.cap_one, plan.cap_whole};
          part.pk_s = point;
          const auto kept = check_question_part(part, token, "token");
          EXPECT_TRUE(kept) << kept.error().what;
          EXPECT_EQ(plan.statistics.front().sigma2_T == 0, profile == WaveProfile::exact);
          const auto again = read_question_part(write_question_part(part));
          EXPECT_TRUE(again) << again.error().what;
        }
}

TEST(PlanQuestions, EveryWordIsThereInEveryLanguage) {
  auto wave = battery();
  wave.languages = {"en", "it"};
  refuses(wave, Fault::refused, "karuna-battery:L1 has no words in 'it'");
  refuses(wave, Fault::refused, "karuna catalogue text karuna-battery --language it");
  wave = battery();
  wave.instruments = {"who5"};  // a key of others, whose sentences we do not have
  refuses(wave, Fault::refused, "has no words in 'en'");
}

TEST(PlanQuestions, AsksNothingTwiceAndNothingThatIsNotThere) {
  auto wave = battery();
  wave.instruments = {"karuna-battery", "karuna-battery"};
  refuses(wave, Fault::refused, "asked twice");
  wave.instruments = {"karuna-batery"};
  refuses(wave, Fault::not_found, "karuna-battery");
  wave.instruments = {"bat12"};
  refuses(wave, Fault::refused, "reference card");
  wave.instruments = {"karuna-support", "karuna-exhaustion"};
  EXPECT_EQ(planned(wave).questions.size(), 10U);
}

TEST(PlanQuestions, TellsWhereATrendWouldCompareTwoQuestions) {
  const auto wave = battery();
  const auto plan = planned(wave);
  QuestionPart before;
  before.questions = plan.questions;
  EXPECT_EQ(planned(wave, 200, std::span(&before, 1)).warnings, plan.warnings) << "the same words warn of nothing";
  before.questions[3].text[1].second += " (anders)";
  before.questions[7].max = 7;
  before.questions[8].text.pop_back();  // was not asked in German: nothing to compare
  const auto again = planned(wave, 200, std::span(&before, 1));
  const auto& warned = again.warnings;
  ASSERT_EQ(again.warnings_said.size(), warned.size());
  for (const Said& said : again.warnings_said) EXPECT_EQ(test::unsayable(said), "");
  EXPECT_EQ(warned.size(), plan.warnings.size() + 2);
  EXPECT_THAT(warned, testing::Contains(HasSubstr("karuna-battery:L4 (de) was asked in other words")));
  EXPECT_THAT(warned, testing::Contains(HasSubstr("karuna-battery:S3 had another scale")));
}

/// A made-up instrument of two scales.
Catalogue made(const std::string& scale, const std::string& second_items = "[\"S3\", \"S4\"]") {
  std::string text =
      "id = \"x\"\nversion = 1\nstatus = \"key\"\nverdict = \"KEY\"\nname = \"X\"\nconstruct = \"C.\"\nreference = \"A (2020).\"\nterms = \"Ask.\"\nowner = "
      "\"A\"\n";
  text += "scale = " + scale + "\n";
  for (const char* code : {"S1", "S2", "S3", "S4"}) text += std::string("[[item]]\ncode = \"") + code + "\"\ntopic = \"t " + code + "\"\n";
  text += "[score.one]\nname = \"One\"\nitems = [\"S1\", \"S2\"]\nmethod = \"mean\"\n[score.two]\nname = \"Two\"\nitems = " + second_items +
          "\nmethod = \"mean\"\n";
  const std::pair<std::string, std::string> files[]{{"x.toml", text}};
  auto catalogue = Catalogue::from_files(files);
  EXPECT_TRUE(catalogue) << (catalogue ? "" : catalogue.error().what);
  return catalogue.value_or(Catalogue());
}

Result<PlannedQuestions> plan_made(const Catalogue& catalogue, bool items = true) {
  WaveFile wave;
  wave.title = "X";
  wave.instruments = {"x"};
  wave.languages = {};  // its sentences do not matter here
  wave.items = items;
  return plan_questions(wave, catalogue, 100, {});
}

TEST(PlanQuestions, AnswersBeyondTheScaleHaveCodesBeyondTheScale) {
  const auto plan = plan_made(made("{ min = 1, max = 5, left_out = [8, 9] }"));
  ASSERT_TRUE(plan) << plan.error().what;
  // By hand from docs/protocol.md: 1 to 5 are the answers, so the others begin at 6.
  for (const auto& question : plan->questions) EXPECT_THAT(question.others, ElementsAre(6, 7));
  EXPECT_THAT(ids_of(*plan, Group::index), IsEmpty());
}

TEST(PlanQuestions, ScalesOfAWaveShareNoQuestion) {
  const auto plan = plan_made(made("{ min = 1, max = 5 }", "[\"S2\", \"S3\"]"));
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_THAT(ids_of(*plan, Group::scales), ElementsAre("x.one"));
  EXPECT_THAT(plan->warnings, testing::Contains(HasSubstr("x.two shares questions")));
  for (const Said& said : plan->warnings_said) EXPECT_EQ(test::unsayable(said), "");
}

TEST(PlanQuestions, RefusesAnswersThatAreNoUnbrokenScale) {
  for (const char* scale : {"{ min = 0, max = 100, step = 10 }", "{ min = 1, max = 2, points = { 1 = 10, 2 = 0 } }"}) {
    const auto plan = plan_made(made(scale));
    ASSERT_FALSE(plan) << scale;
    EXPECT_EQ(plan.error().fault, Fault::refused);
    EXPECT_THAT(plan.error().what, HasSubstr("no unbroken scale"));
  }
}

TEST(PlanQuestions, ThePulseIsATallyAndAsksHowHeavyItWas) {
  auto catalogue = Catalogue::builtin();
  ASSERT_TRUE(catalogue) << catalogue.error().what;
  WaveFile wave;
  wave.title = "X";
  wave.instruments = {"karuna-pulse"};
  wave.languages = {"en", "ar"};
  wave.depth = Depth::pulse;
  const auto plan = plan_questions(wave, *catalogue, 100, {});
  ASSERT_TRUE(plan) << plan.error().what;
  ASSERT_EQ(plan->questions.size(), 7U);
  EXPECT_THAT(ids_of(*plan, Group::scales), IsEmpty()) << "received and given are not one thing";
  for (std::size_t q = 0; q < 4; ++q) {
    EXPECT_EQ(plan->questions[q].min, 0);
    EXPECT_EQ(plan->questions[q].max, 5);
  }
  // Each part begins with its own sentence, in the languages of the wave; the battery has none of its own.
  for (std::size_t q = 0; q < 7; ++q) EXPECT_EQ(plan->questions[q].lead.size(), q == 0 || q == 4 ? 2U : 0U) << q;
  EXPECT_THAT(plan->questions[4].care, ElementsAre(4, 5)) << "heavy and very heavy, of five";
  EXPECT_THAT(plan->questions[6].others, ElementsAre(4, 5)) << "no, partly, yes are 1 to 3; too early and none needed follow";
}

}  // namespace
}  // namespace karuna::ask
