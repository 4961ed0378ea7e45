// SPDX-License-Identifier: Apache-2.0
#include "stats/units/icc.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "stats/distributions.h"
#include "stats/quantiles.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

/// Units with answers, their sizes and means.
struct Table {
  std::vector<double> n, mean;
  double total = 0, grand = 0;
  double between_squares() const {
    double squares = 0;
    for (std::size_t j = 0; j < n.size(); ++j) squares += n[j] * (mean[j] - grand) * (mean[j] - grand);
    return squares;
  }
};

Result<Table> table_of(std::span<const double> n, std::span<const double> means) {
  Table table;
  for (std::size_t j = 0; j < n.size(); ++j) {
    if (!(n[j] > 0)) continue;
    table.n.push_back(n[j]);
    table.mean.push_back(means[j]);
    table.total += n[j];
    table.grand += n[j] * means[j];
  }
  if (table.n.size() < 2)
    return fail(Fault::too_few_people, "ICC compares units: at least 2 with answers are needed, there are " + std::to_string(table.n.size()));
  if (!(table.total > static_cast<double>(table.n.size()))) return fail(Fault::too_few_people, "ICC needs a unit with at least 2 answers; every unit has one");
  table.grand /= table.total;
  return table;
}

OneWayIcc estimates(const Table& table, double msb, double msw, double noise) {
  OneWayIcc icc;
  icc.units = table.n.size();
  icc.n = table.total;
  icc.mean_size = table.total / static_cast<double>(icc.units);
  icc.ms_between = msb;
  icc.ms_within = msw;
  icc.noise = noise;
  const double known = msb - noise;
  icc.icc1 = (known - msw) / (known + (icc.mean_size - 1) * msw);
  icc.icc2 = (known - msw) / known;
  return icc;
}

}  // namespace

Result<OneWayIcc> one_way_icc(const GroupSums& sums, double confidence) {
  std::vector<double> means(sums.units());
  double within = 0;
  for (std::size_t j = 0; j < sums.units(); ++j) {
    if (!(sums.n[j] > 0)) continue;
    means[j] = sums.sum[j] / sums.n[j];
    within += sums.square[j] - sums.sum[j] * means[j];
  }
  KARUNA_TRY(table, table_of(sums.n, means));
  const double df1 = static_cast<double>(table.n.size()) - 1, df2 = table.total - static_cast<double>(table.n.size());
  const double msb = table.between_squares() / df1, msw = std::max(within, 0.0) / df2;
  if (!(msb > 0) && !(msw > 0)) return fail(Fault::undefined, "ICC has no value: every answer is the same");
  OneWayIcc icc = estimates(table, msb, msw, 0);
  icc.df1 = df1;
  icc.df2 = df2;
  icc.interval1.confidence = icc.interval2.confidence = confidence;
  if (!(msw > 0)) return icc;  // nobody differs within a unit: ICC is 1 and the F distribution has nothing to say
  icc.f = msb / msw;
  icc.p = f_upper(icc.f, df1, df2);
  const double upper = 0.5 + confidence / 2, k = icc.mean_size;
  const double low = icc.f / f_quantile(upper, df1, df2), high = icc.f * f_quantile(upper, df2, df1);
  icc.interval1 = {(low - 1) / (low + k - 1), (high - 1) / (high + k - 1), confidence};
  icc.interval2 = {1 - 1 / low, 1 - 1 / high, confidence};
  return icc;
}

Result<OneWayIcc> one_way_icc_with_noise(std::span<const double> n, std::span<const double> means, double within_variance, double within_df,
                                         std::span<const double> noise_variances, const NoisyIccOptions& options) {
  if (n.size() != means.size() || n.size() != noise_variances.size())
    return fail(Fault::invalid, "sizes, means and noise variances must be one each a unit: " + std::to_string(n.size()) + ", " + std::to_string(means.size()) +
                                    " and " + std::to_string(noise_variances.size()) + " were given");
  if (!(within_variance > 0) || !(within_df > 0)) return fail(Fault::invalid, "the variance within units and its degrees of freedom must be above 0");
  KARUNA_TRY(table, table_of(n, means));
  std::vector<double> noise;
  double expected = 0;
  for (std::size_t j = 0; j < n.size(); ++j) {
    if (!(n[j] > 0)) continue;
    if (!(noise_variances[j] >= 0)) return fail(Fault::invalid, "the noise variance of unit " + std::to_string(j + 1) + " is below 0");
    noise.push_back(noise_variances[j]);
    expected += n[j] * noise_variances[j] * (1 - n[j] / table.total);  // E(MSB) holds this much of it
  }
  const std::size_t units = table.n.size();
  const double df1 = static_cast<double>(units) - 1;
  expected /= df1;
  OneWayIcc icc = estimates(table, table.between_squares() / df1, within_variance, expected);
  icc.df1 = df1;
  icc.df2 = within_df;
  icc.interval1.confidence = icc.interval2.confidence = options.confidence;

  // The share of simulated (MSB - noise)/MSW above the observed one rises with the variance between units: find where it is the tail.
  // The same normal numbers serve every trial value, so that the search is over a steady function.
  std::vector<double> z(static_cast<std::size_t>(options.draws) * units), within(options.draws);
  for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
    Random random(options.seed, draw);
    for (std::size_t j = 0; j < units; ++j) z[draw * units + j] = random.normal();
    within[draw] = within_variance * random.chi_square(within_df) / within_df;
  }
  const double observed = (icc.ms_between - expected) / within_variance;
  const auto share_above = [&](double tau2) {
    std::vector<double> sd(units);
    for (std::size_t j = 0; j < units; ++j) sd[j] = std::sqrt(tau2 + within_variance / table.n[j] + noise[j]);
    std::uint32_t above = 0;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      const double* row = z.data() + draw * units;
      double grand = 0, squares = 0;
      for (std::size_t j = 0; j < units; ++j) grand += table.n[j] * sd[j] * row[j];
      grand /= table.total;
      for (std::size_t j = 0; j < units; ++j) squares += table.n[j] * (sd[j] * row[j] - grand) * (sd[j] * row[j] - grand);
      if ((squares / df1 - expected) / within[draw] >= observed) ++above;
    }
    return static_cast<double>(above) / options.draws;
  };
  const auto tau2_where = [&](double tail) {
    if (share_above(0) >= tail) return 0.0;
    double low = 0, high = within_variance;
    while (share_above(high) < tail && high < 1e6 * within_variance) high *= 4;
    for (int k = 0; k < 30; ++k) (share_above((low + high) / 2) < tail ? low : high) = (low + high) / 2;
    return (low + high) / 2;
  };
  const double tail = (1 - options.confidence) / 2;
  for (const bool upper : {false, true}) {
    const double tau2 = tau2_where(upper ? 1 - tail : tail);
    const double rho = tau2 / (tau2 + within_variance);
    (upper ? icc.interval1.high : icc.interval1.low) = rho;
    (upper ? icc.interval2.high : icc.interval2.low) = tau2 / (tau2 + within_variance / icc.mean_size);
  }
  return icc;
}

}  // namespace karuna::stats
