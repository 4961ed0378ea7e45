// SPDX-License-Identifier: Apache-2.0
#include "measure/table/funnel.h"

#include <algorithm>
#include <cmath>

#include "stats/quantiles.h"

namespace karuna::measure {
namespace {

constexpr double z95 = 1.959963984540054, z998 = 3.090232306167813;  // two-sided
constexpr double quartile_of_normal = 0.6744897501960817;
constexpr std::size_t least_units_for_spread = 10;

template <typename Visit>
void each_leaf(const protect::GuardedMeasure& measure, std::size_t period, const UnitTree& tree, Visit&& visit) {
  for (std::uint32_t u = 0; u < tree.size(); ++u)
    if (tree.is_leaf(UnitId{u}) && measure.values[period][u].shown) visit(UnitId{u}, measure.values[period][u]);
}

}  // namespace

double TableSpread::variance(double value, double n, double min, double max) const {
  if (!share) return sd * sd / n;
  return std::max((value - min) * (max - value), 0.0) / n;
}

double table_centre(const protect::GuardedMeasure& measure, std::size_t period, const UnitTree& tree) {
  if (tree.size() > 0 && measure.values[period][0].shown) return measure.values[period][0].value;
  double n = 0, sum = 0;
  each_leaf(measure, period, tree, [&](UnitId, const protect::GuardedValue& value) {
    n += value.n;
    sum += value.n * value.value;
  });
  return sum / n;  // NaN without any
}

TableSpread table_spread(const protect::GuardedMeasure& measure, std::size_t period, const UnitTree& tree, double centre) {
  const bool percent = measure.min == 0 && (measure.max == 1 || measure.max == 100);
  if (percent)
    return {.share = true, .sd = 0, .words = "taken as a share of answers: binomial limits, which are as wide as a value between these ends can need"};
  std::vector<double> scatter;
  each_leaf(measure, period, tree,
            [&](UnitId, const protect::GuardedValue& value) { scatter.push_back(std::fabs(value.value - centre) * std::sqrt(value.n)); });
  const double sd = scatter.size() < least_units_for_spread ? 0 : stats::median(scatter) / quartile_of_normal;
  if (sd > 0)
    return {.share = false, .sd = sd, .words = "spread of one answer read from how the units scatter, so real differences between units make the limits wider"};
  return {
      .share = false, .sd = 0.225 * (measure.max - measure.min), .words = "spread of one answer assumed as .225 of the range: too few units to read it from"};
}

Funnel funnel_of(const protect::GuardedTable& table, std::size_t measure, std::size_t period) {
  const protect::GuardedMeasure& m = table.measures[measure];
  Funnel funnel{.measure = m.id, .period = table.periods[period], .centre = table_centre(m, period, table.tree), .points = {}};
  if (!std::isfinite(funnel.centre)) {
    funnel.centre = 0;
    return funnel;
  }
  const TableSpread spread = table_spread(m, period, table.tree, funnel.centre);
  each_leaf(m, period, table.tree, [&](UnitId unit, const protect::GuardedValue& value) {
    const double error = std::sqrt(spread.variance(funnel.centre, value.n, m.min, m.max));
    const auto inside = [&](double x) { return std::clamp(x, m.min, m.max); };
    funnel.points.push_back({.unit = unit,
                             .n = value.n,
                             .value = value.value,
                             .low95 = inside(funnel.centre - z95 * error),
                             .high95 = inside(funnel.centre + z95 * error),
                             .low998 = inside(funnel.centre - z998 * error),
                             .high998 = inside(funnel.centre + z998 * error)});
  });
  return funnel;
}

}  // namespace karuna::measure
