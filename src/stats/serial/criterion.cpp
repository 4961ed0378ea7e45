// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/criterion.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace karuna::stats {
namespace {

/// Beyond this a correlation equals its end in double precision as far as anything can tell.
constexpr double farthest_correlation = 15;

}  // namespace

SerialCriterion::SerialCriterion(const SerialRows& rows, const SerialModel& model)
    : rows_(rows),
      reml_(model.likelihood == Likelihood::REML),
      diagonal_(!model.random_correlated),
      only_sampling_(model.only_sampling),
      has_correlation_(model.correlation != Serial::independent),
      kind_(model.correlation),
      whitener_(rows, model.correlation),
      cross_(q(), block(rows.number.size())) {
  factor_size_ = diagonal_ ? q() : q() * (q() + 1) / 2;
  size_ = factor_size_ + (has_correlation_ ? 1 : 0) + static_cast<Eigen::Index>(rows.strata > 0 ? rows.strata - 1 : 0) + (rows.log_power.empty() ? 0 : 1) +
          (!sigma_at_its_best() && !only_sampling_ ? 1 : 0);
}

SmallMatrix SerialCriterion::factor(const Eigen::VectorXd& unknowns) const {
  SmallMatrix lambda = SmallMatrix::Zero(q(), q());
  Eigen::Index at = 0;
  for (Eigen::Index j = 0; j < q(); ++j)
    for (Eigen::Index i = j; i < (diagonal_ ? j + 1 : q()); ++i) lambda(i, j) = unknowns(at++);
  return lambda;
}

// The correlation is searched where it has no ends: tanh for ar1, the logistic function for car1 and, above its lowest value, for rho.
ResidualParameters SerialCriterion::residual(const Eigen::VectorXd& unknowns) const {
  ResidualParameters out;
  Eigen::Index at = factor_size_;
  if (has_correlation_) {
    const double z = unknowns(at++), share = 1 / (1 + std::exp(-z));
    const double low = 1 / (1 - static_cast<double>(rows_.largest_group));
    out.correlation = kind_ == Serial::ar1 ? std::tanh(z) : kind_ == Serial::car1 ? share : low + (1 - low) * share;
  }
  for (std::size_t s = 1; s < rows_.strata; ++s) out.log_ratio.push_back(unknowns(at++));
  if (!rows_.log_power.empty()) out.power = unknowns(at++);
  if (only_sampling_)
    out.sigma = 0;
  else if (!sigma_at_its_best())
    out.sigma = unknowns(at++);
  return out;
}

bool SerialCriterion::whiten(const Eigen::VectorXd& unknowns) {
  const Eigen::VectorXd of_residuals = unknowns.tail(size_ - factor_size_);
  if (has_correlation_ && std::fabs(of_residuals(0)) > farthest_correlation) return false;
  if (total_.size() > 0 && of_residuals == whitened_at_) return true;
  total_.resize(0, 0);
  if (!whitener_.forward(residual(unknowns))) return false;
  whitened_at_ = of_residuals;
  const Eigen::MatrixXd& w = whitener_.white();
  total_ = Eigen::MatrixXd::Zero(p() + 1, p() + 1);
  for (std::size_t g = 0; g < rows_.number.size(); ++g) {
    const auto rows = w.middleCols(static_cast<Eigen::Index>(rows_.begin[g]), static_cast<Eigen::Index>(rows_.begin[g + 1] - rows_.begin[g]));
    if (q() > 0) cross_.middleCols(block(g), q() + p() + 1).noalias() = rows.topRows(q()).lazyProduct(rows.transpose());
  }
  total_.selfadjointView<Eigen::Lower>().rankUpdate(w.bottomRows(p() + 1));
  total_.triangularView<Eigen::StrictlyUpper>() = total_.transpose();
  return true;
}

double SerialCriterion::at(const Eigen::VectorXd& unknowns, Eigen::VectorXd* slope, double sigma2) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (!unknowns.allFinite() || !whiten(unknowns)) return infinite;
  factor_ = factor(unknowns);
  left_ = total_;
  double logs = whitener_.log_det();
  Eigen::MatrixXd taken(q(), p() + 1);
  for (std::size_t g = 0; g < rows_.number.size() && q() > 0; ++g) {
    const SmallMatrix s = cross_.middleCols(block(g), q());
    const SmallMatrix m = SmallMatrix::Identity(q(), q()) + factor_.transpose() * s * factor_;
    const Eigen::LLT<SmallMatrix> root(m);
    if (root.info() != Eigen::Success) return infinite;
    for (Eigen::Index j = 0; j < q(); ++j) logs += 2 * std::log(root.matrixL()(j, j));
    taken.noalias() = factor_.transpose().lazyProduct(cross_.middleCols(block(g) + q(), p() + 1));
    root.matrixL().solveInPlace(taken);
    left_.noalias() -= taken.transpose().lazyProduct(taken);
  }
  information_.compute(left_.topLeftCorner(p(), p()));
  if (information_.info() != Eigen::Success) return infinite;
  beta_ = information_.solve(left_.topRightCorner(p(), 1));
  const double squares = left_(p(), p()) - left_.topRightCorner(p(), 1).col(0).dot(beta_);
  if (!(squares > 0)) return infinite;
  if (reml_)
    for (Eigen::Index j = 0; j < p(); ++j) logs += 2 * std::log(information_.matrixLLT()(j, j));
  const double m = static_cast<double>(rows_.used) - (reml_ ? static_cast<double>(rows_.p) : 0);
  const bool held = sigma2 > 0;
  sigma2_ = held ? sigma2 : sigma_at_its_best() ? squares / m : 1;
  if (slope != nullptr) {
    slope_of(unknowns, 1 / sigma2_, *slope);
    if (held) {
      slope->conservativeResize(size_ + 1);
      (*slope)(size_) = 2 * (m - squares / sigma2_);
    }
  }
  return logs + m * std::log(2 * std::numbers::pi * sigma2_) + squares / sigma2_;
}

// With G = r r'/sigma^2 (+ information^-1 for REML), r = (-beta, 1), S = Z'Z, E = Z'[X y] and K = E G E' of a group: the slope for its factor L is
// 2 M^-1 L' (S - K (I - H S)), and that for its cross-products is [H + H K H, -H E G; -G E' H, G].
void SerialCriterion::slope_of(const Eigen::VectorXd& unknowns, double per_square, Eigen::VectorXd& slope) {
  slope = Eigen::VectorXd::Zero(size_);
  Eigen::VectorXd r(p() + 1);
  r << -beta_, 1;
  Eigen::MatrixXd weight = per_square * r * r.transpose();
  if (reml_) weight.topLeftCorner(p(), p()) += information_.solve(Eigen::MatrixXd::Identity(p(), p()));
  SmallMatrix factor_slope = SmallMatrix::Zero(q(), q());
  ResidualSlopes residual_slopes{0, std::vector<double>(rows_.strata > 0 ? rows_.strata - 1 : 0, 0), 0, 0};
  const bool residuals = size_ > factor_size_;
  Eigen::MatrixXd through(q(), p() + 1), of_products(q() + p() + 1, q() + p() + 1), of_white;
  of_products.bottomRightCorner(p() + 1, p() + 1) = weight;
  for (std::size_t g = 0; g < rows_.number.size(); ++g) {
    if (q() > 0) {
      const SmallMatrix s = cross_.middleCols(block(g), q());
      const auto e = cross_.middleCols(block(g) + q(), p() + 1);
      const Eigen::LLT<SmallMatrix> root(SmallMatrix(SmallMatrix::Identity(q(), q()) + factor_.transpose() * s * factor_));
      const SmallMatrix half = root.solve(SmallMatrix(factor_.transpose()));
      const SmallMatrix h = factor_ * half;
      through.noalias() = e.lazyProduct(weight);
      const SmallMatrix k = through.lazyProduct(e.transpose());
      factor_slope += 2 * half * (s - k * (SmallMatrix::Identity(q(), q()) - h * s));
      if (residuals) {
        of_products.topLeftCorner(q(), q()) = h + h * k * h;
        of_products.topRightCorner(q(), p() + 1) = -h * through;
        of_products.bottomLeftCorner(p() + 1, q()) = of_products.topRightCorner(q(), p() + 1).transpose();
      }
    }
    if (!residuals) continue;
    const auto rows = static_cast<Eigen::Index>(rows_.begin[g + 1] - rows_.begin[g]);
    of_white.noalias() = 2 * of_products * whitener_.white().middleCols(static_cast<Eigen::Index>(rows_.begin[g]), rows);
    whitener_.backward(g, of_white, residual_slopes);
  }
  Eigen::Index at = 0;
  for (Eigen::Index j = 0; j < q(); ++j)
    for (Eigen::Index i = j; i < (diagonal_ ? j + 1 : q()); ++i) slope(at++) = factor_slope(j, i);
  if (has_correlation_) {
    const double c = residual(unknowns).correlation, low = 1 / (1 - static_cast<double>(rows_.largest_group));
    const double per_unknown = kind_ == Serial::ar1 ? 1 - c * c : kind_ == Serial::car1 ? c * (1 - c) : (c - low) * (1 - c) / (1 - low);
    slope(at++) = residual_slopes.correlation * per_unknown;
  }
  for (const double x : residual_slopes.log_ratio) slope(at++) = x;
  if (!rows_.log_power.empty()) slope(at++) = residual_slopes.power;
  if (at < size_) slope(at) = residual_slopes.sigma;
}

Eigen::MatrixXd SerialCriterion::beta_covariance() const { return sigma2_ * information_.solve(Eigen::MatrixXd::Identity(p(), p())); }

SmallMatrix SerialCriterion::kept(std::size_t g) const {
  const SmallMatrix s = cross_.middleCols(block(g), q());
  const Eigen::LLT<SmallMatrix> root(SmallMatrix(SmallMatrix::Identity(q(), q()) + factor_.transpose() * s * factor_));
  return factor_ * root.solve(SmallMatrix(factor_.transpose()));
}

// The criterion was that of y / unit on orthogonal columns.
double SerialCriterion::constant() const {
  const double m = static_cast<double>(rows_.used) - (reml_ ? static_cast<double>(rows_.p) : 0);
  return 2 * m * std::log(rows_.y_unit) - (reml_ ? 2 * rows_.x_back_log_det : 0);
}

}  // namespace karuna::stats
