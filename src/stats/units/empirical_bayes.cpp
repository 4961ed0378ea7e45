// SPDX-License-Identifier: Apache-2.0
#include "stats/units/empirical_bayes.h"

#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/units/restricted_likelihood.h"

namespace karuna::stats {

EmpiricalBayes shrink(std::span<const double> y, std::span<const double> v, double mu, double tau2) {
  EmpiricalBayes found;
  found.mu = mu;
  found.tau2 = tau2;
  found.boundary = tau2 == 0;
  found.weight.reserve(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const bool known = !std::isnan(y[i]);
    const double kept = known ? tau2 / (tau2 + v[i]) : 0;
    found.weight.push_back(kept);
    found.value.push_back(known ? mu + kept * (y[i] - mu) : mu);
    found.naive_variance.push_back(tau2 * (1 - kept));
    found.variance.push_back(tau2 * (1 - kept));
  }
  return found;
}

Result<EmpiricalBayes> empirical_bayes(std::span<const double> y, std::span<const double> v) {
  if (y.size() != v.size())
    return fail(Fault::invalid, "there are " + std::to_string(y.size()) + " means and " + std::to_string(v.size()) + " variances; one each a unit is expected");
  std::vector<double> known_y, known_v;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isnan(y[i])) continue;
    if (!(v[i] > 0) || std::isinf(v[i]))
      return fail(Fault::invalid, "the variance of unit " + std::to_string(i + 1) + " must be a number above 0, it is " + shortest(v[i]));
    known_y.push_back(y[i]);
    known_v.push_back(v[i]);
  }
  if (known_y.size() < 2)
    return fail(Fault::too_few_people, "a variance between units needs at least 2 units with a value, there are " + std::to_string(known_y.size()));

  const RestrictedLikelihood likelihood(known_y, known_v);
  Fit fit;
  fit.method = "Newton's method on the restricted likelihood of known variances";
  const double tau2 = best_variance(likelihood, likelihood.scale(), fit);
  const auto at = likelihood.estimates(tau2);
  EmpiricalBayes found = shrink(y, v, at.mu, tau2);
  found.fit = std::move(fit);
  found.se_mu = std::sqrt(at.mu_variance);
  found.se_tau2 = std::sqrt(at.tau2_variance);

  // Morris: for equal variances the delta method has divisor k - 1 where an unbiased one has k - 3.
  const double k = static_cast<double>(known_y.size());
  const double few = (k - 1) / std::max(k - 3, 1.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double lost = 1 - found.weight[i];
    found.variance[i] += lost * lost * at.mu_variance;
    if (std::isnan(y[i])) continue;
    const double slope = (y[i] - at.mu) * v[i] / ((tau2 + v[i]) * (tau2 + v[i]));
    found.variance[i] += slope * slope * at.tau2_variance * few;
  }
  return found;
}

}  // namespace karuna::stats
