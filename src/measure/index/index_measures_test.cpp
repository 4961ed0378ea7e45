// SPDX-License-Identifier: Apache-2.0
#include "measure/index/index_measures.h"

#include <gmock/gmock.h>

#include <cmath>

#include "measure/index/composite_index.h"
#include "measure/index/index_plan.h"
#include "measure/make_report.h"
#include "measure/release_fixture.h"

namespace karuna::measure {
namespace {

using namespace fixture;
using testing::HasSubstr;
using testing::IsEmpty;

/// Twelve teams of 25; acting, support, leadership and exhaustion from 1 to 5, outcomes from 0 to 100.
struct Survey {
  protect::Release release;
  ReportOptions options;
};

protect::PeriodRelease wave(const UnitTree& tree, std::string label, double exhaustion, double noise = 0) {
  const double mean[] = {3.48, 3.84, 3.2, exhaustion, 48};  // 62, 71 and 55 of 100, then exhaustion, then 48
  std::vector<protect::Published> published_all;
  for (std::size_t s = 0; s < 5; ++s) {
    std::vector<protect::Group> groups;
    for (std::uint32_t u = 1; u < tree.size(); ++u)
      groups.push_back(group({UnitId{u}}, 25, mean[s] + (s == 4 ? 5 : 0.2) * (static_cast<double>(u % 3) - 1), noise));
    published_all.push_back(published(tree, groups));
  }
  std::vector<std::vector<double>> within(5, std::vector<double>(5, 0.0));
  for (std::size_t s = 0; s < 5; ++s) within[s][s] = s == 4 ? 400 : 0.64;
  return period(std::move(label), std::move(published_all), std::move(within));
}

Survey survey(double exhaustion = 3.2, std::size_t periods = 1) {
  Survey s;
  const UnitTree tree = flat_tree(12);
  std::vector<protect::PeriodRelease> waves;
  for (std::size_t p = 0; p < periods; ++p) waves.push_back(wave(tree, "wave " + std::to_string(p + 1), exhaustion));
  s.release =
      release(tree, {scale("acting"), scale("support"), scale("leadership"), scale("exhaustion", 1, 5, false), scale("retention", 0, 100)}, std::move(waves));
  s.options.index[0] = {{"acting", "B5", 1}};
  s.options.index[1] = {{"support", "C4", 1}, {"leadership", "C2", 1}};
  s.options.index[2] = {{"exhaustion", "F1", 1}};
  return s;
}

const Shown& organisation(const Measure& measure, std::size_t period = 0) { return std::get<Shown>(measure.periods[period].organisation); }

TEST(IndexMeasures, DimensionsAreMappedByTheEndsOfTheirScalesAndTurned) {
  Survey s = survey();
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index) << index.error().what;
  ASSERT_EQ(index->measures.size(), 4U);
  EXPECT_EQ(index->measures[0].id, "cii-3");
  EXPECT_THAT(index->words, HasSubstr("CII-3"));
  EXPECT_NEAR(organisation(index->measures[1]).value, 62, 1e-9);  // 100 (3.48 - 1) / 4
  EXPECT_NEAR(organisation(index->measures[2]).value, (71 + 55) / 2.0, 1e-9);
  EXPECT_NEAR(organisation(index->measures[3]).value, 45, 1e-9);  // 100 (5 - 3.2) / 4: turned
  EXPECT_NEAR(organisation(index->measures[0]).value, std::cbrt(62.0 * 63 * 45), 1e-9);
  EXPECT_THAT(index->measures[0].periods[0].remarks[0], HasSubstr("56.7"));  // (62 + 63 + 45) / 3
  ASSERT_TRUE(index->detail);
  double missing = 0;
  for (const IndexShare& share : index->detail->shares) missing += share.missing;
  EXPECT_NEAR(missing, 100 - std::cbrt(62.0 * 63 * 45), 1e-9);
  EXPECT_NEAR(index->detail->shifts.back().index, 170.0 / 3, 1e-9);
}

TEST(IndexMeasures, TheOrganisationsIntervalIsThatOfTheDeltaMethod) {
  Survey s = survey();
  s.options.draws = 20000;
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  const double v = 0.64 * 625 / 300;  // of a scale's mean over 300 people, in points of 100 squared
  const double dimension[] = {62, 63, 45};
  const double variance[] = {v, v / 2, v};
  double sum = 0;
  for (int d = 0; d < 3; ++d) sum += variance[d] / (9 * dimension[d] * dimension[d]);
  const Shown& whole = organisation(index->measures[0]);
  const double half = z90 * std::cbrt(62.0 * 63 * 45) * std::sqrt(sum);
  EXPECT_NEAR(whole.value - whole.interval.low, half, 0.05 * half);
  EXPECT_NEAR(whole.interval.high - whole.value, half, 0.05 * half);
}

TEST(IndexMeasures, OutcomesMakeItTheWholeIndex) {
  Survey s = survey();
  s.options.index[3] = {{"retention", "O1", 1}};
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->measures[0].id, "cii");
  EXPECT_NEAR(organisation(index->measures[0]).value, std::pow(62.0 * 63 * 45 * 48, 0.25), 1e-9);
}

TEST(IndexMeasures, WithoutBehaviourThereIsNoIndexAndTheScalesStandByTheirNames) {
  Survey s = survey();
  s.options.index[0] = {};
  const auto report = make_report(s.release, s.options);
  ASSERT_TRUE(report);
  EXPECT_THAT(report->index_words, HasSubstr("missing: behaviour (no scale stands for it)"));
  EXPECT_EQ(report->measures[0].id, "acting");
}

TEST(IndexMeasures, ADimensionNeedsHalfOfItsIndicatorsAndACoreOne) {
  EXPECT_TRUE(is_core(Dimension::culture, "C2"));
  EXPECT_FALSE(is_core(Dimension::culture, "C3"));
  EXPECT_FALSE(is_core(Dimension::fatigue, "F2"));
  EXPECT_TRUE(is_core(Dimension::behaviour, ""));  // declared by the survey file itself
  Survey s = survey();
  s.options.index[1] = {{"support", "C3", 1}};
  EXPECT_THAT(plan_index(s.release, s.options, 0)->dimensions[1].why_not, HasSubstr("core"));
  s.options.index[1] = {{"support", "C4", 1}, {"leadership", "C2", 1}, {"retention", "C1", 1}};
  for (std::size_t gone : {2U, 4U}) s.release.periods[0].published[gone] = published(s.release.tree, {});
  EXPECT_THAT(plan_index(s.release, s.options, 0)->dimensions[1].why_not, HasSubstr("1 of 3 indicators"));
}

TEST(IndexMeasures, AScaleThatFailsItsGateDoesNotEnter) {
  Survey s = survey();
  protect::ScaleQuality q;
  q.statistic = 2;
  q.respondents = 300;
  q.alpha = {.value = 0.5, .known = true, .why_not = {}};
  s.release.periods[0].quality = {q};
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  EXPECT_NEAR(organisation(index->measures[2]).value, 71, 1e-9);  // support alone
  EXPECT_THAT(index->measures[2].periods[0].remarks[0], HasSubstr("1 of 2 indicators"));
}

TEST(IndexMeasures, IsRefusedInWordsWhereADimensionIsTooUncertain) {
  Survey s = survey();
  for (auto& g : s.release.periods[0].published[3].groups) g.noise_variance = 1.2;  // .1 for the whole: sd .32 of a point, 7.9 of 100, against 45
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->measures[0].periods[0].refused, "Too uncertain; here are the dimensions.");
  EXPECT_TRUE(std::holds_alternative<NotShown>(index->measures[0].periods[0].organisation));
  EXPECT_TRUE(std::holds_alternative<Shown>(index->measures[3].periods[0].organisation));
}

TEST(IndexMeasures, LowFreedomFromFatigueIsSaidWhateverTheIndexIs) {
  Survey s = survey(3.7);  // 32.5 of 100
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  EXPECT_THAT(index->measures[0].periods[0].remarks,
              testing::Contains(HasSubstr("Red flag: freedom from fatigue is 32.5, below 35, whatever the index says.")));
}

TEST(IndexMeasures, UnitsAreMultipliedFromTheirShrunkenDimensions) {
  Survey s = survey();
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  for (std::uint32_t u = 1; u < s.release.tree.size(); ++u) {
    double product = 1;
    for (std::size_t d = 1; d < 4; ++d) product *= std::get<Shown>(index->measures[d].periods[0].units[u]).value;
    const Shown& unit = std::get<Shown>(index->measures[0].periods[0].units[u]);
    EXPECT_NEAR(unit.value, std::cbrt(product), 1e-6);
    EXPECT_LT(unit.interval.low, unit.value);
    EXPECT_GT(unit.interval.high, unit.value);
  }
}

TEST(IndexMeasures, PeriodsMadeOfDifferentPartsAreNotCompared) {
  Survey s = survey(3.2, 2);
  s.release.periods[0].published[2] = published(s.release.tree, {});
  const auto index = index_measures(s.release, s.options);
  ASSERT_TRUE(index);
  EXPECT_FALSE(index->measures[0].periods[1].organisation_change.known);
  EXPECT_THAT(index->measures[0].periods[1].remarks, testing::Contains(HasSubstr("not made of the same parts")));
  EXPECT_TRUE(index->measures[1].periods[1].organisation_change.known);
}

TEST(IndexMeasures, NamesAPartThatIsNotThere) {
  Survey s = survey();
  s.options.index[0] = {{"actin", "B5", 1}};
  const auto index = index_measures(s.release, s.options);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().fault, Fault::not_found);
  EXPECT_THAT(index.error().what, HasSubstr("did you mean \"acting\"?"));
}

}  // namespace
}  // namespace karuna::measure
