// SPDX-License-Identifier: Apache-2.0
#include "measure/make_report.h"

#include <atomic>
#include <cmath>
#include <thread>

#include "base/text.h"
#include "measure/findings.h"
#include "measure/index/index_measures.h"
#include "measure/statistic_measure.h"
#include "measure/trust/facts.h"

namespace karuna::measure {
namespace {

using protect::Family;
using protect::Release;

Result<void> check(const Release& release, const ReportOptions& options) {
  if (options.draws < 100)
    return fail(Fault::invalid, "a report needs at least 100 draws for its intervals, " + std::to_string(options.draws) + " were asked for");
  if (!(options.step >= 0)) return fail(Fault::invalid, "the step must be 0 or more points of 100, it is " + fixed(options.step, 2));
  if (release.periods.empty()) return fail(Fault::invalid, "the release holds no period");
  if (release.tree.size() == 0) return fail(Fault::invalid, "the release holds no unit");
  for (const protect::Statistic& statistic : release.statistics)
    if (!(statistic.max > statistic.min)) return fail(Fault::invalid, "the ends of " + in_quotes(statistic.id) + " are not in order");
  for (const protect::PeriodRelease& period : release.periods) {
    if (period.published.size() != release.statistics.size())
      return fail(Fault::invalid, "period " + in_quotes(period.label) + " does not publish every statistic");
    for (const protect::Published& published : period.published) {
      if (published.units.size() != release.tree.size()) return fail(Fault::invalid, "period " + in_quotes(period.label) + " does not fit the tree");
      for (const protect::UnitStanding& standing : published.units)
        for (std::uint32_t group : standing.groups)
          if (group >= published.groups.size()) return fail(Fault::invalid, "period " + in_quotes(period.label) + " names a group that is not there");
    }
  }
  return {};
}

/// Statistics in the order in which they are shown: the index-item mean, scales, questions.
std::vector<std::size_t> in_order(const Release& release) {
  std::vector<std::size_t> order;
  for (Family family : {Family::index, Family::scale, Family::item})
    for (std::size_t s = 0; s < release.statistics.size(); ++s)
      if (release.statistics[s].family == family) order.push_back(s);
  return order;
}

/// Each measure by itself, on as many threads as wanted; the first error in order of the measures wins.
Result<std::vector<Measure>> all_statistics(const Release& release, const ReportOptions& options) {
  const std::vector<std::size_t> order = in_order(release);
  std::vector<Result<Measure>> results(order.size(), Result<Measure>(Measure{}));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < order.size(); i = next++) results[i] = statistic_measure(release, options, order[i]);
  };
  std::vector<std::jthread> helpers;
  for (unsigned t = 1; t < options.threads && t < order.size(); ++t) helpers.emplace_back(work);
  work();
  helpers.clear();  // waits
  std::vector<Measure> measures;
  for (Result<Measure>& result : results) {
    if (!result) return std::unexpected(std::move(result).error());
    measures.push_back(std::move(*result));
  }
  return measures;
}

const char* name_of(protect::Profile profile) {
  switch (profile) {
    case protect::Profile::exact:
      return "exact";
    case protect::Profile::balanced:
      return "balanced";
    case protect::Profile::strict:
      return "strict";
  }
  return "";
}

}  // namespace

Result<Report> make_report(const Release& release, const ReportOptions& options) {
  KARUNA_CHECK(check(release, options));
  Report report;
  report.title = options.title;
  report.language = options.language;
  report.version = options.version;
  report.profile = name_of(release.profile);
  report.seed = options.seed;
  report.draws = options.draws;
  report.input_sha256 = release.input_sha256;
  report.tree = release.tree;
  const std::optional<std::uint32_t> eligible = release.tree[release.tree.root()].eligible;
  for (const protect::PeriodRelease& period : release.periods) {
    report.periods.push_back(period.label);
    report.ballots.push_back(period.ballots);
    report.response.push_back(eligible && *eligible > 0 ? std::optional(std::min(1.0, static_cast<double>(period.ballots) / *eligible)) : std::nullopt);
  }
  KARUNA_TRY(index, index_measures(release, options));
  report.index_words = std::move(index.words);
  report.index_detail = std::move(index.detail);
  const bool with_index = !index.measures.empty();
  report.measures = std::move(index.measures);
  KARUNA_TRY(measures, all_statistics(release, options));
  for (Measure& measure : measures) report.measures.push_back(std::move(measure));
  report.findings = find(report);
  report.finding_rule = finding_rule();
  report.data_quality = options.data_quality;
  report.protection = protection_facts(release);
  report.computation = computation_facts(options, with_index);
  report.promises_not_carried = promises_not_carried(release);
  return report;
}

}  // namespace karuna::measure
