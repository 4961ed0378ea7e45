// SPDX-License-Identifier: Apache-2.0
#include "stats/units/random_intercept.h"

#include <cmath>
#include <numbers>
#include <string>

#include "stats/units/variance_search.h"

namespace karuna::stats {
namespace {

/// The deviance as a function of the ratio L = tau2/sigma2 alone, mu and sigma2 at their best: w = n/(1 + L n),
/// Q = SSW + sum w (mean - mu)^2, deviance = m log(2 pi Q/m) + m + sum log(1 + L n) [+ log sum w], m = N - 1 [REML] or N.
class Deviance {
 public:
  Deviance(const GroupSums& sums, Likelihood likelihood) : reml_(likelihood == Likelihood::REML) {
    double within = 0;
    for (std::size_t j = 0; j < sums.units(); ++j) {
      if (!(sums.n[j] > 0)) continue;
      const double mean = sums.sum[j] / sums.n[j];
      n_.push_back(sums.n[j]);
      mean_.push_back(mean);
      total_ += sums.n[j];
      within += sums.square[j] - sums.sum[j] * mean;
    }
    within_ = std::max(within, 0.0);
    m_ = reml_ ? total_ - 1 : total_;
  }

  Curve operator()(double ratio) const {
    double w1 = 0, wy = 0, logs = 0;
    for (std::size_t j = 0; j < n_.size(); ++j) {
      const double w = n_[j] / (1 + ratio * n_[j]);
      w1 += w;
      wy += w * mean_[j];
      logs += std::log1p(ratio * n_[j]);
    }
    const double mu = wy / w1;
    double q = within_, w2 = 0, w3 = 0, w2r = 0, w2rr = 0, w3rr = 0;
    for (std::size_t j = 0; j < n_.size(); ++j) {
      const double w = n_[j] / (1 + ratio * n_[j]), r = mean_[j] - mu;
      q += w * r * r;
      w2 += w * w;
      w3 += w * w * w;
      w2r += w * w * r;
      w2rr += w * w * r * r;
      w3rr += w * w * w * r * r;
    }
    const double q1 = -w2rr, q2 = 2 * w3rr - 2 * w2r * w2r / w1;
    Curve curve;
    curve.value = m_ * (std::log(2 * std::numbers::pi * q / m_) + 1) + logs + (reml_ ? std::log(w1) : 0);
    curve.slope = m_ * q1 / q + w1 - (reml_ ? w2 / w1 : 0);
    curve.bend = m_ * (q2 * q - q1 * q1) / (q * q) - w2 + (reml_ ? (2 * w3 * w1 - w2 * w2) / (w1 * w1) : 0);
    return curve;
  }

  void estimates(double ratio, double& mu, double& sigma2, double& weight) const {
    double w1 = 0, wy = 0, q = within_;
    for (std::size_t j = 0; j < n_.size(); ++j) {
      const double w = n_[j] / (1 + ratio * n_[j]);
      w1 += w;
      wy += w * mean_[j];
    }
    mu = wy / w1;
    for (std::size_t j = 0; j < n_.size(); ++j) q += n_[j] / (1 + ratio * n_[j]) * (mean_[j] - mu) * (mean_[j] - mu);
    sigma2 = q / m_;
    weight = w1;
  }

  std::size_t units() const { return n_.size(); }
  double total() const { return total_; }
  double within() const { return within_; }

 private:
  bool reml_;
  std::vector<double> n_, mean_;
  double total_ = 0, within_ = 0, m_ = 0;
};

}  // namespace

Result<RandomIntercept> random_intercept(const GroupSums& sums, Likelihood likelihood) {
  const Deviance deviance(sums, likelihood);
  if (deviance.units() < 2)
    return fail(Fault::too_few_people, "a variance between units needs at least 2 units with answers, there are " + std::to_string(deviance.units()));
  if (!(deviance.total() > static_cast<double>(deviance.units())))
    return fail(Fault::too_few_people, "a variance within units needs a unit with at least 2 answers; every unit has one");
  if (!(deviance.within() > 0)) return fail(Fault::undefined, "nobody differs from anybody in the same unit: the variance within units is 0");

  RandomIntercept found;
  found.likelihood = likelihood;
  found.n = deviance.total();
  found.fit.method = likelihood == Likelihood::REML ? "Newton's method on the profiled restricted likelihood" : "Newton's method on the profiled likelihood";
  const double ratio = best_variance(deviance, 1.0, found.fit);
  found.boundary = ratio == 0;
  found.deviance = found.fit.criterion;
  double mu = 0, weight = 0;
  deviance.estimates(ratio, mu, found.sigma2, weight);
  found.mu = sums.centre + mu;
  found.se_mu = std::sqrt(found.sigma2 / weight);
  found.tau2 = ratio * found.sigma2;
  found.icc = ratio / (1 + ratio);
  for (std::size_t j = 0; j < sums.units(); ++j) {
    const double n = sums.n[j] > 0 ? sums.n[j] : 0;
    const double kept = ratio * n / (1 + ratio * n);
    found.reliability.push_back(kept);
    found.effect.push_back(n > 0 ? kept * (sums.sum[j] / n - mu) : 0);
    found.value.push_back(found.mu + found.effect.back());
    found.variance.push_back(found.tau2 * (1 - kept) + (1 - kept) * (1 - kept) * found.se_mu * found.se_mu);
  }
  return found;
}

}  // namespace karuna::stats
