// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_mean.h"

#include <cmath>
#include <vector>

#include "stats/distributions.h"

namespace karuna::stats {
namespace {

enum class Asked { mean, total };

Result<void> check(std::size_t people, const SurveyDesign& d, const SurveyOptions& options) {
  KARUNA_CHECK(check_design(people, d));
  if (!(options.confidence > 0 && options.confidence < 1)) return fail(Fault::invalid, "a confidence between 0 and 1 is expected");
  return {};
}

Result<SurveyFigure> figure(Asked asked, std::span<const double> y, const SurveyDesign& d, const SurveyOptions& options) {
  KARUNA_CHECK(check(y.size(), d, options));
  const auto weight = [&](std::size_t i) { return d.weight(i); };
  const auto inside = [&](std::size_t i) { return !std::isnan(y[i]) && d.inside(i); };
  SurveyFigure found;
  double sum = 0, people = 0, squares = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!inside(i) || weight(i) == 0) continue;  // below 0 counts: linear calibration may have it
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
  KARUNA_TRY(spread, design_variance({u.data(), u.size(), 1}, d));
  const double variance = spread.covariance[0];
  found.degrees_of_freedom = spread.degrees_of_freedom;
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
