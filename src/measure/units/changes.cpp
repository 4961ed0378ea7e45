// SPDX-License-Identifier: Apache-2.0
#include "measure/units/changes.h"

#include <cmath>

namespace karuna::measure {

bool is_change(double value, const Interval& interval, double step) { return (interval.low > 0 || interval.high < 0) && std::fabs(value) >= step; }

Result<void> fill_changes(const UnitTree& tree, const MeasuredLines& before, const MeasuredLines& now, double step, const DrawOptions& options,
                          MeasurePeriod& period) {
  period.changes.assign(tree.size(), Change{});
  if (before.made_of != now.made_of) {
    period.remarks.push_back("Not compared with the period before, since it was not made of the same parts then.");
    return {};
  }
  if (before.whole && now.whole) {
    Change& change = period.organisation_change;
    const Whole difference{.mean = now.whole->mean - before.whole->mean,
                           .variance = now.whole->variance + before.whole->variance,
                           .quantile = std::max(now.whole->quantile, before.whole->quantile)};
    change = {.known = true, .value = difference.mean, .interval = difference.interval()};
    change.changed = is_change(change.value, change.interval, step);
    period.changes[0] = change;
  }
  std::vector<LineMean> differences;
  std::vector<UnitId> units;
  for (std::size_t i = 0; i < now.lines.lines.size(); ++i) {
    const Line& line = now.lines.lines[i];
    if (!line.unit || line.unit == tree.root()) continue;
    const Line* earlier = before.lines.of(line.unit);
    if (earlier == nullptr || !earlier->unit) continue;
    const LineMean& then = before.means[before.lines.line_of[line.unit.value]];
    differences.push_back({.level = line.level, .mean = now.means[i].mean - then.mean, .variance = now.means[i].variance + then.variance});
    units.push_back(line.unit);
  }
  KARUNA_TRY(values, unit_values(differences, std::nullopt, options));
  for (std::size_t j = 0; j < units.size(); ++j) {
    const Estimate& e = values.lines[j];
    period.changes[units[j].value] = {.known = true, .value = e.value, .interval = e.interval, .changed = is_change(e.value, e.interval, step)};
  }
  return {};
}

}  // namespace karuna::measure
