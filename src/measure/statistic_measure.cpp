// SPDX-License-Identifier: Apache-2.0
#include "measure/statistic_measure.h"

#include <cmath>

#include "base/text.h"
#include "measure/trust/gates.h"
#include "measure/trust/reliability.h"
#include "measure/units/changes.h"
#include "measure/units/within.h"

namespace karuna::measure {
namespace {

using protect::Family;
using protect::Release;
using protect::Statistic;

const ask::Instrument* instrument_of(const Statistic& statistic, const ReportOptions& options) {
  return options.catalogue == nullptr || statistic.instrument.empty() ? nullptr : options.catalogue->find(statistic.instrument);
}

bool is_own(const Statistic& statistic) { return statistic.instrument.starts_with("karuna-"); }

MeasureKind kind_of(const Statistic& statistic) {
  if (statistic.family == Family::item) return MeasureKind::item;
  if (statistic.family == Family::index) return MeasureKind::scale;
  return statistic.item_ids.empty() && statistic.items <= 1 ? MeasureKind::score : MeasureKind::scale;
}

/// The dimension a statistic is an indicator of, or empty.
std::string dimension_of(const Statistic& statistic, const ReportOptions& options) {
  static constexpr const char* names[] = {"behaviour", "culture", "fatigue", "outcomes"};
  for (std::size_t d = 0; d < dimension_count; ++d)
    for (const IndexPart& part : options.index[d])
      if (part.statistic == statistic.id) return names[d];
  return {};
}

void fill_weighted(const protect::WeightedMean& weighted, std::uint32_t ballots, int digits, MeasurePeriod& period) {
  if (!weighted.mean.known) {
    period.weighted_words = "not weighted" + (weighted.mean.why_not.empty() ? std::string() : ": " + weighted.mean.why_not);
    return;
  }
  period.weighted = weighted.mean.value;
  period.weighted_words = "Weighted to the margins that were given: " + fixed(weighted.mean.value, digits);
  if (weighted.standard_error.known) {
    period.weighted_low = weighted.mean.value - z90 * weighted.standard_error.value;
    period.weighted_high = weighted.mean.value + z90 * weighted.standard_error.value;
    period.weighted_words += ", between " + fixed(*period.weighted_low, digits) + " and " + fixed(*period.weighted_high, digits);
  }
  period.weighted_words += ". Weights lie between " + fixed(weighted.smallest_weight, 2) + " and " + fixed(weighted.largest_weight, 2) + "; " +
                           counted(ballots, "answer") + " then count like " + fixed(weighted.n_effective, 0) +
                           ". Units are not weighted. P3 promises nothing for a weighted figure.";
}

void no_team_is_clear(const UnitTree& tree, MeasurePeriod& period) {
  for (std::uint32_t u = 1; u < tree.size(); ++u)
    if (Shown* shown = std::get_if<Shown>(&period.units[u]); shown != nullptr && tree.is_leaf(UnitId{u})) shown->state = State::no_clear_difference;
  for (Pool& pool : period.pools)
    if (Shown* shown = std::get_if<Shown>(&pool.cell)) shown->state = State::no_clear_difference;
}

}  // namespace

double step_of(const Measure& measure, const ReportOptions& options) { return options.step / 100 * (measure.max - measure.min); }

const protect::ScaleQuality* quality_of(const protect::PeriodRelease& period, std::size_t statistic) {
  for (const protect::ScaleQuality& quality : period.quality)
    if (quality.statistic == statistic) return &quality;
  return nullptr;
}

std::string refused_by_gates(const Release& release, std::size_t period, std::size_t statistic) {
  const Statistic& s = release.statistics[statistic];
  if (s.family != Family::scale) return {};
  return gates_of(s, quality_of(release.periods[period], statistic), release.profile, is_own(s)).refused;
}

MeasuredLines measured_lines(const Release& release, std::size_t period, std::size_t statistic) {
  MeasuredLines measured;
  measured.lines = lines_of(release.tree, release.periods[period].published[statistic]);
  const Line* organisation = measured.lines.organisation();
  double answers = 0;
  for (const protect::Group& group : release.periods[period].published[statistic].groups) answers += group.answers;
  for (const Line& line : measured.lines.lines)
    measured.means.push_back({.level = line.level,
                              .mean = line.mean,
                              .variance = variance_of(release, period, statistic, line),
                              .share = answers > 0 ? std::min(1.0, line.answers / answers) : 0.0});
  if (organisation != nullptr) measured.whole = whole_of(release, period, statistic, *organisation);
  measured.within_sd = std::sqrt(within_covariance(release, period, statistic, statistic));
  return measured;
}

Measure describe(const Statistic& statistic, const ReportOptions& options) {
  Measure measure;
  measure.id = statistic.id;
  measure.name = statistic.family == Family::index ? "Index-item mean" : statistic.name.empty() ? statistic.id : statistic.name;
  measure.kind = kind_of(statistic);
  measure.direction = statistic.higher_is_better ? Direction::higher_is_better : Direction::lower_is_better;
  measure.min = statistic.min;
  measure.max = statistic.max;
  measure.digits = statistic.max - statistic.min > 12 ? 1 : 2;
  measure.group = dimension_of(statistic, options);
  measure.instrument = statistic.instrument;
  if (const ask::Instrument* instrument = instrument_of(statistic, options)) {
    measure.status = std::string(ask::name_of(instrument->status));
    measure.notice = instrument->terms;
  } else if (is_own(statistic)) {
    measure.status = "not validated";
  }
  return measure;
}

Result<Measure> statistic_measure(const Release& release, const ReportOptions& options, std::size_t statistic) {
  const Statistic& s = release.statistics[statistic];
  Measure measure = describe(s, options);
  std::optional<MeasuredLines> before;
  for (std::size_t p = 0; p < release.periods.size(); ++p) {
    const protect::PeriodRelease& published = release.periods[p];
    MeasurePeriod period;
    MeasuredLines measured = measured_lines(release, p, statistic);
    const DrawOptions how{.draws = options.draws, .seed = seed_for(options.seed, measure.id, published.label, "value")};
    ScaleGates gates;
    if (s.family == Family::scale) {
      const protect::ScaleQuality* quality = quality_of(published, statistic);
      gates = gates_of(s, quality, release.profile, is_own(s));
      period.reliability = quality != nullptr ? reliability_lines(*quality) : no_reliability(s);
      period.gates = gates.gates;
    }
    if (s.family != Family::item) period.gates.push_back(response_gate(measured.lines.response));
    if (!gates.refused.empty() && options.failed_gate == FailedGate::refuse) {
      period.refused = "Not shown as a scale. " + gates.refused;
      period.units.assign(release.tree.size(), NotShown{});
      before.reset();
      measure.periods.push_back(std::move(period));
      continue;
    }
    KARUNA_CHECK(fill_period(release.tree, measured, measure, how, period));
    if (!gates.teams_told_apart) no_team_is_clear(release.tree, period);
    if (measured.lines.response && *measured.lines.response < least_response) {
      period.refused = "Not shown: " + percent(*measured.lines.response) + " of those who could answer did; 30 % are needed.";
      period.refused_said = response_gate(measured.lines.response).said;
    }
    if (spread_is_assumed(release, p, statistic) && !measured.lines.lines.empty())
      period.remarks.push_back(
          "The spread of answers is assumed (a standard deviation of .225 of the range, or the instrument's published one): it could "
          "not be estimated from what was published.");
    for (const protect::WeightedMean& weighted : published.weighted)
      if (weighted.statistic == statistic) fill_weighted(weighted, published.ballots, measure.digits, period);
    if (before) {
      const DrawOptions change{.draws = options.draws, .seed = seed_for(options.seed, measure.id, published.label, "change")};
      KARUNA_CHECK(fill_changes(release.tree, *before, measured, step_of(measure, options), change, period));
    }
    before = std::move(measured);
    measure.periods.push_back(std::move(period));
  }
  return measure;
}

}  // namespace karuna::measure
