// SPDX-License-Identifier: Apache-2.0
#include "stats/units/icc.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
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

/// Units whose means carry noise, those with answers.
struct NoisyUnits {
  Table table;
  std::vector<double> noise;  ///< its variance, by unit
  double df1 = 0;
  double expected = 0;  ///< of it in the mean square between
  /// Squares between units of given means.
  template <typename MeanOf>
  double squares(const MeanOf& mean) const {
    double grand = 0, sum = 0;
    for (std::size_t j = 0; j < noise.size(); ++j) grand += table.n[j] * mean(j);
    grand /= table.total;
    for (std::size_t j = 0; j < noise.size(); ++j) sum += table.n[j] * (mean(j) - grand) * (mean(j) - grand);
    return sum;
  }
};

Result<NoisyUnits> noisy_units(std::span<const double> n, std::span<const double> means, std::span<const double> noise_variances) {
  if (n.size() != means.size() || n.size() != noise_variances.size())
    return fail(Fault::invalid, "sizes, means and noise variances must be one each a unit: " + std::to_string(n.size()) + ", " + std::to_string(means.size()) +
                                    " and " + std::to_string(noise_variances.size()) + " were given");
  NoisyUnits units;
  KARUNA_TRY(table, table_of(n, means));
  units.table = std::move(table);
  for (std::size_t j = 0; j < n.size(); ++j) {
    if (!(n[j] > 0)) continue;
    if (!(noise_variances[j] >= 0)) return fail(Fault::invalid, "the noise variance of unit " + std::to_string(j + 1) + " is below 0");
    units.noise.push_back(noise_variances[j]);
    units.expected += n[j] * noise_variances[j] * (1 - n[j] / units.table.total);  // E(MSB) holds this much of it
  }
  units.df1 = static_cast<double>(units.noise.size()) - 1;
  units.expected /= units.df1;
  return units;
}

/// The share of simulated (MSB - noise)/MSW above the observed one rises with the variance between units: the interval ends where it is the tail.
template <typename ShareAbove>
void invert(OneWayIcc& icc, double confidence, const ShareAbove& share_above) {
  const double within = icc.ms_within, tail = (1 - confidence) / 2;
  const auto tau2_where = [&](double wanted) {
    if (share_above(0) >= wanted) return 0.0;
    double low = 0, high = within;
    while (share_above(high) < wanted && high < 1e6 * within) high *= 4;
    for (int k = 0; k < 30; ++k) (share_above((low + high) / 2) < wanted ? low : high) = (low + high) / 2;
    return (low + high) / 2;
  };
  icc.interval1.confidence = icc.interval2.confidence = confidence;
  for (const bool upper : {false, true}) {
    const double tau2 = tau2_where(upper ? 1 - tail : tail);
    (upper ? icc.interval1.high : icc.interval1.low) = tau2 / (tau2 + within);
    (upper ? icc.interval2.high : icc.interval2.low) = tau2 / (tau2 + within / icc.mean_size);
  }
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
  if (!(within_variance > 0) || !(within_df > 0)) return fail(Fault::invalid, "the variance within units and its degrees of freedom must be above 0");
  KARUNA_TRY(units, noisy_units(n, means, noise_variances));
  OneWayIcc icc = estimates(units.table, units.table.between_squares() / units.df1, within_variance, units.expected);
  icc.df1 = units.df1;
  icc.df2 = within_df;
  // The same normal numbers serve every trial value, so that the search is over a steady function.
  const std::size_t count = units.noise.size();
  std::vector<double> z(static_cast<std::size_t>(options.draws) * count), within(options.draws);
  for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
    Random random(options.seed, draw);
    for (std::size_t j = 0; j < count; ++j) z[draw * count + j] = random.normal();
    within[draw] = within_variance * random.chi_square(within_df) / within_df;
  }
  const double observed = (icc.ms_between - icc.noise) / within_variance;
  std::vector<double> sd(count);
  invert(icc, options.confidence, [&](double tau2) {
    for (std::size_t j = 0; j < count; ++j) sd[j] = std::sqrt(tau2 + within_variance / units.table.n[j] + units.noise[j]);
    std::uint32_t above = 0;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw)
      if ((units.squares([&](std::size_t j) { return sd[j] * z[draw * count + j]; }) / units.df1 - units.expected) / within[draw] >= observed) ++above;
    return static_cast<double>(above) / options.draws;
  });
  return icc;
}

Result<OneWayIcc> one_way_icc_with_noise(std::span<const double> n, std::span<const double> means, const ReleasedVariance& total,
                                         std::span<const double> noise_variances, const NoisyIccOptions& options) {
  if (!std::isfinite(total.value) || !(total.noise_variance >= 0))
    return fail(Fault::invalid, "the released variance must be a number, and its noise not below 0");
  KARUNA_TRY(units, noisy_units(n, means, noise_variances));
  const std::size_t count = units.noise.size();
  const double people = units.table.total, df2 = people - static_cast<double>(count), noise = units.df1 * units.expected;
  /// What a total leaves within, where the means (with their noise) show these squares between.
  const auto left = [&](double of_total, double between) { return ((people - 1) * of_total - std::max(0.0, between - noise)) / df2; };
  const double between = units.table.between_squares(), within = left(total.value, between);
  if (!(within > 0)) return fail(Fault::undefined, "the noise is larger than the spread of answers");
  OneWayIcc icc = estimates(units.table, between / units.df1, within, units.expected);
  icc.df1 = units.df1;
  icc.df2 = df2;
  std::vector<double> z(static_cast<std::size_t>(options.draws) * count), e(z.size()), squares_within(options.draws), of_total(options.draws);
  for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
    Random random(options.seed, draw);
    for (std::size_t j = 0; j < count; ++j) z[draw * count + j] = random.normal();
    squares_within[draw] = within * random.chi_square(df2);
    for (std::size_t j = 0; j < count; ++j) e[draw * count + j] = std::sqrt(units.noise[j]) * random.normal();
    of_total[draw] = std::sqrt(total.noise_variance) * random.normal();
  }
  const double observed = (icc.ms_between - icc.noise) / within;
  std::vector<double> sd(count);
  invert(icc, options.confidence, [&](double tau2) {
    for (std::size_t j = 0; j < count; ++j) sd[j] = std::sqrt(tau2 + within / units.table.n[j]);
    std::uint32_t above = 0;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      const double* unit = z.data() + draw * count;
      const double* mistaken = e.data() + draw * count;
      const double real = units.squares([&](std::size_t j) { return sd[j] * unit[j]; });
      const double seen = units.squares([&](std::size_t j) { return sd[j] * unit[j] + mistaken[j]; });
      const double of_draw = left((real + squares_within[draw]) / (people - 1) + of_total[draw], seen);
      // A draw with nothing left within would not be shown; it is on the side of large shares.
      if (!(of_draw > 0) || (seen - noise) / units.df1 / of_draw >= observed) ++above;
    }
    return static_cast<double>(above) / options.draws;
  });
  return icc;
}

}  // namespace karuna::stats
