// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/bca.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.h"
#include "stats/distributions.h"

namespace karuna::stats {
namespace {

/// The replicate at a probability: between two places of the sorted list it is read on the normal scale (Davison and Hinkley, p. 195).
struct Read {
  double rank = 0, value = 0;
};
Read read_at(const std::vector<double>& sorted, double probability) {
  const double r = static_cast<double>(sorted.size());
  const double place = (r + 1) * probability, whole = std::floor(place + 1e-12 * place);
  if (whole < 1) return {1, sorted.front()};
  if (whole >= r) return {r, sorted.back()};
  const auto at = static_cast<std::size_t>(whole);
  if (place - whole <= 1e-12 * place) return {place, sorted[at - 1]};
  const double low = normal_quantile(whole / (r + 1)), high = normal_quantile((whole + 1) / (r + 1));
  const double share = (normal_quantile(probability) - low) / (high - low);
  return {place, sorted[at - 1] + share * (sorted[at] - sorted[at - 1])};
}

BootstrapInterval interval(double low, double high, double confidence, double low_rank = not_known, double high_rank = not_known) {
  BootstrapInterval found;
  found.low = low;
  found.high = high;
  found.confidence = confidence;
  found.low_rank = low_rank;
  found.high_rank = high_rank;
  return found;
}

bool any_nan(std::span<const double> values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

}  // namespace

double jackknife_acceleration(double estimate, std::span<const double> jackknife) {
  const double n = static_cast<double>(jackknife.size());
  double squares = 0, cubes = 0;
  for (const double x : jackknife) {
    const double influence = (n - 1) * (estimate - x);
    squares += influence * influence;
    cubes += influence * influence * influence;
  }
  return cubes / (6 * std::pow(squares, 1.5));
}

Result<BootstrapIntervals> bootstrap_intervals(double estimate, std::span<const double> replicates, std::span<const double> jackknife, double confidence) {
  if (replicates.size() < 2 || jackknife.size() < 2)
    return fail(Fault::invalid, "bootstrap intervals need at least 2 replicates and 2 jackknife values, there are " + std::to_string(replicates.size()) +
                                    " and " + std::to_string(jackknife.size()));
  if (std::isnan(estimate) || any_nan(replicates) || any_nan(jackknife)) return fail(Fault::invalid, "a replicate or the estimate is not a number");
  if (!(confidence > 0 && confidence < 1)) return fail(Fault::invalid, "a confidence between 0 and 1 is expected, " + shortest(confidence) + " was given");
  const double r = static_cast<double>(replicates.size());
  double mean = 0, squares = 0, below = 0;
  for (const double x : replicates) mean += x / r, below += x < estimate ? 1 : 0;
  for (const double x : replicates) squares += (x - mean) * (x - mean);
  if (below == 0 || below == r) return fail(Fault::undefined, "every bootstrap replicate lies on one side of the estimate: no interval can be read from them");

  BootstrapIntervals found;
  const double tail = (1 - confidence) / 2;
  const double z = normal_quantile(1 - tail), centre = 2 * estimate - mean, sd = std::sqrt(squares / (r - 1));
  found.normal = interval(centre - z * sd, centre + z * sd, confidence);
  std::vector<double> sorted(replicates.begin(), replicates.end());
  std::sort(sorted.begin(), sorted.end());
  const Read low = read_at(sorted, tail), high = read_at(sorted, 1 - tail);
  found.percentile = interval(low.value, high.value, confidence, low.rank, high.rank);
  found.basic = interval(2 * estimate - high.value, 2 * estimate - low.value, confidence, high.rank, low.rank);

  found.bias_correction = normal_quantile(below / r);
  found.acceleration = jackknife_acceleration(estimate, jackknife);
  if (!std::isfinite(found.acceleration)) return fail(Fault::undefined, "the estimate does not change when a person is left out: BCa has no acceleration");
  const auto adjusted = [&](double probability) {
    const double shifted = found.bias_correction + normal_quantile(probability);
    return normal_cdf(found.bias_correction + shifted / (1 - found.acceleration * shifted));
  };
  const Read bca_low = read_at(sorted, adjusted(tail)), bca_high = read_at(sorted, adjusted(1 - tail));
  found.bca = interval(bca_low.value, bca_high.value, confidence, bca_low.rank, bca_high.rank);
  return found;
}

}  // namespace karuna::stats
