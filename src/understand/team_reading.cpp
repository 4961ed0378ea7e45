// SPDX-License-Identifier: Apache-2.0
#include "understand/team_reading.h"

#include <algorithm>
#include <cmath>

#include "measure/units/lines.h"

namespace karuna::understand {
namespace {

using measure::Measure;
using measure::MeasureKind;
using measure::MeasurePeriod;
using measure::Shown;
using measure::State;

constexpr double z90 = 1.6448536269514722;    // 95 % point of the normal distribution: 90 % intervals
constexpr double worth_acting = 0.5;          // standard deviations of people
constexpr double spread_of_the_range = 0.225; // of a scale's range, where the spread of people is not known

const Shown* shown(const measure::Cell& cell) { return std::get_if<Shown>(&cell); }

/// The unit's figure, or that of its pool.
const Shown* figure_of(const MeasurePeriod& period, UnitId unit) {
  const measure::Cell& cell = period.units[unit.value];
  if (const Shown* own = shown(cell)) return own;
  const auto* pooled = std::get_if<measure::Pooled>(&cell);
  return pooled ? shown(period.pools[pooled->line].cell) : nullptr;
}

double spread_of(const Measure& measure, const MeasurePeriod& period) {
  return period.within_sd > 0 ? period.within_sd : spread_of_the_range * (measure.max - measure.min);
}

struct Candidate {
  std::size_t measure;
  const Shown* team;
  const Shown* organisation;
  double size;  // good direction up
};

/// Measures of one kind that say something of the unit in the last period: by a line of its own, or together with others; never where these are everybody.
std::vector<Candidate> candidates(const measure::Report& report, UnitId unit, bool scales, bool alone) {
  std::vector<Candidate> found;
  for (std::size_t m = 0; m < report.measures.size(); ++m) {
    const Measure& measure = report.measures[m];
    const bool scale = measure.kind == MeasureKind::scale || measure.kind == MeasureKind::score;
    if (scales ? !scale || measure.id == "index" : measure.id != "index") continue;
    if (measure.periods.empty() || !measure.periods.back().refused.empty()) continue;
    const MeasurePeriod& period = measure.periods.back();
    const Shown* team = figure_of(period, unit);
    const Shown* whole = shown(period.organisation);
    if (!team || !whole || team->n >= whole->n || (shown(period.units[unit.value]) != nullptr) != alone) continue;
    const double sign = measure.direction == measure::Direction::higher_is_better ? 1 : -1;
    found.push_back({m, team, whole, sign * (team->value - whole->value) / spread_of(measure, period)});
  }
  return found;
}

TeamStatement statement(StatementKind kind, const Candidate& of) { return {kind, of.measure, *of.team, *of.organisation, of.size}; }

/// Variance of the unit's mean in the last period that shows it, as released, and in how many periods it is shown.
struct Noise {
  double variance = 0;
  std::uint32_t waves = 0;
};

Noise noise_of(const measure::Report& report, const protect::Release& release, std::size_t measure_position, UnitId unit) {
  const Measure& measure = report.measures[measure_position];
  Noise noise;
  std::size_t statistic = release.statistics.size();
  for (std::size_t s = 0; s < release.statistics.size(); ++s)
    if (release.statistics[s].id == measure.id) statistic = s;
  if (statistic == release.statistics.size()) return noise;
  for (std::size_t p = 0; p < release.periods.size() && p < measure.periods.size(); ++p) {
    if (!measure.periods[p].refused.empty() || !figure_of(measure.periods[p], unit)) continue;
    const measure::Lines lines = measure::lines_of(report.tree, release.periods[p].published[statistic]);
    const measure::Line* line = lines.of(unit);
    if (!line || !(line->answers > 0)) continue;
    const double spread = spread_of(measure, measure.periods[p]);
    noise.variance = spread * spread / std::max<double>(1, line->ballots) + line->noise;
    ++noise.waves;
  }
  return noise;
}

std::optional<LookAgain> look_again(const measure::Report& report, const protect::Release& release, std::size_t measure, UnitId unit) {
  const Noise noise = noise_of(report, release, measure, unit);
  if (noise.waves == 0) return std::nullopt;
  LookAgain look;
  look.measure = measure;
  look.change = worth_acting * spread_of(report.measures[measure], report.measures[measure].periods.back());
  const auto told_after = [&](std::uint32_t more) { return z90 * std::sqrt(noise.variance / noise.waves + noise.variance / more); };
  for (std::uint32_t more = 1; more <= LookAgain::most_waves; ++more)
    if (told_after(more) <= look.change) {
      look.waves = more;
      return look;
    }
  look.least_change = told_after(LookAgain::most_waves);
  return look;
}

}  // namespace

TeamReading read_team(const measure::Report& report, const protect::Release& release, UnitId unit) {
  TeamReading reading;
  reading.unit = unit;
  std::vector<Candidate> found;
  for (const bool alone : {true, false})
    for (const bool scales : {true, false})
      if (found.empty()) found = candidates(report, unit, scales, alone);
  if (found.empty()) return reading;
  reading.shown = true;
  for (const Candidate& candidate : found) reading.ballots = std::max(reading.ballots, candidate.team->n);
  for (const Candidate& candidate : found)
    if (const auto* pooled = std::get_if<measure::Pooled>(&report.measures[candidate.measure].periods.back().units[unit.value])) {
      reading.pooled_with = pooled->with;
      break;
    }

  const Candidate *best = nullptr, *worst = nullptr, *unclear = nullptr;
  for (const Candidate& candidate : found) {
    if (candidate.team->state == State::no_clear_difference) {
      if (!unclear || std::fabs(candidate.size) > std::fabs(unclear->size)) unclear = &candidate;
    } else if (candidate.size > 0) {
      if (!best || candidate.size > best->size) best = &candidate;
    } else if (!worst || candidate.size < worst->size) {
      worst = &candidate;
    }
  }
  if (best) reading.statements.push_back(statement(StatementKind::strength, *best));
  if (worst) reading.statements.push_back(statement(StatementKind::concern, *worst));
  if (unclear) reading.statements.push_back(statement(StatementKind::cannot_tell, *unclear));
  const Candidate* followed = worst ? worst : unclear ? unclear : best;
  if (followed) reading.look_again = look_again(report, release, followed->measure, unit);
  return reading;
}

}  // namespace karuna::understand
