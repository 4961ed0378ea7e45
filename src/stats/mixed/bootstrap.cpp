// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/bootstrap.h"

#include <Eigen/Dense>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "stats/quantiles.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

constexpr std::uint32_t fewest_replicates = 100;

double at(const DesignColumn& column, std::size_t row) { return column.values.empty() ? 1 : column.values[row]; }

/// A square root of each term's covariance, that of a singular one too.
std::vector<Eigen::MatrixXd> roots(const MixedFit& fit) {
  std::vector<Eigen::MatrixXd> found;
  for (const TermFit& term : fit.terms) {
    const auto k = static_cast<Eigen::Index>(term.effects.size());
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(Eigen::Map<const Eigen::MatrixXd>(term.covariance.data(), k, k));
    found.push_back(eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal());
  }
  return found;
}

std::vector<double> drawn(const MixedModel& model, const MixedFit& fit, const std::vector<Eigen::MatrixXd>& root, std::uint64_t seed, std::uint32_t replicate) {
  std::vector<double> y(model.y.size());
  Random residual(seed, replicate, 0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    double variance = fit.sigma * fit.sigma;
    if (!model.weights.empty()) variance /= model.weights[i];
    if (!model.known_variance.empty()) variance += model.known_variance[i];
    y[i] = std::sqrt(variance) * residual.normal();
    for (std::size_t j = 0; j < model.fixed.size(); ++j) y[i] += fit.beta[j] * at(model.fixed[j], i);
  }
  for (std::size_t t = 0; t < model.terms.size(); ++t) {
    const MixedTerm& term = model.terms[t];
    const MixedGrouping& grouping = model.groupings[term.grouping];
    Random effects(seed, replicate, static_cast<std::uint32_t>(t) + 1);
    Eigen::MatrixXd standard(root[t].rows(), static_cast<Eigen::Index>(grouping.groups));
    for (double& value : standard.reshaped()) value = effects.normal();
    const Eigen::MatrixXd effect = root[t] * standard;
    for (std::size_t i = 0; i < y.size(); ++i)
      for (std::size_t j = 0; j < term.columns.size(); ++j) y[i] += effect(static_cast<Eigen::Index>(j), grouping.group[i]) * at(term.columns[j], i);
  }
  return y;
}

}  // namespace

Result<MixedBootstrap> bootstrap_intervals(const MixedModel& model, const MixedOptions& options, const MixedFit& fit, const MixedBootstrapOptions& bootstrap,
                                           Progress* progress) {
  if (bootstrap.replicates < fewest_replicates)
    return fail(Fault::invalid,
                "an interval from " + std::to_string(bootstrap.replicates) + " replicates says nothing; ask for at least " + std::to_string(fewest_replicates));
  if (fit.rows != model.y.size() || fit.terms.size() != model.terms.size() || fit.beta.size() != model.fixed.size())
    return fail(Fault::invalid, "the fit is not one of this model");
  if (fit.fit.why == Stopped::step_limit) return fail(Fault::undefined, "the model did not settle, so nothing can be drawn from it");
  const auto root = roots(fit);
  std::vector<std::vector<double>> estimates(bootstrap.replicates);  // of each replicate: beta, deviations, sigma
  std::atomic<std::uint32_t> next{0};
  if (progress) progress->begin("drawing outcomes and fitting them", bootstrap.replicates);
  const auto work = [&] {  // which thread draws a replicate changes nothing: its numbers are its own
    for (std::uint32_t replicate = next++; replicate < bootstrap.replicates && !interrupted(); replicate = next++) {
      MixedModel again = model;
      const std::vector<double> y = drawn(model, fit, root, bootstrap.seed, replicate);
      again.y = y;
      const auto refit = fit_mixed(again, options);
      if (progress) progress->advance(1);
      if (!refit || refit->fit.why == Stopped::step_limit) continue;
      estimates[replicate] = refit->beta;
      for (const TermFit& term : refit->terms) estimates[replicate].insert(estimates[replicate].end(), term.deviation.begin(), term.deviation.end());
      estimates[replicate].push_back(refit->sigma);
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < bootstrap.threads; ++t) others.emplace_back(work);
    work();
  }
  if (progress) progress->end();
  if (interrupted()) return fail(Fault::interrupted, "stopped while outcomes were being drawn");
  MixedBootstrap found;
  found.replicates = bootstrap.replicates;
  found.seed = bootstrap.seed;
  found.failed = static_cast<std::uint32_t>(std::count_if(estimates.begin(), estimates.end(), [](const auto& e) { return e.empty(); }));
  if (found.failed * 10 > bootstrap.replicates)
    return fail(Fault::undefined, std::to_string(found.failed) + " of " + std::to_string(bootstrap.replicates) +
                                      " drawn outcomes could not be fitted: the model is too large for the data");
  std::size_t place = 0;
  const auto interval = [&] {
    std::vector<double> values;
    for (const auto& each : estimates)
      if (!each.empty()) values.push_back(each[place]);
    ++place;
    std::sort(values.begin(), values.end());
    return Interval{sorted_quantile(values, (1 - bootstrap.confidence) / 2), sorted_quantile(values, (1 + bootstrap.confidence) / 2), bootstrap.confidence};
  };
  for (std::size_t j = 0; j < fit.beta.size(); ++j) found.beta.push_back(interval());
  for (const TermFit& term : fit.terms) {
    found.deviation.emplace_back();
    for (std::size_t j = 0; j < term.effects.size(); ++j) found.deviation.back().push_back(interval());
  }
  found.sigma = interval();
  return found;
}

}  // namespace karuna::stats
