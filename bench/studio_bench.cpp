// SPDX-License-Identifier: Apache-2.0
// What the studio's server makes once a release: the overview of a release of 100,000 units.
#include <memory>

#include "bench.h"
#include "show/studio/lead/overview.h"

namespace karuna::bench {
namespace {

constexpr std::size_t divisions = 316, measures = 10, periods = 4;

/// A report whose figures mean nothing: every state, pools, and what is not shown.
std::shared_ptr<show::Released> made_up_release() {
  std::vector<UnitRow> rows{{"org", "", "Organisation", 3'000'000, 1}};
  for (std::size_t d = 0; d < divisions; ++d) {
    const std::string division = "d" + std::to_string(d);
    rows.push_back({division, "org", "Division " + std::to_string(d), {}, 0});
    for (std::size_t t = 0; t < divisions; ++t) rows.push_back({division + "t" + std::to_string(t), division, "Team " + std::to_string(t), 30, 0});
  }
  measure::Report report;
  report.title = "Organisation";
  report.profile = "balanced";
  report.tree = *UnitTree::from_rows(rows, "Organisation");
  for (std::size_t m = 0; m < measures; ++m) {
    measure::Measure measure;
    measure.id = "m" + std::to_string(m);
    measure.name = "Measure " + std::to_string(m);
    for (std::size_t p = 0; p < periods; ++p) {
      measure::MeasurePeriod period;
      period.organisation = measure::Shown{.n = 2'000'000, .raw = 60, .value = 60, .interval = {59.9, 60.1}};
      period.units.resize(report.tree.size(), measure::NotShown{});
      for (std::size_t u = 0; u < period.units.size(); u += 3) {
        measure::Shown shown{.n = 30, .raw = 60, .value = 60, .interval = {50, 70}};
        shown.state = u % 9 == 0 ? measure::State::clear_above : u % 9 == 3 ? measure::State::clear_below : measure::State::no_clear_difference;
        period.units[u] = shown;
      }
      period.units[0] = period.organisation;
      measure.periods.push_back(std::move(period));
    }
    report.measures.push_back(std::move(measure));
  }
  for (std::size_t p = 0; p < periods; ++p) {
    report.periods.push_back("Wave " + std::to_string(p + 1));
    report.ballots.push_back(2'000'000);
    report.response.emplace_back(0.66);
  }
  auto all = std::make_shared<show::Released>();
  all->waves.resize(periods);
  show::Series& deep = all->series[static_cast<std::size_t>(ask::Depth::deep)];
  for (std::size_t p = 0; p < periods; ++p) deep.waves.push_back(p);
  deep.report = std::move(report);
  return all;
}

}  // namespace

std::vector<Job> studio_jobs() {
  auto released = std::make_shared<std::shared_ptr<show::Released>>();
  Job overview{.name = "overview", .what = "the overview of a release of 100,000 units, 10 measures, 4 waves, made once and then kept"};
  overview.prepare = [released] { *released = made_up_release(); };
  overview.run = [released] { return static_cast<double>(show::overview_json(**released, ask::Depth::deep, "en").size()); };
  overview.goal_seconds = 0.1;
  return {overview};
}

}  // namespace karuna::bench
