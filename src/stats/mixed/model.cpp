// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/model.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>

#include "stats/mixed/checks.h"
#include "stats/mixed/factors.h"
#include "stats/mixed/profiled.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double perfect = 1e-14;   // share of the variance of y that may be rounding
constexpr double vanishing = 1e-5;  // a relative deviation below this share of the others' is none

std::string words_of(const TermFit& term) {
  std::string zero;
  for (std::size_t i = 0; i < term.effects.size(); ++i)
    if (term.deviation[i] == 0) zero += (zero.empty() ? "" : ", ") + term.effects[i];
  if (!zero.empty()) return "no detectable between-unit variance: " + zero + " does not vary between the groups of " + term.grouping + " beyond chance";
  return "the effects of " + term.name + " vary in lockstep between the groups of " + term.grouping +
         " (a correlation of 1 or -1): the data cannot tell them apart";
}

void describe_terms(MixedFit& fit, const MixedCriterion& parts, double scale2) {
  const MixedSums& sums = parts.sums();
  fit.theta.assign(sums.thetas, 0);
  fit.terms.resize(sums.terms.size());
  for (std::size_t b = 0; b < sums.blocks.size(); ++b) {
    const MixedBlock& block = sums.blocks[b];
    for (const auto& part : block.parts) {
      TermFit& term = fit.terms[part.term];
      term.name = sums.terms[part.term].name;
      term.grouping = sums.grouping_names[block.grouping];
      term.groups = block.groups_with_rows;
      const auto k = static_cast<std::size_t>(part.columns);
      const MatrixXd inside = parts.lambda()[b].block(part.first, part.first, part.columns, part.columns);
      const MatrixXd raw = block.to_raw.block(part.first, part.first, part.columns, part.columns) * inside;
      const MatrixXd factor = lower_factor(raw), covariance = scale2 * raw * raw.transpose();
      for (const auto& entry : block.free)
        if (entry.row >= part.first && entry.row < part.first + part.columns)
          fit.theta[entry.theta] = factor(entry.row - part.first, entry.column - part.first) * (fit.sigma_from_residual ? 1 : std::sqrt(scale2));
      const VectorXd singular = inside.jacobiSvd().singularValues();
      term.singular = !(singular.minCoeff() > vanishing * std::max(1.0, singular.maxCoeff()));
      for (std::size_t i = 0; i < k; ++i) {
        const auto at = static_cast<Index>(i);
        term.effects.push_back(sums.terms[part.term].columns[i].name);
        term.deviation.push_back(std::sqrt(covariance(at, at)));
        for (std::size_t j = 0; j < k; ++j) term.covariance.push_back(covariance(at, static_cast<Index>(j)));
      }
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < k; ++j) {
          const double both = term.deviation[i] * term.deviation[j];
          term.correlation.push_back(both > 0 ? term.covariance[i * k + j] / both : not_known);
        }
    }
  }
  for (const TermFit& term : fit.terms)
    if (term.singular) fit.singular = true, fit.singular_words += (fit.singular_words.empty() ? "" : "; ") + words_of(term);
}

Result<MixedFit> describe(const Profiled& profiled, const Minimum& minimum, std::shared_ptr<const MixedSums> kept) {
  const MixedCriterion& parts = profiled.parts;
  const MixedSums& sums = parts.sums();
  if (!(parts.r > perfect * sums.border(sums.p, sums.p)))
    return fail(Fault::undefined, "the model fits the outcome without error: no variance is left for the residual, and the variances have no estimate");
  MixedFit fit;
  fit.likelihood = profiled.likelihood;
  fit.sigma_from_residual = profiled.sigma_from_residual;
  fit.rows = sums.rows;
  fit.names = sums.fixed_names;
  const double scale2 = sums.y_scale * sums.y_scale * profiled.sigma2();
  fit.sigma = std::sqrt(scale2);
  const MatrixXd to_raw = sums.fixed_to_raw();
  VectorXd beta = sums.y_scale * (to_raw * parts.beta);
  if (sums.intercept >= 0) beta(sums.intercept) += sums.y_shift * to_raw(sums.intercept, sums.intercept);
  const MatrixXd covariance = scale2 * to_raw * parts.x_inverse() * to_raw.transpose();
  fit.beta.assign(beta.begin(), beta.end());
  for (Index i = 0; i < sums.p; ++i) {
    fit.standard_error.push_back(std::sqrt(covariance(i, i)));
    for (Index j = 0; j < sums.p; ++j) fit.covariance.push_back(covariance(i, j));
  }
  fit.scaled_theta.assign(minimum.place.begin(), minimum.place.end());
  describe_terms(fit, parts, scale2);
  fit.criterion = minimum.value + profiled.constant();
  fit.log_likelihood = -fit.criterion / 2;
  fit.parameters = static_cast<std::size_t>(sums.p) + sums.thetas + 1;
  fit.fit = minimum.fit;
  fit.fit.criterion_start += profiled.constant();
  fit.fit.criterion = fit.criterion;
  if (fit.singular && fit.fit.why != Stopped::step_limit) fit.fit.why = Stopped::boundary;
  fit.sums = std::move(kept);
  return fit;
}

/// Everything at one variance of the rows: given (sigma^2 is in it), or sigma^2 / weight with sigma^2 from the residual.
Result<MixedFit> fit_at(const MixedModel& model, const MixedOptions& options, std::span<const double> variance, const VectorXd* start) {
  KARUNA_TRY(made, MixedSums::of(model, variance));
  KARUNA_CHECK(check_counts(made, variance.empty()));
  const auto sums = std::make_shared<const MixedSums>(std::move(made));
  KARUNA_TRY(parts, MixedCriterion::of(*sums));
  const Profiled profiled{*parts, options.likelihood, variance.empty()};
  KARUNA_TRY(minimum, best_theta(profiled, start, options.most_steps));
  return describe(profiled, minimum, sums);
}

std::vector<double> row_variance(const MixedModel& model, double sigma2) {
  std::vector<double> variance(model.y.size(), sigma2);
  for (std::size_t i = 0; i < variance.size(); ++i) {
    if (!model.weights.empty()) variance[i] /= model.weights[i];
    if (!model.known_variance.empty()) variance[i] += model.known_variance[i];
  }
  return variance;
}

Result<MixedFit> fit_with_sigma2(const MixedModel& model, const MixedOptions& options, double sigma2, const VectorXd* start) {
  const std::vector<double> variance = row_variance(model, sigma2);
  for (std::size_t i = 0; i < variance.size(); ++i)
    if (!(variance[i] > 0) || !std::isfinite(variance[i]))
      return fail(Fault::invalid, "row " + std::to_string(i + 1) + " would have no variance: with sigma^2 fixed at 0 every known variance must be above 0");
  KARUNA_TRY(fit, fit_at(model, options, variance, start));
  fit.sigma = std::sqrt(sigma2);
  return fit;
}

/// sigma^2 beside known variances: each value means new weights of the rows, so it is searched for outside, from a wide look to a narrow one.
Result<MixedFit> fit_beside_known(const MixedModel& model, const MixedOptions& options) {
  KARUNA_TRY(without, fit_at(model, options, {}, nullptr));  // sigma^2 as if nothing were known is its upper bound, nearly
  const double most = without.sigma * without.sigma;
  std::optional<Error> failure;
  int evaluations = 0;
  const auto at = [&](double log_share) {
    const auto fit = fit_with_sigma2(model, options, most * std::exp(log_share), nullptr);
    ++evaluations;
    if (!fit) failure = fit.error();
    return fit ? fit->criterion : INFINITY;
  };
  double best = 0, least = INFINITY;
  for (double log_share = -14; log_share <= 2; log_share += 1)
    if (const double value = at(log_share); value < least) least = value, best = log_share;
  if (!std::isfinite(least)) return std::unexpected(*failure);
  const auto [place, value] = boost::math::tools::brent_find_minima(at, best - 1, best + 1, 40);
  KARUNA_TRY(fit, fit_with_sigma2(model, options, most * std::exp(place), nullptr));
  const bool all_known = std::all_of(model.known_variance.begin(), model.known_variance.end(), [](double v) { return v > 0; });
  if (all_known) {
    KARUNA_TRY(none, fit_with_sigma2(model, options, 0, nullptr));
    if (none.criterion <= fit.criterion + 1e-9 * (1 + std::fabs(fit.criterion))) {
      fit = std::move(none);
      fit.singular = true;
      fit.singular_words += std::string(fit.singular_words.empty() ? "" : "; ") + "no residual variance beyond the known variances can be detected";
      fit.fit.why = Stopped::boundary;
    }
  }
  fit.fit.evaluations += evaluations;
  return fit;
}

}  // namespace

double MixedFit::bic() const { return criterion + static_cast<double>(parameters) * std::log(static_cast<double>(rows)); }

Result<MixedFit> fit_mixed(const MixedModel& model, const MixedOptions& options) {
  KARUNA_CHECK(check_shape(model));
  if (options.fixed_sigma2) {
    if (!(*options.fixed_sigma2 >= 0)) return fail(Fault::invalid, "sigma^2 can only be fixed at a number of 0 or more");
    KARUNA_TRY(fit, fit_with_sigma2(model, options, *options.fixed_sigma2, nullptr));
    --fit.parameters;
    return fit;
  }
  if (!model.known_variance.empty()) return fit_beside_known(model, options);
  return fit_at(model, options, {}, nullptr);
}

}  // namespace karuna::stats
