// SPDX-License-Identifier: Apache-2.0
#include "measure/trust/gates.h"

#include <gmock/gmock.h>

#include "measure/release_fixture.h"
#include "measure/trust/reliability.h"
#include "said.h"

namespace karuna::measure {
namespace {

using testing::HasSubstr;

protect::Spread known(double value) { return {.value = value, .known = true, .why_not = {}}; }
protect::Spread unknown(std::string why) { return {.value = 0, .known = false, .why_not = std::move(why)}; }

protect::ScaleQuality good() {
  protect::ScaleQuality q;
  q.items = 4;
  q.respondents = 400;
  q.groups = 20;
  q.mean_group_size = 20;
  q.alpha = known(0.81), q.alpha_low = known(0.78), q.alpha_high = known(0.84);
  q.omega = known(0.82);
  q.eigen_first = known(2.6), q.eigen_second = known(0.6);
  q.icc1 = known(0.1), q.icc1_low = known(0.05), q.icc1_high = known(0.2), q.icc2 = known(0.69);
  q.rwg_median = known(0.8), q.rwg_mean = known(0.78), q.ad_mean = known(0.6);
  return q;
}

const Gate& gate(const ScaleGates& gates, std::string_view name) {
  for (const Gate& g : gates.gates)
    if (g.name == name) return g;
  throw std::runtime_error("no such gate");
}

ScaleGates judged(const protect::ScaleQuality& q, protect::Profile profile = protect::Profile::exact) {
  ScaleGates gates = gates_of(fixture::scale("support"), &q, profile, false);
  for (const Gate& one : gates.gates) EXPECT_EQ(test::unsayable(one.said), "") << one.name << ": " << one.words;
  return gates;
}

TEST(Gates, AGoodScalePassesAllOfThem) {
  const ScaleGates gates = judged(good());
  for (const Gate& g : gates.gates) EXPECT_EQ(g.result, GateResult::passed) << g.name;
  EXPECT_EQ(gates.refused, "");
}

TEST(Gates, ReliabilityBelowSeventyRefusesTheScale) {
  protect::ScaleQuality q = good();
  q.omega = known(0.69);
  EXPECT_EQ(gate(judged(q), "reliability").result, GateResult::failed);
  EXPECT_THAT(judged(q).refused, HasSubstr("Omega is .69, below .70: read the questions one by one, not the scale."));
}

TEST(Gates, AlphaStandsInWhereOmegaIsNotKnown) {
  protect::ScaleQuality q = good();
  q.omega = unknown("two questions have no omega");
  EXPECT_THAT(gate(judged(q), "reliability").words, HasSubstr("Alpha is .81"));
}

TEST(Gates, FewPeopleMeanNotKnownAndNeverFailed) {
  protect::ScaleQuality q = good();
  q.omega = known(0.5);
  q.respondents = 99;
  EXPECT_EQ(gate(judged(q), "reliability").result, GateResult::not_known);
  q.respondents = 299;
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "reliability").result, GateResult::not_known);
  EXPECT_EQ(judged(q, protect::Profile::balanced).refused, "");
  q.respondents = 300;
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "reliability").result, GateResult::failed);
}

TEST(Gates, OurOwnBatteryStaysNotValidatedWhereReliabilityIsNotKnown) {
  protect::ScaleQuality q = good();
  q.respondents = 40;
  EXPECT_THAT(gates_of(fixture::scale("support"), &q, protect::Profile::exact, true).gates[0].words, HasSubstr("stays not validated"));
}

TEST(Gates, OneFactorNeedsThreeToOne) {
  protect::ScaleQuality q = good();
  q.eigen_second = known(0.9);  // 2.6 / .9 = 2.9
  EXPECT_EQ(gate(judged(q), "one factor").result, GateResult::failed);
  EXPECT_FALSE(judged(q).refused.empty());
}

TEST(Gates, NoiseAloneFailsNoScale) {
  protect::ScaleQuality q = good();
  q.eigen_second = known(0.9);  // 2.6 / .9 = 2.9: less than three to one as released
  q.one_factor = known(0.2), q.one_factor_high = known(0.6);
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "one factor").result, GateResult::passed);
  EXPECT_THAT(gate(judged(q, protect::Profile::balanced), "one factor").words, HasSubstr("once what the noise adds to the second is taken away"));
  q.one_factor = known(-0.1), q.one_factor_high = known(0.3);
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "one factor").result, GateResult::not_known);
  q.one_factor_high = known(-0.01);
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "one factor").result, GateResult::failed);

  q = good();
  q.omega = known(0.68), q.omega_high = known(0.74);
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "reliability").result, GateResult::not_known);
  EXPECT_EQ(gate(judged(q, protect::Profile::exact), "reliability").result, GateResult::failed);
  q.omega_high = known(0.69);
  EXPECT_EQ(gate(judged(q, protect::Profile::balanced), "reliability").result, GateResult::failed);
}

TEST(Gates, AQuestionThatRunsAgainstTheScaleIsNamed) {
  protect::ScaleQuality q = good();
  q.wrong_sign = {"S3"};
  EXPECT_EQ(gate(judged(q), "sign").result, GateResult::failed);
  EXPECT_THAT(judged(q).refused, HasSubstr("S3 runs against the scale"));
}

TEST(Gates, TeamClimateNeedsAgreementAndDifferences) {
  protect::ScaleQuality q = good();
  q.rwg_median = known(0.69);
  EXPECT_EQ(gate(judged(q), "team climate").result, GateResult::failed);
  q = good();
  q.icc1_low = known(0);
  EXPECT_EQ(gate(judged(q), "team climate").result, GateResult::failed);
  EXPECT_EQ(judged(q).refused, "");  // the scale itself stands
  q.rwg_median = unknown("agreement needs persons, and this release holds none");
  EXPECT_THAT(gate(judged(q), "team climate").words, HasSubstr("Not known: agreement needs persons"));
}

TEST(Gates, TeamsAreToldApartFromSixty) {
  protect::ScaleQuality q = good();
  q.icc2 = known(0.6);
  EXPECT_TRUE(judged(q).teams_told_apart);
  q.icc2 = known(0.59);
  EXPECT_FALSE(judged(q).teams_told_apart);
}

TEST(Gates, ResponseHasThreeSteps) {
  EXPECT_EQ(response_gate(0.55).result, GateResult::passed);
  EXPECT_THAT(response_gate(0.35).words, HasSubstr("weak"));
  EXPECT_EQ(response_gate(0.29).result, GateResult::failed);
  EXPECT_EQ(response_gate(std::nullopt).result, GateResult::not_known);
}

TEST(Reliability, EveryCoefficientHasALabelTwoDigitsAndAMeaning) {
  const auto lines = reliability_lines(good());
  ASSERT_EQ(lines.size(), reliability_labels().size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].label, reliability_labels()[i]);
    EXPECT_EQ(lines[i].digits, 2);
    EXPECT_FALSE(lines[i].words.empty());
  }
  EXPECT_DOUBLE_EQ(*lines[0].low, 0.78);
}

TEST(Gates, PagesCanSayWhatIsNotKnownToo) {
  protect::Statistic one = fixture::scale("support");
  for (const std::uint32_t items : {4U, 1U}) {
    one.items = items;
    for (const Gate& each : gates_of(one, nullptr, protect::Profile::balanced, false).gates) EXPECT_EQ(test::unsayable(each.said), "") << each.name;
  }
  protect::ScaleQuality q = good();
  q.alpha = q.omega = unknown(std::string(protect::needs_moments));
  q.rwg_median = unknown(std::string(protect::needs_persons));
  q.icc2 = unknown("the matrix is singular");
  EXPECT_EQ(gate(judged(q), "reliability").said.code, "needs_moments");
  EXPECT_EQ(gate(judged(q), "team climate").said.code, "needs_persons");
  EXPECT_EQ(gate(judged(q), "comparing teams").said.code, "not_computed");
  for (const std::optional<double> response : {std::optional<double>(), std::optional(0.2), std::optional(0.4), std::optional(0.9)})
    EXPECT_EQ(test::unsayable(response_gate(response).said), "");
  for (const ReliabilityLine& line : reliability_lines(good())) EXPECT_EQ(line.value ? test::unsayable(line.said) : "", "") << line.label;
}

TEST(Reliability, WhatIsNotKnownSaysWhy) {
  protect::ScaleQuality q = good();
  q.rwg_median = unknown("agreement needs persons");
  const auto lines = reliability_lines(q);
  EXPECT_FALSE(lines[6].value);
  EXPECT_EQ(lines[6].words, "not known: agreement needs persons");
}

TEST(Reliability, CoefficientsArePrintedAsPapersDo) {
  EXPECT_EQ(coefficient(0.7), ".70");
  EXPECT_EQ(coefficient(-0.05), "-.05");
  EXPECT_EQ(coefficient(1), "1.00");
}

}  // namespace
}  // namespace karuna::measure
