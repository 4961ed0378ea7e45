// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/calibrate.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/linear/basis.h"
#include "stats/weights/cells.h"
#include "stats/weights/raking.h"

namespace karuna::stats {
namespace {

/// g and its slope, at u.
struct Curve {
  Distance distance;
  double low, high, steepness;
  Curve(const CalibrationOptions& options)
      : distance(options.distance), low(options.low), high(options.high), steepness((options.high - options.low) / ((1 - options.low) * (options.high - 1))) {}
  double g(double u) const {
    if (distance == Distance::linear) return 1 + u;
    if (distance == Distance::raking) return std::exp(u);
    const double up = std::exp(-std::fabs(steepness * u));  // never overflows
    if (u > 0) return (low * (high - 1) * up + high * (1 - low)) / ((high - 1) * up + (1 - low));
    return (low * (high - 1) + high * (1 - low) * up) / ((high - 1) + (1 - low) * up);
  }
  double slope(double u) const {
    if (distance == Distance::linear) return 1;
    if (distance == Distance::raking) return std::exp(u);
    const double at = g(u);  // logistic: proportional to the way from either end
    return steepness * (at - low) * (high - at) / (high - low);
  }
};

/// The columns times the root of the start weights, made orthonormal: whatever their scales, the first step is the linear solution.
Result<Basis> weighted_basis(MatrixView columns, std::span<const double> start, std::span<const std::string> names) {
  KARUNA_CHECK(check_weights(start, columns.rows));
  std::vector<double> scaled(columns.rows * columns.columns);
  for (std::size_t j = 0; j < columns.columns; ++j)
    for (std::size_t i = 0; i < columns.rows; ++i) scaled[j * columns.rows + i] = columns(i, j) * std::sqrt(start.empty() ? 1 : start[i]);
  return orthonormal_basis(MatrixView(scaled.data(), columns.rows, columns.columns), Intercept::no, names, columns.rows);
}

/// R^-T t: the totals in the coordinates of the basis.
Eigen::VectorXd turned(const Basis& basis, std::span<const double> totals) {
  Eigen::VectorXd t(static_cast<Eigen::Index>(totals.size()));
  for (std::size_t j = 0; j < totals.size(); ++j) {
    double left = totals[j];
    for (std::size_t l = 0; l < j; ++l) left -= basis.r[l * basis.columns + j] * t(static_cast<Eigen::Index>(l));
    t(static_cast<Eigen::Index>(j)) = left / basis.r[j * basis.columns + j];
  }
  return t;
}

}  // namespace

Result<Calibrated> calibrate(MatrixView columns, std::span<const double> totals, std::span<const double> start, const CalibrationOptions& options) {
  if (columns.columns == 0 || totals.size() != columns.columns)
    return fail(Fault::invalid,
                "one total a column is expected: there are " + std::to_string(columns.columns) + " columns and " + std::to_string(totals.size()) + " totals");
  for (const double total : totals)
    if (!std::isfinite(total)) return fail(Fault::invalid, "a total is not a finite number");
  if (options.distance == Distance::bounded && !(options.low >= 0 && options.low < 1 && options.high > 1 && std::isfinite(options.high)))
    return fail(Fault::invalid, "weights are held between " + shortest(options.low) + " and " + shortest(options.high) +
                                    " times their start: a low bound from 0 to below 1 and a high one above 1 are expected");
  KARUNA_TRY(basis, weighted_basis(columns, start, options.names));
  const std::size_t people = columns.rows;
  const auto p = static_cast<Eigen::Index>(columns.columns);
  const Eigen::Map<const Eigen::MatrixXd> q(basis.q.data(), static_cast<Eigen::Index>(people), p);
  std::vector<double> root(people, 1), most(columns.columns, 0);  // of a start weight; the most that a total could be made of
  for (std::size_t i = 0; i < people; ++i) {
    const double w = start.empty() ? 1 : start[i];
    root[i] = std::sqrt(w);
    for (std::size_t j = 0; j < columns.columns; ++j) most[j] += w * std::fabs(columns(i, j));
  }
  const Curve curve(options);
  const Eigen::VectorXd wanted = turned(basis, totals);
  Eigen::VectorXd at = Eigen::VectorXd::Zero(p), got(p);
  std::vector<double> g(people, 1);
  const auto add_up = [&](const Eigen::VectorXd& place) {  // sum of root(start) g q
    const Eigen::VectorXd u = q * place;
    got.setZero();
    for (std::size_t i = 0; i < people; ++i) {
      g[i] = curve.g(u(static_cast<Eigen::Index>(i)) / root[i]);
      got += root[i] * g[i] * q.row(static_cast<Eigen::Index>(i)).transpose();
    }
    return (wanted - got).norm();
  };
  const auto worst_gap = [&] {
    double worst = 0;
    for (std::size_t j = 0; j < columns.columns; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < people; ++i) sum += root[i] * root[i] * g[i] * columns(i, j);
      worst = std::max(worst, std::fabs(sum - totals[j]) / std::max(std::fabs(totals[j]), 1e-3 * most[j]));
    }
    return worst;
  };
  Calibrated found;
  found.fit.method = "Newton steps on the multipliers of the totals";
  found.fit.why = Stopped::step_limit;
  double gap = add_up(at);
  found.fit.criterion_start = found.worst_gap = worst_gap();
  while (found.fit.steps < options.most_steps) {
    if (found.worst_gap <= options.tolerance) {
      found.fit.why = Stopped::gradient_small;
      break;
    }
    const Eigen::VectorXd u = q * at, missing = wanted - got;
    Eigen::MatrixXd bend = Eigen::MatrixXd::Zero(p, p);
    for (std::size_t i = 0; i < people; ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      bend.selfadjointView<Eigen::Lower>().rankUpdate(q.row(row).transpose(), curve.slope(u(row) / root[i]));
    }
    const Eigen::LLT<Eigen::MatrixXd> factor(bend.selfadjointView<Eigen::Lower>());
    ++found.fit.steps;
    if (factor.info() != Eigen::Success) break;
    const Eigen::VectorXd step = factor.solve(missing);
    double share = 1, next = INFINITY;
    for (; share > 1e-9; share /= 2) {
      next = add_up(at + share * step);
      if (next < gap) break;
    }
    if (!(next < gap)) {
      gap = add_up(at);
      found.worst_gap = worst_gap();
      if (found.worst_gap <= 100 * options.tolerance) found.fit.why = Stopped::step_small;
      break;
    }
    at += share * step;
    gap = next;
    found.worst_gap = worst_gap();
  }
  found.fit.criterion = found.fit.gradient_norm = found.worst_gap;
  if (found.fit.why == Stopped::step_limit)
    return fail(Fault::undefined, std::string("no weights ") +
                                      (options.distance == Distance::bounded ? "between " + shortest(options.low) + " and " + shortest(options.high) +
                                                                                   " times their start were found that meet the totals"
                                                                             : "were found that meet the totals") +
                                      " (one is still off by " + fixed(100 * found.worst_gap, 2) + " %): " +
                                      (options.distance == Distance::bounded ? "widen the bounds, or leave out totals"
                                                                             : "the totals contradict each other or what the people have; leave some out"));
  found.least_g = *std::min_element(g.begin(), g.end());
  found.most_g = *std::max_element(g.begin(), g.end());
  for (std::size_t i = 0; i < people; ++i) found.weights.push_back((start.empty() ? 1 : start[i]) * g[i]);
  found.effective_n = effective_n(found.weights);
  return found;
}

Result<std::vector<double>> calibration_residuals(std::span<const double> y, MatrixView columns, std::span<const double> start) {
  if (columns.rows != y.size()) return fail(Fault::invalid, "the calibrated columns and the values are not of the same people");
  KARUNA_TRY(basis, weighted_basis(columns, start, {}));
  std::vector<double> left(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) left[i] = y[i] * std::sqrt(start.empty() ? 1 : start[i]);
  for (int time = 0; time < 2; ++time)  // the second time takes away what rounding left
    for (std::size_t j = 0; j < basis.columns; ++j) {
      const auto q = basis.column(j);
      double shared = 0;
      for (std::size_t i = 0; i < y.size(); ++i) shared += q[i] * left[i];
      for (std::size_t i = 0; i < y.size(); ++i) left[i] -= shared * q[i];
    }
  for (std::size_t i = 0; i < y.size(); ++i) left[i] /= std::sqrt(start.empty() ? 1 : start[i]);
  return left;
}

}  // namespace karuna::stats
