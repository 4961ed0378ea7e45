// SPDX-License-Identifier: Apache-2.0
#include "stats/meta/combine.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <string>

#include "stats/distributions.h"

namespace karuna::stats {
namespace {

constexpr double least_variance = 1e-90;  // third powers of weights are needed

/// The reference distribution of a test: t with its degrees, or normal where there are none.
struct Reference {
  double degrees = 0;
  double upper_quantile(double confidence) const {
    const double tail = (1 - confidence) / 2;
    return -(degrees > 0 ? t_quantile(tail, degrees) : normal_quantile(tail));
  }
  double two_sided(double x) const { return std::min(1.0, 2 * (degrees > 0 ? t_cdf(-std::fabs(x), degrees) : normal_cdf(-std::fabs(x)))); }
};

Tested tested(double estimate, double variance, const Reference& reference, double confidence) {
  Tested out;
  out.standard_error = std::sqrt(variance);
  if (!(variance > 0)) return out;  // studies that all found the same say nothing of their scatter: no test
  out.statistic = estimate / out.standard_error;
  out.p = reference.two_sided(out.statistic);
  const double reach = reference.upper_quantile(confidence) * out.standard_error;
  out.interval = {estimate - reach, estimate + reach, confidence};
  return out;
}

Spread spread_of(double tau2, double typical) { return {tau2, std::sqrt(tau2), 100 * tau2 / (tau2 + typical), tau2 / typical + 1}; }

/// b' C^-1 b over the coefficients from `first` on.
double wald(const std::vector<double>& beta, const std::vector<double>& covariance, std::size_t first) {
  const auto p = static_cast<Eigen::Index>(beta.size()), from = static_cast<Eigen::Index>(first);
  const Eigen::Map<const Eigen::MatrixXd> c(covariance.data(), p, p);
  const Eigen::Map<const Eigen::VectorXd> b(beta.data(), p);
  const Eigen::VectorXd size = c.diagonal().cwiseSqrt().tail(p - from), z = b.tail(p - from).cwiseQuotient(size);
  const Eigen::MatrixXd correlations = size.cwiseInverse().asDiagonal() * c.bottomRightCorner(p - from, p - from) * size.cwiseInverse().asDiagonal();
  return z.dot(correlations.llt().solve(z));
}

}  // namespace

Result<UsedStudies> used_studies(const Studies& given) {
  const std::size_t count = given.effects.size(), columns = given.moderators.columns;
  if (given.variances.size() != count || (columns > 0 && given.moderators.rows != count))
    return fail(Fault::invalid, "every effect needs a variance and its moderators: there are " + std::to_string(count) + " effects and " +
                                    std::to_string(given.variances.size()) + " variances");
  UsedStudies out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string study = "study " + std::to_string(i + 1);
    bool missing = std::isnan(given.effects[i]) || std::isnan(given.variances[i]);
    for (std::size_t j = 0; j < columns; ++j) missing = missing || std::isnan(given.moderators(i, j));
    if (missing) continue;
    if (std::isinf(given.effects[i]) || std::isinf(given.variances[i])) return fail(Fault::invalid, study + ": effect and variance must be finite numbers");
    if (!(given.variances[i] > 0))
      return fail(Fault::invalid, study + ": the variance must be above 0. Give the squared standard error, or leave the study out");
    if (given.variances[i] < least_variance || given.variances[i] > 1 / least_variance)
      return fail(Fault::invalid, study + ": its variance is too far from 1 to compute with; give effects and standard errors in another unit");
    out.y.push_back(given.effects[i]);
    out.v.push_back(given.variances[i]);
    out.used.push_back(i);
  }
  for (std::size_t j = 0; j < columns; ++j)
    for (const std::size_t i : out.used) out.moderators.push_back(given.moderators(i, j));
  if (out.y.size() < 2)
    return fail(Fault::too_few_people, "combining needs at least 2 studies with effect and variance, there are " + std::to_string(out.y.size()));
  return out;
}

Result<Combined> combine(const Studies& given, const CombineOptions& options) {
  if (!(options.confidence > 0 && options.confidence < 1)) return fail(Fault::invalid, "a confidence lies between 0 and 1");
  KARUNA_TRY(used, used_studies(given));
  const std::size_t k = used.y.size();
  KARUNA_TRY(basis, orthonormal_basis(MatrixView(used.moderators.data(), k, given.moderators.columns), Intercept::yes, given.moderator_names, k));
  const std::size_t p = basis.columns;
  if (k <= p)
    return fail(Fault::too_few_people, std::to_string(p) + " coefficients need at least " + std::to_string(p + 1) + " studies, there are " + std::to_string(k));
  const WeightedStudies weighted(basis, used.y, used.v);
  KARUNA_TRY(tau2, estimate_tau2(weighted, used.y, options.method, options.most_steps));

  Combined out;
  out.k = k;
  out.left_out = given.effects.size() - k;
  out.test = options.test;
  out.few = k < 5;
  out.degrees = weighted.degrees();
  out.fit = tau2.fit;
  out.tau2_standard_error = tau2.standard_error;
  const bool fixed = options.method == Tau2Method::FE;

  const auto alone = weighted.at(0), sums = weighted.at(tau2.value);
  out.q = alone.q;
  out.q_df = out.degrees;
  out.q_p = chi_square_upper(out.q, out.q_df);
  const double typical = out.degrees / alone.trace_p;
  out.spread = spread_of(tau2.value, typical);
  if (fixed) {
    out.spread.i2 = 100 * std::max(0.0, (out.q - out.q_df) / out.q);
    out.spread.h2 = out.q / out.q_df;
  } else {
    KARUNA_TRY(interval, tau2_interval(weighted, options.confidence, options.most_steps));
    out.spread_low = spread_of(interval.low, typical);
    out.spread_high = spread_of(interval.high, typical);
  }
  out.log_likelihood = -0.5 * weighted.minus_two_log_likelihood(sums, tau2.value, false);
  out.restricted_log_likelihood = -0.5 * weighted.minus_two_log_likelihood(sums, tau2.value, true);

  const bool scaled = options.test == MetaTest::knapp_hartung;
  const Reference reference{scaled ? out.degrees : 0};
  const double scale = scaled ? sums.q / out.degrees : 1, floor = std::max(scale, 1.0);
  const auto beta = weighted.beta(sums);
  const auto unscaled = basis.covariance(sums.covariance);
  for (const double c : unscaled) out.covariance.push_back(scale * c);
  for (std::size_t j = 0; j < p; ++j)
    out.coefficients.push_back({basis.names[j], beta[j], tested(beta[j], scale * unscaled[j * p + j], reference, options.confidence),
                                tested(beta[j], floor * unscaled[j * p + j], reference, options.confidence)});

  const std::size_t first = p > 1 ? 1 : 0;
  out.qm_df = static_cast<double>(p - first);
  if (scale > 0) {
    out.qm = wald(beta, out.covariance, first) / (scaled ? out.qm_df : 1);
    out.qm_p = scaled ? f_upper(out.qm, out.qm_df, out.degrees) : chi_square_upper(out.qm, out.qm_df);
  } else {
    out.qm = out.qm_p = not_known;
  }
  if (p > 1) {
    KARUNA_TRY(plain_basis, orthonormal_basis({}, Intercept::yes, {}, k));
    KARUNA_TRY(plain, estimate_tau2(WeightedStudies(plain_basis, used.y, used.v), used.y, options.method, options.most_steps));
    if (plain.value > 0) out.r2 = 100 * std::max(0.0, (plain.value - tau2.value) / plain.value);
  }

  const double reach = reference.upper_quantile(options.confidence);
  if (p == 1 && !fixed) {
    const double half = reach * std::sqrt(out.covariance[0] + tau2.value);
    out.prediction = {beta[0] - half, beta[0] + half, options.confidence};
  }
  const auto fitted = weighted.fitted(sums);
  for (std::size_t i = 0; i < k; ++i) {
    double leverage = 0;  // variance of the fitted value
    for (std::size_t a = 0; a < p; ++a)
      for (std::size_t b = 0; b < p; ++b) leverage += basis.column(a)[i] * sums.covariance[a * p + b] * basis.column(b)[i];
    const double kept = tau2.value / (tau2.value + used.v[i]);
    StudyValue study;
    study.fitted = fitted[i];
    study.weight = 100 / (tau2.value + used.v[i]) / sums.sum_w;
    study.value = kept * used.y[i] + (1 - kept) * fitted[i];
    study.standard_error = std::sqrt(kept * used.v[i] + (1 - kept) * (1 - kept) * scale * leverage);
    study.interval = {study.value - reach * study.standard_error, study.value + reach * study.standard_error, options.confidence};
    out.studies.push_back(study);
  }
  out.used = std::move(used.used);
  return out;
}

}  // namespace karuna::stats
