// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/clustered.h"

#include <cmath>
#include <map>
#include <string>

#include "stats/correlation/pearson.h"
#include "stats/distributions.h"
#include "stats/resample/bca.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

/// All that r asks of a cluster.
struct Sums {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  void add(const Sums& other, double times) {
    n += times * other.n;
    x += times * other.x;
    y += times * other.y;
    xx += times * other.xx;
    yy += times * other.yy;
    xy += times * other.xy;
  }
  double r() const {
    const double vx = xx - x * x / n, vy = yy - y * y / n;
    return vx > 0 && vy > 0 ? (xy - x * y / n) / std::sqrt(vx * vy) : not_known;
  }
};

/// Mean 0, variance 1 (divisor n).
std::vector<double> standardised(const std::vector<double>& given) {
  auto out = centred(given).values;
  double squares = 0;
  for (const double value : out) squares += value * value / static_cast<double>(out.size());
  for (double& value : out) value /= std::sqrt(squares);
  return out;
}

}  // namespace

Result<ClusteredCorrelation> clustered_correlation(std::span<const double> given_x, std::span<const double> given_y, std::span<const std::uint32_t> clusters,
                                                   const ClusteredOptions& options) {
  if (clusters.size() != given_x.size())
    return fail(Fault::invalid, "every person needs a cluster: there are " + std::to_string(given_x.size()) + " and " + std::to_string(clusters.size()));
  KARUNA_TRY(plain, pearson(given_x, given_y, options.confidence));
  KARUNA_TRY(pairs, complete_pairs(given_x, given_y, 3));
  const auto x = standardised(pairs.x), y = standardised(pairs.y);
  std::map<std::uint32_t, std::size_t> number;
  for (const std::size_t i : pairs.used) number.emplace(clusters[i], number.size());
  const std::size_t count = number.size();
  if (count < 3) return fail(Fault::too_few_people, "an interval from clusters needs at least 3 clusters, there are " + std::to_string(count));

  ClusteredCorrelation found;
  found.correlation = plain;
  found.clusters = count;
  found.seed = options.seed;
  const double r = plain.r, n = static_cast<double>(plain.n), g = static_cast<double>(count);
  std::vector<Sums> sums(count);
  std::vector<double> influence(count, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t c = number[clusters[pairs.used[i]]];
    sums[c].add({1, x[i], y[i], x[i] * x[i], y[i] * y[i], x[i] * y[i]}, 1);
    influence[c] += (x[i] * y[i] - r * (x[i] * x[i] + y[i] * y[i]) / 2) / n;
  }
  double squares = 0;
  for (const double value : influence) squares += value * value;
  found.standard_error = std::sqrt(squares * g / (g - 1));
  Correlation& correlation = found.correlation;
  correlation.degrees = g - 1;
  const double error = found.standard_error / ((1 - r) * (1 + r));
  correlation.interval = fisher_interval(r, error, -t_quantile((1 - options.confidence) / 2, g - 1), options.confidence);
  if (std::fabs(r) < 1 && error > 0) {
    correlation.statistic = std::atanh(r) / error;
    correlation.p = 2 * t_cdf(-std::fabs(correlation.statistic), g - 1);
  }
  found.bootstrap.confidence = options.confidence;
  if (options.replicates == 0) return found;

  Sums all;
  for (const Sums& cluster : sums) all.add(cluster, 1);
  std::vector<double> jackknife, replicates;
  for (const Sums& cluster : sums) {
    Sums rest = all;
    rest.add(cluster, -1);
    jackknife.push_back(rest.r());
  }
  std::vector<std::uint32_t> drawn(count);
  for (std::size_t b = 0; b < options.replicates; ++b) {
    Random random(options.seed, static_cast<std::uint32_t>(b));
    random.resampling_counts(static_cast<std::uint32_t>(count), drawn);
    Sums sample;
    for (std::size_t c = 0; c < count; ++c) sample.add(sums[c], drawn[c]);
    if (const double value = sample.r(); !std::isnan(value)) replicates.push_back(value);
  }
  if (const auto intervals = bootstrap_intervals(r, replicates, jackknife, options.confidence); intervals)
    found.bootstrap = {intervals->bca.low, intervals->bca.high, options.confidence};
  return found;
}

}  // namespace karuna::stats
