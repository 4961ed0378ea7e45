// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/held.h"

#include <algorithm>
#include <cmath>

#include "stats/mixed/factors.h"
#include "stats/mixed/guess.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using What = HeldFigure::What;

constexpr double vanished = 1e-3;  // a relative deviation that may be 0, or have missed a larger one

VectorXd some_of(const VectorXd& all, const std::vector<Index>& which) {
  VectorXd some(static_cast<Index>(which.size()));
  for (std::size_t i = 0; i < which.size(); ++i) some(static_cast<Index>(i)) = all(which[i]);
  return some;
}

}  // namespace

HeldDeviance::HeldDeviance(MixedCriterion& parts, const HeldFigure& figure, const VectorXd& best) : parts_(parts), figure_(figure) {
  const MixedSums& sums = parts.sums();
  const double n = static_cast<double>(sums.rows), sigma = std::sqrt(parts.r / n);
  VectorXd bend(best.size() + 1);
  bend.head(best.size()) = guess(sums).bend.diagonal();
  place_ = best;
  place_.conservativeResize(best.size() + 1);
  place_(best.size()) = std::log(sigma);
  bend(best.size()) = 4 * n;
  if (of_term()) {
    turn(best);
    for (const auto& entry : turned_) bend(static_cast<Index>(entry.theta)) = 2 * static_cast<double>(sums.blocks[figure.block].groups_with_rows);
  }
  if (figure.what == What::sigma) best_ = sums.y_scale * sigma, standard_error_ = best_ / std::sqrt(2 * n);
  if (figure.what == What::coefficient) {
    const VectorXd row = sums.y_scale * sums.fixed_to_raw().row(figure.i).transpose();
    unit_ = row.norm();
    held_.combination = row / unit_;
    shift_ = figure.i == sums.intercept ? sums.y_shift * sums.fixed_to_raw()(figure.i, figure.i) : 0;
    best_ = unit_ * held_.combination.dot(parts.beta) + shift_;
    standard_error_ = unit_ * sigma * std::sqrt(held_.combination.dot(parts.x_inverse() * held_.combination));
  }
  last_ = place_;
  bend_ = bend.asDiagonal();
}

/// The effects of the figure first, each in units of its own deviation.
void HeldDeviance::turn(const VectorXd& best) {
  const MixedSums& sums = parts_.sums();
  const MixedBlock& block = sums.blocks[figure_.block];
  const auto& part = block.parts[figure_.part];
  const Index k = part.columns;
  std::vector<Index> order{figure_.i};
  if (figure_.what == What::correlation) order.push_back(figure_.j);
  for (Index e = 0; e < k; ++e)
    if (std::find(order.begin(), order.end(), e) == order.end()) order.push_back(e);
  const MatrixXd to_raw = block.to_raw.block(part.first, part.first, k, k);
  const MatrixXd raw = to_raw * parts_.lambda_of(best)[figure_.block].block(part.first, part.first, k, k);
  MatrixXd moved(k, k), units = MatrixXd::Zero(k, k);
  for (Index e = 0; e < k; ++e) {
    const Index from = order[static_cast<std::size_t>(e)];
    const double deviation = raw.row(from).norm(), unit = deviation > 0 ? deviation : std::fabs(to_raw(from, from));
    moved.row(e) = raw.row(from) / unit;
    units(from, e) = unit;
  }
  turn_ = to_raw.fullPivLu().solve(units);
  const MatrixXd factor = lower_factor(moved);
  for (const auto& entry : block.free) {
    const Index row = entry.row - part.first, column = entry.column - part.first;
    if (row < 0 || row >= k) continue;
    turned_.push_back({row, column, entry.theta});
    place_(static_cast<Index>(entry.theta)) = factor(row, column);
  }
  unit_ = sums.y_scale * units(figure_.i, 0);
  const double groups = static_cast<double>(block.groups_with_rows);
  if (figure_.what == What::deviation) {
    best_ = unit_ * std::exp(place_(best.size())) * factor(0, 0);
    standard_error_ = (best_ > 0 ? best_ : unit_ * std::exp(place_(best.size())) * 0.1) / std::sqrt(groups);
    return;
  }
  best_ = std::atan2(factor(1, 0), factor(1, 1));
  standard_error_ = std::min(0.5, 1 / std::sqrt(groups));
  for (const auto& entry : turned_)
    if (entry.row == 1 && entry.column == 1) place_(static_cast<Index>(entry.theta)) = std::hypot(factor(1, 0), factor(1, 1));
}

/// Which of theta and log sigma are searched for.
std::vector<Index> HeldDeviance::free() const {
  std::vector<Index> which;
  const Index thetas = place_.size() - 1;
  for (Index at = 0; at < thetas; ++at) {
    bool held = false;
    for (const auto& entry : turned_) {
      if (static_cast<Index>(entry.theta) != at) continue;
      if (figure_.what == What::deviation) held = entry.column == 0 && (entry.row == 0 || at_ == 0);  // without an effect, nothing goes with it
      if (figure_.what == What::correlation) held = entry.row == 1 && entry.column == 0;
    }
    if (!held) which.push_back(at);
  }
  if (with_sigma()) which.push_back(thetas);
  return which;
}

std::optional<double> HeldDeviance::value(const VectorXd& place) {
  place_ = place;
  ++evaluations_;
  const Index thetas = place.size() - 1;
  if (figure_.what == What::sigma && !(at_ > 0)) return std::nullopt;
  std::vector<MatrixXd> lambda = parts_.lambda_of(place.head(thetas));
  const double n = static_cast<double>(parts_.sums().rows), sigma = figure_.what == What::sigma ? at_ / parts_.sums().y_scale : std::exp(place(thetas));
  if (of_term()) {
    const auto& part = parts_.sums().blocks[figure_.block].parts[figure_.part];
    MatrixXd factor = MatrixXd::Zero(part.columns, part.columns);
    for (const auto& entry : turned_) factor(entry.row, entry.column) = place(static_cast<Index>(entry.theta));
    if (figure_.what == What::deviation) {
      factor(0, 0) = at_ / (unit_ * sigma);
      if (at_ == 0) factor.col(0).setZero();
    } else {
      const double length = std::fabs(factor(1, 1));  // with a sign the correlation could be the opposite one
      factor(0, 0) = std::fabs(factor(0, 0));
      factor(1, 0) = length * std::sin(at_), factor(1, 1) = length * std::cos(at_);
    }
    lambda[figure_.block].block(part.first, part.first, part.columns, part.columns) = turn_ * factor;
  }
  if (!parts_.at(std::move(lambda))) return std::nullopt;
  if (figure_.what == What::sigma || with_sigma()) return parts_.log_det_omega + 2 * n * std::log(sigma) + parts_.r / (sigma * sigma);
  held_.value = (at_ - shift_) / unit_;
  const double r = figure_.what == What::coefficient ? parts_.residual(held_) : parts_.r;
  return parts_.log_det_omega + n * (1 + std::log(r / n));
}

/// By theta and log sigma at the last value; that by the figure is kept aside.
VectorXd HeldDeviance::slope() {
  const MixedSums& sums = parts_.sums();
  const Index thetas = place_.size() - 1;
  const double n = static_cast<double>(sums.rows), sigma = figure_.what == What::sigma ? at_ / sums.y_scale : std::exp(place_(thetas));
  const bool coefficient = figure_.what == What::coefficient, sigma_given = figure_.what == What::sigma || with_sigma();
  const double r = coefficient ? parts_.residual(held_) : parts_.r, by_r = sigma_given ? 1 / (sigma * sigma) : n / r;
  const std::vector<MatrixXd> factors = parts_.slope_of_factors({1, 0, by_r}, coefficient ? &held_ : nullptr);
  VectorXd slope = VectorXd::Zero(place_.size());
  for (std::size_t b = 0; b < sums.blocks.size(); ++b)
    for (const auto& entry : sums.blocks[b].free) slope(static_cast<Index>(entry.theta)) = factors[b](entry.row, entry.column);
  slope(thetas) = 2 * n - 2 * r / (sigma * sigma);
  if (figure_.what == What::sigma) figure_slope_ = slope(thetas) / at_;
  if (coefficient) figure_slope_ = by_r * parts_.residual_slope(held_) / unit_;
  if (!of_term()) return slope;
  const auto& part = sums.blocks[figure_.block].parts[figure_.part];
  const MatrixXd turned = turn_.transpose() * factors[figure_.block].block(part.first, part.first, part.columns, part.columns);
  for (const auto& entry : turned_) slope(static_cast<Index>(entry.theta)) = turned(entry.row, entry.column);
  if (figure_.what == What::deviation) {
    figure_slope_ = turned(0, 0) / (unit_ * sigma);
    slope(thetas) -= at_ * figure_slope_;
    return slope;
  }
  for (const auto& entry : turned_) {
    const auto at = static_cast<Index>(entry.theta);
    if (entry.row == entry.column && entry.row == 0) slope(at) *= std::copysign(1.0, place_(at));
    if (entry.row == entry.column && entry.row == 1) {
      const double length = std::fabs(place_(at));
      slope(at) = (turned(1, 0) * std::sin(at_) + turned(1, 1) * std::cos(at_)) * std::copysign(1.0, place_(at));
      figure_slope_ = length * (turned(1, 0) * std::cos(at_) - turned(1, 1) * std::sin(at_));
    }
  }
  return slope;
}

Result<HeldDeviance::Found> HeldDeviance::at(double figure) {
  at_ = figure;
  const std::vector<Index> which = free();
  VectorXd whole = last_;
  const auto spread = [&](const VectorXd& some) {
    for (std::size_t i = 0; i < which.size(); ++i) whole(which[i]) = some(static_cast<Index>(i));
    return whole;
  };
  const SmoothFunction function{[&](const VectorXd& some) { return value(spread(some)); }, [&] { return some_of(slope(), which); }};
  MinimiseOptions options{.bend = MatrixXd(bend_(which, which)), .decrement = 1e-14};
  KARUNA_TRY(least, minimise(function, some_of(last_, which), options));
  // The slope vanishes where a deviation is 0, whether or not that is best: look again from a larger one.
  VectorXd again = least.place;
  bool look = false;
  for (std::size_t i = 0; i < which.size(); ++i)
    for (const MixedBlock& block : parts_.sums().blocks)
      for (const auto& entry : block.free)
        if (static_cast<Index>(entry.theta) == which[i] && entry.row == entry.column && std::fabs(again(static_cast<Index>(i))) < vanished)
          again(static_cast<Index>(i)) = 0.5, look = true;
  if (look) {
    options.bend = bend_(which, which).diagonal().cwiseAbs().asDiagonal();
    if (const auto other = minimise(function, again, options); other && other->value < least.value - 1e-9) least = *other;
  }
  if (least.fit.why == Stopped::step_limit) return fail(Fault::undefined, "the best fit with one figure held could not be found");
  if (!function.value(least.place)) return fail(Fault::undefined, "the deviance has no value at its end");
  (void)slope();
  last_ = spread(least.place);
  for (std::size_t i = 0; i < which.size(); ++i)
    for (std::size_t j = 0; j < which.size(); ++j) bend_(which[i], which[j]) = least.bend(static_cast<Index>(i), static_cast<Index>(j));
  return Found{least.value, figure_slope_};
}

}  // namespace karuna::stats
