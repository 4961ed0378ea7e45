// SPDX-License-Identifier: Apache-2.0
#include "stats/meta/nested_blocks.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace karuna::stats {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

NestedBlocks::NestedBlocks(const Basis& basis, std::span<const double> y, std::span<const double> v, std::span<const std::uint32_t> inner_of,
                           std::span<const std::uint32_t> outer_of_inner, bool restricted)
    : p_(static_cast<Index>(basis.columns)),
      k_(static_cast<double>(y.size())),
      restricted_(restricted),
      whole_(MatrixXd::Zero(p_ + 1, p_ + 1)),
      inner_(MatrixXd::Zero(p_ + 1, static_cast<Index>(outer_of_inner.size()))),
      s_(outer_of_inner.size(), 0.0),
      outer_(outer_of_inner.begin(), outer_of_inner.end()) {
  VectorXd row(p_ + 1);
  for (std::size_t i = 0; i < y.size(); ++i) {
    for (Index j = 0; j < p_; ++j) row(j) = basis.column(static_cast<std::size_t>(j))[i];
    row(p_) = y[i];
    whole_.noalias() += row * row.transpose() / v[i];
    inner_.col(inner_of[i]) += row / v[i];
    s_[inner_of[i]] += 1 / v[i];
    logs_ += std::log(v[i]);
  }
  outers_ = 1 + *std::max_element(outer_.begin(), outer_.end());
}

NestedBlocks::Look NestedBlocks::at(const Vector2d& variances) const {
  const double a = variances(0), b = variances(1);
  const std::size_t inners = s_.size();
  std::vector<double> big(outers_, 0.0);                                 // S, by outer group
  MatrixXd outer = MatrixXd::Zero(p_ + 1, static_cast<Index>(outers_));  // sums over inner of (sum z/v)/d
  MatrixXd cross = whole_;
  double logs = logs_;
  for (std::size_t g = 0; g < inners; ++g) {
    const double d = 1 + b * s_[g];
    big[outer_[g]] += s_[g] / d;
    const auto t = inner_.col(static_cast<Index>(g));
    outer.col(outer_[g]) += t / d;
    if (b > 0) cross.noalias() -= (b / d) * t * t.transpose();
    logs += std::log1p(b * s_[g]);
  }
  for (std::size_t h = 0; h < outers_; ++h) {
    const double d = 1 + a * big[h];
    const auto t = outer.col(static_cast<Index>(h));
    if (a > 0) cross.noalias() -= (a / d) * t * t.transpose();
    logs += std::log1p(a * big[h]);
  }
  const Eigen::LLT<MatrixXd> factor(cross.topLeftCorner(p_, p_));
  Look look;
  look.coefficients = factor.solve(cross.col(p_).head(p_));
  look.covariance = factor.solve(MatrixXd::Identity(p_, p_));
  const double rss = cross(p_, p_) - look.coefficients.dot(cross.col(p_).head(p_));
  const double log_determinant = 2 * factor.matrixLLT().diagonal().array().log().sum();
  look.criterion = (restricted_ ? k_ - static_cast<double>(p_) : k_) * std::log(2 * std::numbers::pi) + logs + rss + (restricted_ ? log_determinant : 0);

  // For every group g with indicator 1_g: s = 1'M^-1 1, x = Q'M^-1 1 and r = 1'M^-1 (y - Q beta). The slope is sum s - x'Cx (restricted) - r^2.
  VectorXd contrast(p_ + 1);
  contrast << -look.coefficients, 1;
  look.slope.setZero();
  const auto add = [&](Index which, double s, const VectorXd& x) {
    const double r = contrast.dot(x);
    look.slope(which) += s - r * r;
    if (restricted_) look.slope(which) -= x.head(p_).dot(look.covariance * x.head(p_));
    return r;
  };
  // Average information: u = V_j P y is constant within groups, and u'P u is wanted. For u of value f in every inner group:
  // 1/v-weighted sums of u over an inner group are s f; M^-1 treats them as it treats z above.
  std::vector<double> outer_r(outers_), inner_r(inners);
  for (std::size_t h = 0; h < outers_; ++h) {
    const double d = 1 + a * big[h];
    outer_r[h] = add(0, big[h] / d, outer.col(static_cast<Index>(h)) / d);
  }
  for (std::size_t g = 0; g < inners; ++g) {
    const double d = 1 + b * s_[g], own = s_[g] / d, outer_d = 1 + a * big[outer_[g]];
    inner_r[g] = add(1, own - a * own * own / outer_d, inner_.col(static_cast<Index>(g)) / d - (a * own / outer_d) * outer.col(outer_[g]));
  }
  MatrixXd x_u = MatrixXd::Zero(p_, 2), outer_u = MatrixXd::Zero(2, static_cast<Index>(outers_));
  Eigen::Matrix2d u_u = Eigen::Matrix2d::Zero();
  for (std::size_t g = 0; g < inners; ++g) {
    const Vector2d f(outer_r[outer_[g]], inner_r[g]);
    const double own = s_[g] / (1 + b * s_[g]);  // s - b s^2/d
    u_u += own * f * f.transpose();
    outer_u.col(outer_[g]) += own * f;
    x_u += inner_.col(static_cast<Index>(g)).head(p_) / (1 + b * s_[g]) * f.transpose();
  }
  for (std::size_t h = 0; h < outers_; ++h) {
    const double share = a / (1 + a * big[h]);
    u_u -= share * outer_u.col(static_cast<Index>(h)) * outer_u.col(static_cast<Index>(h)).transpose();
    x_u -= share * outer.col(static_cast<Index>(h)).head(p_) * outer_u.col(static_cast<Index>(h)).transpose();
  }
  look.information = u_u - x_u.transpose() * look.covariance * x_u;
  return look;
}

}  // namespace karuna::stats
