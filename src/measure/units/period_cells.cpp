// SPDX-License-Identifier: Apache-2.0
#include "measure/units/period_cells.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace karuna::measure {
namespace {

double kept_inside(double value, const Measure& measure) { return std::clamp(value, measure.min, measure.max); }

Shown shown(const Line& line, const LineFigure& figure, const Measure& measure) {
  const Estimate& e = figure.estimate;
  return {.n = line.ballots,
          .raw = kept_inside(figure.raw, measure),
          .value = kept_inside(e.value, measure),
          .interval = {kept_inside(e.interval.low, measure), kept_inside(e.interval.high, measure)},
          .state = e.state,
          .weak = line.weak()};
}

}  // namespace

std::string percent(double share) { return fixed(100 * share, 0) + " %"; }

Interval worst_case(double value, double response, double min, double max) {
  return {response * value + (1 - response) * min, response * value + (1 - response) * max};
}

Shown organisation_cell(const Line& line, const Whole& whole, const Measure& measure) {
  return shown(line, {.raw = whole.mean, .estimate = {.value = whole.mean, .interval = whole.interval()}}, measure);
}

void fill_cells(const UnitTree& tree, const Lines& lines, std::span<const LineFigure> figures, const Measure& measure, MeasurePeriod& period) {
  period.units.assign(tree.size(), NotShown{});
  std::vector<std::uint32_t> pool_place(lines.pools.size(), no_line);
  for (std::size_t i = 0; i < lines.lines.size(); ++i) {
    const Line& line = lines.lines[i];
    if (line.unit || figures[i].refused) continue;
    pool_place[line.pool] = static_cast<std::uint32_t>(period.pools.size());
    period.pools.push_back({.units = lines.pools[line.pool].units, .home = lines.pools[line.pool].home, .cell = shown(line, figures[i], measure)});
  }
  for (std::uint32_t u = 0; u < tree.size(); ++u) {
    const std::uint32_t at = lines.line_of[u];
    if (at == no_line || figures[at].refused) continue;
    const Line& line = lines.lines[at];
    if (line.unit)
      period.units[u] = shown(line, figures[at], measure);
    else
      period.units[u] = Pooled{.with = lines.with[u], .line = pool_place[line.pool]};
  }
}

Result<void> fill_period(const UnitTree& tree, const MeasuredLines& measured, const Measure& measure, const DrawOptions& options, MeasurePeriod& period) {
  const Lines& lines = measured.lines;
  std::vector<LineMean> below;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < lines.lines.size(); ++i) {
    if (lines.lines[i].unit == tree.root()) continue;
    below.push_back(measured.means[i]);
    places.push_back(i);
  }
  KARUNA_TRY(values, unit_values(below, measured.whole, options));
  std::vector<LineFigure> figures(lines.lines.size());
  for (std::size_t j = 0; j < places.size(); ++j) figures[places[j]] = {.raw = below[j].mean, .estimate = values.lines[j]};
  if (const Line* organisation = lines.organisation(); organisation != nullptr && measured.whole) {
    figures[lines.line_of[0]] = {.raw = measured.whole->mean, .estimate = {.value = measured.whole->mean, .interval = measured.whole->interval()}};
    if (organisation->response) period.worst_case = worst_case(kept_inside(measured.whole->mean, measure), *organisation->response, measure.min, measure.max);
  }
  fill_cells(tree, lines, figures, measure, period);
  period.organisation = period.units[0];
  period.between_variance = between_variance(values.levels);
  period.within_sd = measured.within_sd;
  period.shrinkage_words = words_of(values.levels, measure.digits);
  return {};
}

}  // namespace karuna::measure
