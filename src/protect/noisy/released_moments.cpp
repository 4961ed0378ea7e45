// SPDX-License-Identifier: Apache-2.0
#include "protect/noisy/released_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "protect/exact/within_units.h"
#include "stats/covariance.h"
#include "stats/distributions.h"
#include "stats/reliability/alpha.h"
#include "stats/reliability/omega.h"
#include "stats/reliability/one_dimension.h"
#include "stats/resample/philox.h"
#include "stats/units/icc.h"

namespace karuna::protect {

namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();
constexpr int redraws = 200;
constexpr std::uint64_t redraw_seed = 1;

Spread known(double value) { return {value, std::isfinite(value), std::isfinite(value) ? "" : "it has no value for these figures"}; }
Spread because(std::string words) { return {0, false, std::move(words)}; }

/// Covariances of the index items in points, from what was released.
struct Released {
  std::vector<double> values;  ///< J x J
  std::vector<int> sign;       ///< by index item
  std::vector<std::uint32_t> question;
  double entry_noise = 0;                ///< sd of the noise in one covariance
  std::vector<double> mean, mean_noise;  ///< of every index item, and the variance of the noise in it, before `scale`
  double scale = 1;                      ///< of covariances
  double people = 0;
  std::size_t J() const { return question.size(); }
  double operator()(std::size_t a, std::size_t b) const { return values[a * J() + b]; }
};

std::optional<Released> released_covariances(const Wave& wave, const NoisePlan& noise, const NoisySums& sums, double people) {
  if (!noise.moments.present || sums.moments.empty()) return std::nullopt;
  const auto& statistics = wave.declaration.statistics;
  const Declared& index = statistics[0];
  Released released;
  released.people = people;
  auto &mean = released.mean, &mean_noise = released.mean_noise;
  for (const Member& member : index.members) {
    released.question.push_back(member.question);
    released.sign.push_back(member.sign);
    // the question's own sum over the whole organisation; the declaration of moments made sure that there is one
    for (std::size_t s = 1; s < statistics.size(); ++s) {
      if (statistics[s].members.size() != 1 || statistics[s].members[0].question != member.question) continue;
      double total = 0;
      for (const std::int64_t T : sums.T[s]) total += static_cast<double>(T);
      mean.push_back(member.sign * statistics[s].members[0].sign * total / people);
      mean_noise.push_back(static_cast<double>(sums.T[s].size()) * static_cast<double>(noise.sigma2_T[s]) / (people * people));
      break;
    }
  }
  const std::size_t J = released.J();
  const double point = (index.statistic.max - index.statistic.min) / index.range, scale = point * point / 4;
  released.scale = scale;
  released.entry_noise = std::sqrt(static_cast<double>(noise.sigma2_moments)) / people * scale;
  released.values.assign(J * J, 0);
  std::size_t at = 0;
  for (std::size_t a = 0; a < J; ++a)
    for (std::size_t b = a; b < J; ++b) {
      const double moment = static_cast<double>(sums.moments[at++]) / people;
      const double square = mean[a] * mean[b] - (a == b ? mean_noise[a] : 0);
      released.values[a * J + b] = released.values[b * J + a] = (moment - square) * people / (people - 1) * scale;
    }
  return released;
}

/// Weight of every index item in a statistic; nothing where one of its questions is not in the index.
std::optional<std::vector<double>> weights_of(const Declared& declared, const Released& released) {
  std::vector<double> weights(released.J(), 0);
  for (const Member& member : declared.members) {
    const auto found = std::find(released.question.begin(), released.question.end(), member.question);
    if (found == released.question.end()) return std::nullopt;
    const auto at = static_cast<std::size_t>(found - released.question.begin());
    weights[at] += double(member.sign * released.sign[at]) / static_cast<double>(declared.members.size());
  }
  return weights;
}

/// The variance of the noise in a variance x'Cx: each entry of the matrix has its own, and the mean that is taken away has that of its items.
double noise_of_form(const Released& released, const std::vector<double>& x) {
  double entries = 0, mean = 0, means = 0;
  for (std::size_t a = 0; a < released.J(); ++a) {
    mean += x[a] * released.mean[a];
    means += x[a] * x[a] * released.mean_noise[a];
    for (std::size_t b = 0; b <= a; ++b) entries += (a == b ? 1 : 4) * x[a] * x[a] * x[b] * x[b];
  }
  return entries * released.entry_noise * released.entry_noise + 4 * mean * mean * means * released.scale * released.scale;
}

double form(const Released& released, const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t a = 0; a < released.J(); ++a)
    for (std::size_t b = 0; b < released.J(); ++b) sum += x[a] * released(a, b) * y[b];
  return sum;
}

/// The items of one scale, turned as the scale turns them.
stats::Covariance covariance_of(const Declared& scale, const Released& released, const std::vector<double>& extra) {
  stats::Covariance covariance;
  covariance.items = scale.members.size();
  covariance.rows = covariance.n = static_cast<std::size_t>(released.people);
  covariance.values.assign(covariance.items * covariance.items, 0);
  std::vector<std::size_t> at;
  for (const Member& member : scale.members)
    at.push_back(static_cast<std::size_t>(std::find(released.question.begin(), released.question.end(), member.question) - released.question.begin()));
  std::size_t draw = 0;
  for (std::size_t i = 0; i < covariance.items; ++i)
    for (std::size_t j = i; j < covariance.items; ++j) {
      const int turn = scale.members[i].sign * released.sign[at[i]] * scale.members[j].sign * released.sign[at[j]];
      double value = turn * released(at[i], at[j]);
      if (!extra.empty()) value += extra[draw++];
      covariance.values[i * covariance.items + j] = covariance.values[j * covariance.items + i] = value;
    }
  for (std::size_t i = 0; i < covariance.items; ++i) covariance.sds.push_back(std::sqrt(std::max(0.0, covariance(i, i))));
  covariance.means.assign(covariance.items, 0);
  covariance.item_n.assign(covariance.items, covariance.n);
  return covariance;
}

void alpha(const stats::Covariance& covariance, double entry_noise, ScaleQuality& quality) {
  const auto found = stats::alpha_from_covariance(covariance, 0.95);
  if (!found || !std::isfinite(found->figures.raw)) {
    quality.alpha = quality.alpha_low = quality.alpha_high = because(found ? "the noise is larger than what the items have in common" : found.error().what);
    return;
  }
  double trace = 0, total = 0;
  for (std::size_t i = 0; i < covariance.items; ++i)
    for (std::size_t j = 0; j < covariance.items; ++j) {
      total += covariance(i, j);
      if (i == j) trace += covariance(i, i);
    }
  const double J = static_cast<double>(covariance.items), factor = J / (J - 1);
  // alpha = factor (1 - trace / total): its slope along a diagonal entry, and along an entry that stands twice
  const double diagonal = factor * (trace / total - 1) / total, twice = factor * 2 * trace / (total * total);
  const double from_noise = entry_noise * entry_noise * (J * diagonal * diagonal + J * (J - 1) / 2 * twice * twice);
  const double z = stats::normal_quantile(0.975);
  const double sampling = (found->duhachek.high - found->duhachek.low) / (2 * z);
  const double error = std::sqrt((std::isfinite(sampling) ? sampling * sampling : 0) + from_noise);
  quality.alpha = known(found->figures.raw);
  quality.alpha_low = known(found->figures.raw - z * error);
  quality.alpha_high = known(std::min(1.0, found->figures.raw + z * error));
}

void omega(const Declared& scale, const Released& released, const stats::Covariance& covariance, std::uint32_t stream, ScaleQuality& quality) {
  const auto refuse = [&](const std::string& why) { quality.omega = quality.omega_low = quality.omega_high = because(why); };
  const auto found = stats::mcdonald_omega(covariance, 0.95);
  if (!found) return refuse(found.error().what);
  double sum = 0, square = 0;
  int done = 0, failed = 0;
  for (std::uint32_t draw = 0; draw < redraws && failed <= redraws / 10; ++draw) {
    stats::Random random(redraw_seed, stream, draw);
    std::vector<double> extra(covariance.items * (covariance.items + 1) / 2);
    for (double& e : extra) e = released.entry_noise * random.normal();
    const auto again = stats::mcdonald_omega(covariance_of(scale, released, extra), 0.95);
    if (!again) {
      ++failed;
      continue;
    }
    ++done;
    sum += again->omega;
    square += again->omega * again->omega;
  }
  if (failed > redraws / 10) return refuse("the noise is too large for the items of this scale: one factor can often not be fitted");
  const double noise = std::max(0.0, square / done - (sum / done) * (sum / done));
  const double error = std::sqrt(noise + found->standard_error * found->standard_error), z = stats::normal_quantile(0.975);
  quality.omega = known(found->omega);
  quality.omega_low = known(found->omega - z * error);
  quality.omega_high = known(std::min(1.0, found->omega + z * error));
}

void between_groups(const std::vector<Group>& groups, const stats::ReleasedVariance& variance, ScaleQuality& quality) {
  const auto refuse = [&](const std::string& why) { quality.icc1 = quality.icc1_low = quality.icc1_high = quality.icc2 = because(why); };
  std::vector<double> n, means, noise;
  double people = 0;
  for (const Group& group : groups) {
    n.push_back(group.answers);
    means.push_back(group.mean);
    noise.push_back(group.noise_variance);
    people += group.answers;
  }
  const double count = static_cast<double>(groups.size());
  if (groups.size() < 2 || people <= count) return refuse("fewer than two groups");
  stats::NoisyIccOptions options;  // a million people have so many groups that fewer draws say the same
  options.draws = static_cast<std::uint32_t>(std::clamp(2e6 / count, 200.0, 2000.0));
  const auto icc = stats::one_way_icc_with_noise(n, means, variance, noise, options);
  if (!icc) return refuse(icc.error().what);
  quality.icc1 = known(icc->icc1);
  quality.icc1_low = known(icc->interval1.low);
  quality.icc1_high = known(icc->interval1.high);
  quality.icc2 = known(icc->icc2);
  quality.mean_group_size = people / count;
  quality.groups = static_cast<std::uint32_t>(groups.size());
}

ScaleQuality quality_of(const Wave& wave, std::size_t s, const std::optional<Released>& released, const PeriodRelease& period) {
  const Declared& scale = wave.declaration.statistics[s];
  ScaleQuality quality;
  quality.statistic = s;
  quality.items = scale.statistic.items;
  quality.rwg_median = quality.rwg_mean = quality.ad_mean = because(std::string(needs_persons));
  const auto refuse = [&](const std::string& why) {
    for (Spread* figure : {&quality.alpha, &quality.alpha_low, &quality.alpha_high, &quality.omega, &quality.omega_low, &quality.omega_high,
                           &quality.eigen_first, &quality.eigen_second, &quality.icc1, &quality.icc1_low, &quality.icc1_high, &quality.icc2})
      if (!figure->known) *figure = because(why);
    return quality;
  };
  if (!released) return refuse(std::string(needs_moments));
  const auto weights = weights_of(scale, *released);
  if (!weights) return refuse("the matrix of second moments holds the index items alone, and this scale has others");
  quality.respondents = period.ballots;
  between_groups(period.published[s].groups, {form(*released, *weights, *weights), noise_of_form(*released, *weights)}, quality);
  if (scale.members.size() < 2) return refuse("a scale of one question has no internal consistency");
  const stats::Covariance covariance = covariance_of(scale, *released, {});
  for (std::size_t i = 0; i < covariance.items; ++i)
    if (!(covariance(i, i) > 0)) return refuse("the noise is larger than the spread of an item");
  alpha(covariance, released->entry_noise, quality);
  omega(scale, *released, covariance, static_cast<std::uint32_t>(s), quality);
  if (const auto one = stats::one_dimension(covariance)) {
    quality.eigen_first = known(one->first);
    quality.eigen_second = known(one->second);
    if (const auto margin = stats::one_dimension_margin(covariance, released->entry_noise, static_cast<std::uint32_t>(s))) {
      quality.one_factor = known(margin->value);
      quality.one_factor_high = known(margin->high);
    } else {
      quality.one_factor = quality.one_factor_high = because(margin.error().what);
    }
    for (const std::size_t i : one->wrong_sign)
      quality.wrong_sign.push_back(wave.sheets.items[wave.declaration.questions[scale.members[i].question].column].label);
  } else {
    quality.eigen_first = quality.eigen_second = because(one.error().what);
  }
  return quality;
}

}  // namespace

void spread_and_quality_from_moments(const Wave& wave, const NoisePlan& noise, const NoisySums& sums, PeriodRelease& period) {
  const auto& statistics = wave.declaration.statistics;
  const auto released = released_covariances(wave, noise, sums, period.ballots);
  std::vector<std::optional<std::vector<double>>> weights(statistics.size());
  std::vector<std::vector<double>> shares(statistics.size(), std::vector<double>(statistics.size(), not_known));
  std::vector<double> half;
  for (const Declared& declared : statistics) half.push_back((declared.statistic.max - declared.statistic.min) / 2);
  for (std::size_t s = 0; s < statistics.size(); ++s) {
    if (released) weights[s] = weights_of(statistics[s], *released);
    constexpr double assumed = 0.225 * 2;  // sd in shares of half the range
    if (weights[s]) shares[s][s] = form(*released, *weights[s], *weights[s]) / (half[s] * half[s]);
    if (!(shares[s][s] > assumed * assumed / 16)) {  // noise alone can make a variance small or negative
      shares[s][s] = assumed * assumed;
      weights[s].reset();
      period.within_assumed = true;
    }
    if (statistics[s].statistic.family == Family::item) continue;
    for (std::size_t t = 0; t < s; ++t)
      if (weights[s] && weights[t] && statistics[t].statistic.family != Family::item)
        shares[s][t] = shares[t][s] = form(*released, *weights[s], *weights[t]) / (half[s] * half[t]);
  }
  period.within = rounded_covariance(shares, half);
  for (std::size_t s = 0; s < statistics.size(); ++s)
    if (statistics[s].statistic.family == Family::scale && !period.published[s].groups.empty()) period.quality.push_back(quality_of(wave, s, released, period));
}

}  // namespace karuna::protect
