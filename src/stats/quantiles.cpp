// SPDX-License-Identifier: Apache-2.0
#include "stats/quantiles.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/interval.h"

namespace karuna::stats {
namespace {

std::vector<double> in_order(std::span<const double> values) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  for (const double x : values)
    if (!std::isnan(x)) sorted.push_back(x);
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

double sorted_quantile(std::span<const double> sorted, double p, QuantileType type) {
  if (sorted.empty() || std::isnan(p)) return not_known;
  const double n = static_cast<double>(sorted.size());
  // Hyndman and Fan: the place is n p + m, with m by type.
  double m = 0;
  switch (type) {
    case QuantileType::type6:
      m = p;
      break;
    case QuantileType::type7:
      m = 1 - p;
      break;
    case QuantileType::type8:
      m = (p + 1) / 3;
      break;
  }
  const double fuzz = 4 * std::numeric_limits<double>::epsilon();
  const double place = n * p + m;
  const double whole = std::floor(place + fuzz);
  double share = place - whole;
  if (std::fabs(share) < fuzz) share = 0;
  const auto at = [&](double rank) { return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1]; };
  const double low = at(whole);
  return share == 0 ? low : low + share * (at(whole + 1) - low);
}

std::vector<double> quantiles(std::span<const double> values, std::span<const double> probabilities, QuantileType type) {
  const auto sorted = in_order(values);
  std::vector<double> found;
  for (const double p : probabilities) found.push_back(sorted_quantile(sorted, p, type));
  return found;
}

double median(std::span<const double> values) { return sorted_quantile(in_order(values), 0.5); }

}  // namespace karuna::stats
