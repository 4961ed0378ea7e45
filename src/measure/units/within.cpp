// SPDX-License-Identifier: Apache-2.0
#include "measure/units/within.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace karuna::measure {
namespace {

double known_within(const protect::Release& release, std::size_t period, std::size_t a, std::size_t b) {
  const auto& within = release.periods[period].within;
  if (a >= within.size() || b >= within[a].size()) return std::nan("");
  return within[a][b];
}

double range(const protect::Statistic& statistic) { return statistic.max - statistic.min; }

}  // namespace

bool spread_is_assumed(const protect::Release& release, std::size_t period, std::size_t statistic) {
  const double known = known_within(release, period, statistic, statistic);
  return release.periods[period].within_assumed || !(known >= 0);
}

double within_covariance(const protect::Release& release, std::size_t period, std::size_t a, std::size_t b) {
  const double known = known_within(release, period, a, b);
  const protect::Statistic& first = release.statistics[a];
  if (a == b) return known >= 0 ? known : assumed_sd * range(first) * assumed_sd * range(first);
  if (std::isfinite(known)) return known;
  const double sign = first.higher_is_better == release.statistics[b].higher_is_better ? 1.0 : -1.0;
  return sign * assumed_correlation * std::sqrt(within_covariance(release, period, a, a) * within_covariance(release, period, b, b));
}

double variance_of(const protect::Release& release, std::size_t period, std::size_t statistic, const Line& line) {
  const double least = 1e-12 * range(release.statistics[statistic]) * range(release.statistics[statistic]);
  return std::max(within_covariance(release, period, statistic, statistic) / line.answers + line.noise, least);
}

Whole whole_of(const protect::Release& release, std::size_t period, std::size_t statistic, const Line& organisation) {
  Whole whole{.mean = organisation.mean, .variance = variance_of(release, period, statistic, organisation)};
  const auto groups = static_cast<double>(release.periods[period].published[statistic].groups.size());
  const double freedom = organisation.answers - groups;
  if (!spread_is_assumed(release, period, statistic) && freedom >= 1) whole.quantile = stats::t_quantile(0.95, freedom);
  return whole;
}

}  // namespace karuna::measure
