// SPDX-License-Identifier: Apache-2.0
#include "measure/make_report.h"

#include <gmock/gmock.h>

#include <set>

#include "measure/findings.h"
#include "measure/release_fixture.h"

namespace karuna::measure {
namespace {

using namespace fixture;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Eight departments of three teams of 12; Support is low in the first; two scales that go together.
protect::PeriodRelease spring(const UnitTree& tree, std::string label, double shift = 0) {
  std::vector<protect::Group> support, strain;
  for (std::uint32_t u = 1; u < tree.size(); ++u) {
    if (!tree.is_leaf(UnitId{u})) continue;
    const double low = tree[tree[UnitId{u}].parent].name == "D1" ? -0.9 : 0.1 * (static_cast<double>(u % 5) - 2);
    support.push_back(group({UnitId{u}}, 12, 3.4 + low + shift));
    strain.push_back(group({UnitId{u}}, 12, 2.6 - low / 2));
  }
  return period(std::move(label), {published(tree, support), published(tree, strain)}, {{0.36, -0.1}, {-0.1, 0.36}});
}

UnitTree eight(std::optional<std::uint32_t> eligible = {}) {
  std::vector<std::pair<std::string, int>> departments;
  for (int d = 1; d <= 8; ++d) departments.emplace_back("D" + std::to_string(d), 3);
  return tree_of(departments, eligible);
}

protect::Release two_scales(std::vector<std::string> labels = {"spring"}, double shift = 0, std::optional<std::uint32_t> eligible = {}) {
  const UnitTree tree = eight(eligible);
  std::vector<protect::PeriodRelease> periods;
  for (std::size_t p = 0; p < labels.size(); ++p) periods.push_back(spring(tree, labels[p], shift * static_cast<double>(p)));
  protect::Statistic support = scale("Support"), strain = scale("Strain", 1, 5, false);
  return release(tree, {support, strain}, std::move(periods));
}

const Measure& measure_of(const Report& report, std::string_view id) {
  for (const Measure& m : report.measures)
    if (m.id == id) return m;
  throw std::runtime_error("no measure " + std::string(id));
}

TEST(MakeReport, TheOrganisationIsNotShrunkAndTheUnitsAre) {
  const auto release = two_scales();
  const auto report = make_report(release, {});
  ASSERT_TRUE(report) << report.error().what;
  const MeasurePeriod& period = measure_of(*report, "Support").periods[0];
  const Shown& whole = std::get<Shown>(period.organisation);
  EXPECT_DOUBLE_EQ(whole.value, whole.raw);
  EXPECT_EQ(whole.n, 288U);
  const Shown& low = std::get<Shown>(period.units[unit(release.tree, "D1").value]);
  EXPECT_NEAR(low.raw, 2.5, 1e-12);
  EXPECT_GT(low.value, low.raw);
  EXPECT_LT(low.value, whole.value);
  EXPECT_EQ(low.state, State::clear_below);
}

TEST(MakeReport, FindingsArePlainSentencesWithTheirUncertainty) {
  const auto report = make_report(two_scales(), {});
  ASSERT_TRUE(report);
  ASSERT_THAT(report->findings, SizeIs(testing::Le(3)));
  EXPECT_THAT(report->findings[0].sentence,
              testing::MatchesRegex("Support is lower in D1( [123])? than in the organisation: [0-9.]+, between [0-9.]+ and [0-9.]+, where the whole is "
                                    "3\\.[0-9]+\\."));
  EXPECT_EQ(report->findings[0].kind, FindingKind::unit_care);
  EXPECT_FALSE(report->finding_rule.empty());
}

TEST(MakeReport, ASingleUnitGetsAFindingAboutItself) {
  const UnitTree tree = flat_tree(0);
  const auto r = release(tree, {scale("Support")}, {period("now", {published(tree, {group({tree.root()}, 34, 3.2)})}, {{0.64}})});
  const auto report = make_report(r, {});
  ASSERT_TRUE(report);
  EXPECT_THAT(report->findings[0].sentence,
              HasSubstr("Support stands at 3.20, between 2.97 and 3.43, on a scale from 1 to 5."));  // 3.2 -+ t(.95, 33) .8/sqrt(34)
}

TEST(MakeReport, AChangeIsClearOrCannotBeTold) {
  const auto risen = make_report(two_scales({"autumn", "spring"}, 0.5), {});
  ASSERT_TRUE(risen);
  const MeasurePeriod& period = measure_of(*risen, "Support").periods[1];
  EXPECT_NEAR(period.organisation_change.value, 0.5, 1e-9);
  EXPECT_TRUE(period.organisation_change.changed);
  EXPECT_TRUE(period.changes[unit(risen->tree, "D3").value].changed);
  EXPECT_THAT(risen->findings.back().sentence, HasSubstr("Support rose in"));
  EXPECT_EQ(risen->findings.back().kind, FindingKind::change);
  EXPECT_THAT(measure_of(*risen, "Support").periods[0].changes, IsEmpty());

  const auto still = make_report(two_scales({"autumn", "spring"}, 0.0), {});
  EXPECT_FALSE(measure_of(*still, "Support").periods[1].organisation_change.changed);
  EXPECT_THAT(still->findings.back().sentence, HasSubstr("Cannot tell whether Support changed in the organisation since autumn"));
  EXPECT_EQ(still->findings.back().kind, FindingKind::change_not_told);
}

TEST(MakeReport, ASmallStepIsNotAChangeHoweverSurelyItIsKnown) {
  auto release = two_scales({"autumn", "spring"}, 0.1);  // 2.5 in a hundred of the range
  for (auto& p : release.periods) p.within = {{1e-6, 0}, {0, 1e-6}};
  const auto report = make_report(release, {});
  ASSERT_TRUE(report);
  EXPECT_GT(measure_of(*report, "Support").periods[1].organisation_change.interval.low, 0);
  EXPECT_FALSE(measure_of(*report, "Support").periods[1].organisation_change.changed);
}

TEST(MakeReport, TheSameBytesOnAnyNumberOfThreads) {
  ReportOptions one, four;
  one.threads = 1;
  four.threads = 4;
  const auto a = make_report(two_scales({"a", "b"}, 0.2), one), b = make_report(two_scales({"a", "b"}, 0.2), four);
  ASSERT_TRUE(a && b);
  for (std::size_t m = 0; m < a->measures.size(); ++m)
    for (std::size_t p = 0; p < 2; ++p)
      for (std::size_t u = 0; u < a->tree.size(); ++u) {
        const Shown &x = std::get<Shown>(a->measures[m].periods[p].units[u]), &y = std::get<Shown>(b->measures[m].periods[p].units[u]);
        EXPECT_EQ(x.value, y.value);
        EXPECT_EQ(x.interval.low, y.interval.low);
      }
  EXPECT_EQ(a->seed, 1U);
}

TEST(MakeReport, WorstCaseBoundsNeedHeadcounts) {
  EXPECT_FALSE(measure_of(*make_report(two_scales(), {}), "Support").periods[0].worst_case);
  const auto report = make_report(two_scales({"spring"}, 0, 16), {});  // 12 of 16 answered
  ASSERT_TRUE(report);
  const MeasurePeriod& period = measure_of(*report, "Support").periods[0];
  const double value = std::get<Shown>(period.organisation).value;
  EXPECT_NEAR(period.worst_case->low, 0.75 * value + 0.25 * 1, 1e-9);
  EXPECT_NEAR(period.worst_case->high, 0.75 * value + 0.25 * 5, 1e-9);
  EXPECT_DOUBLE_EQ(*report->response[0], 0.75);
}

TEST(MakeReport, ALowResponseShowsNothingAndSaysSo) {
  const auto report = make_report(two_scales({"spring"}, 0, 48), {});  // 25 %
  ASSERT_TRUE(report);
  const MeasurePeriod& period = measure_of(*report, "Support").periods[0];
  EXPECT_TRUE(std::holds_alternative<NotShown>(period.organisation));
  for (const Cell& cell : period.units) EXPECT_TRUE(std::holds_alternative<NotShown>(cell));
  EXPECT_THAT(period.refused, HasSubstr("25 % of those who could answer did"));
}

TEST(MakeReport, AScaleThatFailsItsGateIsRefusedAndItsQuestionsStay) {
  auto release = two_scales();
  protect::ScaleQuality q;
  q.respondents = 288;
  q.omega = {.value = 0.6, .known = true, .why_not = {}};
  release.periods[0].quality = {q};
  const auto report = make_report(release, {});
  const MeasurePeriod& support = measure_of(*report, "Support").periods[0];
  EXPECT_THAT(support.refused, HasSubstr("Omega is .60"));
  EXPECT_TRUE(std::holds_alternative<NotShown>(support.organisation));
  EXPECT_TRUE(std::holds_alternative<Shown>(measure_of(*report, "Strain").periods[0].organisation));

  ReportOptions marked;
  marked.failed_gate = FailedGate::show_marked;
  EXPECT_TRUE(std::holds_alternative<Shown>(measure_of(*make_report(release, marked), "Support").periods[0].organisation));
}

TEST(MakeReport, TeamsThatCannotBeToldApartAreNeverCalledAboveOrBelowButDepartmentsMay) {
  auto release = two_scales();
  protect::ScaleQuality q;
  q.respondents = 288;
  q.icc2 = {.value = 0.4, .known = true, .why_not = {}};
  release.periods[0].quality = {q};
  const auto report = make_report(release, {});
  const MeasurePeriod& support = measure_of(*report, "Support").periods[0];
  EXPECT_EQ(std::get<Shown>(support.units[unit(release.tree, "D1 1").value]).state, State::no_clear_difference);
  EXPECT_EQ(std::get<Shown>(support.units[unit(release.tree, "D1").value]).state, State::clear_below);
}

TEST(MakeReport, NoiseMakesIntervalsWider) {
  auto plain = two_scales(), noisy = two_scales();
  for (auto& g : noisy.periods[0].published[0].groups) g.noise_variance = 0.05;
  const auto a = make_report(plain, {}), b = make_report(noisy, {});
  const auto width = [](const Report& r) {
    const Interval i = std::get<Shown>(r.measures[0].periods[0].organisation).interval;
    return i.high - i.low;
  };
  EXPECT_GT(width(*b), 1.3 * width(*a));  // (.36/288 + .05/24) / (.36/288) = 2.67, root 1.63
}

TEST(MakeReport, WeightedFiguresSayWhatWeightsDid) {
  auto release = two_scales();
  release.periods[0].weighted = {{.statistic = 0,
                                  .mean = {.value = 3.1, .known = true, .why_not = {}},
                                  .standard_error = {.value = 0.1, .known = true, .why_not = {}},
                                  .n_effective = 201.4,
                                  .smallest_weight = 0.5,
                                  .largest_weight = 2.25}};
  const MeasurePeriod period = measure_of(*make_report(release, {}), "Support").periods[0];
  EXPECT_DOUBLE_EQ(*period.weighted, 3.1);
  EXPECT_NEAR(*period.weighted_low, 3.1 - 0.16449, 1e-4);
  EXPECT_THAT(period.weighted_words, HasSubstr("288 answers then count like 201"));
}

TEST(MakeReport, AnUnknownSpreadIsAssumedAndSaidSo) {
  auto release = two_scales();
  release.periods[0].within = {};
  const MeasurePeriod period = measure_of(*make_report(release, {}), "Support").periods[0];
  EXPECT_NEAR(period.within_sd, 0.9, 1e-12);  // .225 x 4
  EXPECT_THAT(period.remarks[0], HasSubstr("assumed"));
}

TEST(MakeReport, TheIndexItemMeanIsNeverCalledAnIndex) {
  auto release = two_scales();
  release.statistics[0].family = protect::Family::index;
  release.statistics[0].id = "index";
  const auto report = make_report(release, {});
  EXPECT_EQ(measure_of(*report, "index").name, "Index-item mean");
  EXPECT_NE(measure_of(*report, "index").kind, MeasureKind::index);
}

TEST(MakeReport, TheIndexItemMeanIsNeverAFinding) {
  auto release = two_scales();
  release.statistics[0].family = protect::Family::index;
  release.statistics[0].id = "index";
  const auto report = make_report(release, {});
  for (const Finding& finding : report->findings) EXPECT_NE(finding.measure, "index");
}

TEST(MakeReport, RefusesWhatDoesNotFit) {
  auto release = two_scales();
  release.periods[0].published[0].units.pop_back();
  EXPECT_EQ(make_report(release, {}).error().fault, Fault::invalid);
  EXPECT_EQ(make_report(protect::Release{}, {}).error().fault, Fault::invalid);
  ReportOptions few;
  few.draws = 10;
  EXPECT_THAT(make_report(two_scales(), few).error().what, HasSubstr("at least 100 draws"));
}

/// A number that belongs to a unit which shows nothing must not stand in any cell, nor be the difference of a shown cell and the shown cells below it.
TEST(MakeReport, AHiddenNumberNeverReachesAShownCell) {
  stats::Random random(11, 0);
  for (int round = 0; round < 40; ++round) {
    const UnitTree tree = eight();
    std::vector<protect::Group> groups;
    std::vector<UnitId> hidden;
    const double secret = 4.9;
    for (std::uint32_t u = 1; u < tree.size(); ++u) {
      if (!tree.is_leaf(UnitId{u})) continue;
      if (random.uniform() < 0.2)
        hidden.emplace_back(u);
      else
        groups.push_back(group({UnitId{u}}, 10 + random.below(20), 2 + random.uniform()));
    }
    const auto r = release(tree, {scale("Support")}, {period("now", {published(tree, groups, hidden)}, {{0.5}})});
    const auto report = make_report(r, {});
    ASSERT_TRUE(report);
    const MeasurePeriod& p = report->measures[0].periods[0];
    for (UnitId h : hidden)
      for (UnitId above : tree.path(h)) EXPECT_TRUE(std::holds_alternative<NotShown>(p.units[above.value]));
    for (const Cell& cell : p.units) {
      if (const Shown* shown = std::get_if<Shown>(&cell)) {
        EXPECT_LT(shown->raw, secret - 1);
      }
    }
    EXPECT_TRUE(hidden.empty() || std::holds_alternative<NotShown>(p.organisation));
  }
}

}  // namespace
}  // namespace karuna::measure
