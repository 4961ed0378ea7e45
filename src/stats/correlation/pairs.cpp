// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/pairs.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "stats/distributions.h"

namespace karuna::stats {

Result<CompletePairs> complete_pairs(std::span<const double> x, std::span<const double> y, std::size_t least) {
  if (x.size() != y.size())
    return fail(Fault::invalid, "a correlation needs pairs: there are " + std::to_string(x.size()) + " and " + std::to_string(y.size()) + " values");
  CompletePairs pairs;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) || std::isnan(y[i])) continue;
    if (std::isinf(x[i]) || std::isinf(y[i])) return fail(Fault::invalid, "row " + std::to_string(i + 1) + " holds an infinite number");
    pairs.x.push_back(x[i]);
    pairs.y.push_back(y[i]);
    pairs.used.push_back(i);
  }
  if (pairs.x.size() < least)
    return fail(Fault::too_few_people,
                "this correlation needs at least " + std::to_string(least) + " complete pairs, there are " + std::to_string(pairs.x.size()));
  return pairs;
}

Centred centred(std::span<const double> x) {
  if (std::all_of(x.begin(), x.end(), [&](double value) { return value == x[0]; })) return {};
  double size = 0, mean = 0, largest = 0;
  for (const double value : x) size = std::max(size, std::fabs(value));
  int first = 0, second = 0;
  std::frexp(size, &first);
  Centred out;
  for (const double value : x) out.values.push_back(std::scalbn(value, -first) - std::scalbn(x[0], -first));
  for (int time = 0; time < 2; ++time) {  // the second time takes away what rounding left
    mean = 0;
    for (const double value : out.values) mean += value / static_cast<double>(x.size());
    for (double& value : out.values) value -= mean;
  }
  for (const double value : out.values) largest = std::max(largest, std::fabs(value));
  std::frexp(largest, &second);
  for (double& value : out.values) value = std::scalbn(value, -second);
  out.scale = std::scalbn(1.0, first + second);
  return out;
}

void test_by_t(Correlation& found, double degrees) {
  found.degrees = degrees;
  const double rest = (1 - found.r) * (1 + found.r);
  found.statistic = rest > 0 ? found.r * std::sqrt(degrees / rest) : std::copysign(INFINITY, found.r);
  found.p = rest > 0 ? 2 * t_cdf(-std::fabs(found.statistic), degrees) : 0;
}

Interval fisher_interval(double r, double error, double quantile, double confidence) {
  if (std::fabs(r) >= 1) return {r, r, confidence};
  const double z = std::atanh(r), reach = quantile * error;
  return {std::tanh(z - reach), std::tanh(z + reach), confidence};
}

}  // namespace karuna::stats
