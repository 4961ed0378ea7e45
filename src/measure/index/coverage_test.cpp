// SPDX-License-Identifier: Apache-2.0

// Worlds with a known truth, through make_report: intervals must cover it as often as they say.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "measure/make_report.h"
#include "measure/release_fixture.h"

namespace karuna::measure {
namespace {

struct Tally {
  std::size_t covered = 0, shown = 0, clear = 0, wrong = 0;
  double coverage() const { return static_cast<double>(covered) / static_cast<double>(shown); }
};

Tally run(int teams, double tau, double noise, std::uint64_t worlds) {
  Tally tally;
  for (std::uint64_t w = 0; w < worlds; ++w) {
    const fixture::World world = fixture::world(1000 * static_cast<std::uint64_t>(teams) + w, teams, tau, 22.5, noise);
    ReportOptions options;
    options.draws = 400;
    options.seed = w;
    options.threads = 1;
    const auto report = make_report(world.release, options);
    if (!report) throw std::runtime_error(report.error().what);
    double n = 0, sum = 0;
    const MeasurePeriod& period = report->measures[0].periods[0];
    for (int t = 0; t < teams; ++t) {
      const Shown& shown = std::get<Shown>(period.units[static_cast<std::size_t>(t) + 1]);
      n += shown.n;
      sum += shown.n * world.truth[static_cast<std::size_t>(t)];
    }
    const double whole = sum / n;  // the organisation's climate: that of its units, by their people
    for (int t = 0; t < teams; ++t) {
      const Shown& shown = std::get<Shown>(period.units[static_cast<std::size_t>(t) + 1]);
      const double truth = world.truth[static_cast<std::size_t>(t)];
      ++tally.shown;
      tally.covered += shown.interval.low <= truth && truth <= shown.interval.high ? 1U : 0U;
      if (shown.state == State::no_clear_difference) continue;
      ++tally.clear;
      tally.wrong += (shown.state == State::clear_above) != (truth > whole) ? 1U : 0U;
    }
  }
  return tally;
}

class Coverage : public testing::TestWithParam<double> {};  // the sd of the noise of a sum of ten people, in points a person

TEST_P(Coverage, NineInTenIntervalsHoldTheTruthAndStatesAreRarelyWrong) {
  const double noise = GetParam();
  double sum = 0;
  int cases = 0;
  std::printf("noise %.0f: units, sd between units, coverage of 90 %%, clear, clear on the wrong side\n", noise);
  for (int teams : {8, 20, 40})
    for (double tau : {0.0, 4.0, 8.0}) {
      const Tally tally = run(teams, tau, noise, static_cast<std::uint64_t>(1600 / teams));
      std::printf("  %2d  %.0f  %.3f  %5.1f %%  %4.1f %%\n", teams, tau, tally.coverage(),
                  100.0 * static_cast<double>(tally.clear) / static_cast<double>(tally.shown),
                  100.0 * static_cast<double>(tally.wrong) / static_cast<double>(tally.shown));
      EXPECT_GE(tally.coverage(), 0.86) << teams << " units, tau " << tau;
      EXPECT_LE(static_cast<double>(tally.wrong), 0.05 * static_cast<double>(tally.shown)) << teams << " units, tau " << tau;
      sum += tally.coverage();
      ++cases;
    }
  std::printf("  mean %.3f\n", sum / cases);
  EXPECT_GE(sum / cases, 0.88);
}

INSTANTIATE_TEST_SUITE_P(NoiseOffAndOn, Coverage, testing::Values(0.0, 6.0));

}  // namespace
}  // namespace karuna::measure
