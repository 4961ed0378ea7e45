// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/multiplicity.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace karuna::stats {
namespace {

/// Of values sorted upwards.
std::vector<double> hommel(const std::vector<double>& p) {
  std::vector<double> adjusted = p;
  const std::size_t n = p.size();
  for (std::size_t m = n; m >= 2; --m) {
    double least = INFINITY;
    for (std::size_t s = 1; s <= m; ++s) least = std::min(least, static_cast<double>(m) * p[n - m + s - 1] / static_cast<double>(s));
    for (std::size_t i = 0; i < n; ++i) adjusted[i] = std::max(adjusted[i], i < n - m ? std::min(least, static_cast<double>(m) * p[i]) : least);
  }
  return adjusted;
}

}  // namespace

Result<std::vector<double>> adjusted_p(std::span<const double> given, Multiplicity method) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (std::isnan(given[i])) continue;
    if (!(given[i] >= 0 && given[i] <= 1))
      return fail(Fault::invalid, "p value " + std::to_string(i + 1) + " is " + std::to_string(given[i]) + "; it must lie from 0 to 1");
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return given[a] < given[b]; });
  const std::size_t count = order.size();
  const double m = static_cast<double>(count);
  std::vector<double> sorted;
  for (const std::size_t i : order) sorted.push_back(given[i]);
  double harmonic = 0;
  for (std::size_t i = 1; i <= count; ++i) harmonic += 1 / static_cast<double>(i);

  std::vector<double> adjusted(count);
  const auto rank = [](std::size_t i) { return static_cast<double>(i + 1); };
  switch (method) {
    case Multiplicity::bonferroni:
      for (std::size_t i = 0; i < count; ++i) adjusted[i] = m * sorted[i];
      break;
    case Multiplicity::holm:
      for (std::size_t i = 0; i < count; ++i) adjusted[i] = std::max(i > 0 ? adjusted[i - 1] : 0, (m + 1 - rank(i)) * sorted[i]);
      break;
    case Multiplicity::hommel:
      adjusted = hommel(sorted);
      break;
    case Multiplicity::hochberg:
    case Multiplicity::BH:
    case Multiplicity::BY:
      for (std::size_t i = count; i-- > 0;) {
        const double factor = method == Multiplicity::hochberg ? m + 1 - rank(i) : m / rank(i) * (method == Multiplicity::BY ? harmonic : 1);
        adjusted[i] = std::min(i + 1 < count ? adjusted[i + 1] : 1, factor * sorted[i]);
      }
      break;
  }
  std::vector<double> out(given.begin(), given.end());
  for (std::size_t i = 0; i < count; ++i) out[order[i]] = std::min(1.0, adjusted[i]);
  return out;
}

}  // namespace karuna::stats
