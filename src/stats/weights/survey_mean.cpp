// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_mean.h"

#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "stats/distributions.h"
#include "stats/weights/margin_residuals.h"

namespace karuna::stats {
namespace {

enum class Asked { mean, total };

Result<void> check(std::size_t people, const SurveyDesign& d, const SurveyOptions& options) {
  const auto fits = [people](std::size_t size) { return size == 0 || size == people; };
  if (!fits(d.weights.size()) || !fits(d.strata.size()) || !fits(d.clusters.size()) || !fits(d.population.size()) || !fits(d.domain.size()) ||
      !fits(d.start_weights.size()))
    return fail(Fault::invalid, "weights, strata, clusters, population and domain must be one each for the " + std::to_string(people) + " people, or left out");
  for (std::size_t i = 0; i < d.weights.size(); ++i)
    if (!(d.weights[i] >= 0) || std::isinf(d.weights[i]))
      return fail(Fault::invalid, "the weight of person " + std::to_string(i + 1) + " must be a number of at least 0");
  if (!(options.confidence > 0 && options.confidence < 1)) return fail(Fault::invalid, "a confidence between 0 and 1 is expected");
  return {};
}

struct Stratum {
  double clusters = 0, sum = 0, squares = 0, population = 0;
};

/// Variance of the sum of z by ultimate clusters: in each stratum n/(n-1) sum (z - mean)^2 (1 - n/N).
Result<double> variance_of_sum(const std::vector<double>& z, const SurveyDesign& d, double& degrees_of_freedom) {
  std::map<std::uint32_t, Stratum> strata;
  std::vector<std::pair<std::uint64_t, double>> clusters;  // (stratum, cluster) and its sum
  clusters.reserve(z.size());
  std::unordered_map<std::uint64_t, std::size_t> place;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const std::uint64_t stratum = d.strata.empty() ? 0 : d.strata[i];
    const std::uint64_t key = stratum << 32 | (d.clusters.empty() ? static_cast<std::uint32_t>(i) : d.clusters[i]);
    if (!d.population.empty()) {
      auto& known = strata[static_cast<std::uint32_t>(stratum)].population;
      if (known != 0 && known != d.population[i])
        return fail(Fault::invalid, "people of stratum " + std::to_string(stratum) + " disagree about its population");
      known = d.population[i];
    }
    if (d.clusters.empty()) {
      clusters.emplace_back(key, z[i]);
      continue;
    }
    const auto [found, added] = place.emplace(key, clusters.size());
    if (added) clusters.emplace_back(key, 0.0);
    clusters[found->second].second += z[i];
  }
  for (const auto& [key, sum] : clusters) {
    Stratum& s = strata[static_cast<std::uint32_t>(key >> 32)];
    s.clusters += 1;
    s.sum += sum;
  }
  for (const auto& [key, sum] : clusters) {
    Stratum& s = strata[static_cast<std::uint32_t>(key >> 32)];
    s.squares += (sum - s.sum / s.clusters) * (sum - s.sum / s.clusters);
  }
  double variance = 0;
  for (const auto& [name, s] : strata) {
    double left = 1;
    if (s.population != 0) {
      left = 1 - s.clusters / s.population;
      if (!(left >= 0))
        return fail(Fault::invalid,
                    "stratum " + std::to_string(name) + " is said to have " + shortest(s.population) + " units, but " + shortest(s.clusters) + " were drawn");
    }
    if (left == 0) continue;
    if (s.clusters < 2)
      return fail(Fault::too_few_people, "stratum " + std::to_string(name) + " has a single unit: its variance is not known; merge it with another stratum");
    variance += left * s.clusters / (s.clusters - 1) * s.squares;
  }
  degrees_of_freedom = static_cast<double>(clusters.size() - strata.size());
  return variance;
}

Result<SurveyFigure> figure(Asked asked, std::span<const double> y, const SurveyDesign& d, const SurveyOptions& options) {
  KARUNA_CHECK(check(y.size(), d, options));
  const auto weight = [&](std::size_t i) { return d.weights.empty() ? 1.0 : d.weights[i]; };
  const auto inside = [&](std::size_t i) { return !std::isnan(y[i]) && (d.domain.empty() || d.domain[i] != 0); };
  SurveyFigure found;
  double sum = 0, people = 0, squares = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!inside(i) || !(weight(i) > 0)) continue;
    ++found.n;
    people += weight(i);
    sum += weight(i) * y[i];
  }
  if (found.n == 0) return fail(Fault::too_few_people, "nobody in the group asked about has a value and a weight");
  const double mean = sum / people;
  found.estimate = asked == Asked::mean ? mean : sum;

  // The influence of one person on the estimate, before the weight.
  std::vector<double> u(y.size(), 0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!inside(i)) continue;
    u[i] = asked == Asked::mean ? (y[i] - mean) / people : y[i];
    squares += weight(i) * (y[i] - mean) * (y[i] - mean);
  }
  if (!d.calibrated_to.empty()) {
    KARUNA_TRY(residual, margin_residuals(u, d.start_weights, d.calibrated_to));
    u = std::move(residual);
  }
  for (std::size_t i = 0; i < u.size(); ++i) u[i] *= weight(i);
  KARUNA_TRY(variance, variance_of_sum(u, d, found.degrees_of_freedom));
  found.standard_error = std::sqrt(variance);

  const double n = static_cast<double>(found.n);
  if (found.n > 1) {
    double simple = squares / people * n / (n - 1) / n;
    if (!d.population.empty()) simple *= (people - n) / people;
    if (asked == Asked::total) simple *= people * people;
    if (simple > 0) found.design_effect = variance / simple;
  }
  const double upper = 0.5 + options.confidence / 2;
  const double reach = (options.reference == Reference::normal ? normal_quantile(upper) : t_quantile(upper, found.degrees_of_freedom)) * found.standard_error;
  found.interval = {found.estimate - reach, found.estimate + reach, options.confidence};
  return found;
}

}  // namespace

Result<SurveyFigure> survey_mean(std::span<const double> y, const SurveyDesign& design, const SurveyOptions& options) {
  return figure(Asked::mean, y, design, options);
}

Result<SurveyFigure> survey_total(std::span<const double> y, const SurveyDesign& design, const SurveyOptions& options) {
  return figure(Asked::total, y, design, options);
}

}  // namespace karuna::stats
