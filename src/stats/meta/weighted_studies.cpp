// SPDX-License-Identifier: Apache-2.0
#include "stats/meta/weighted_studies.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <cmath>
#include <numbers>

namespace karuna::stats {

using Eigen::MatrixXd;
using Eigen::VectorXd;

WeightedStudies::WeightedStudies(const Basis& basis, std::span<const double> y, std::span<const double> v)
    : basis_(basis), v_(v), least_squares_(basis.columns, 0.0), y_(y.begin(), y.end()) {
  for (int time = 0; time < 2; ++time)
    for (std::size_t j = 0; j < basis.columns; ++j) {
      const auto column = basis.column(j);
      double shared = 0;
      for (std::size_t i = 0; i < y_.size(); ++i) shared += column[i] * y_[i];
      for (std::size_t i = 0; i < y_.size(); ++i) y_[i] -= shared * column[i];
      least_squares_[j] += shared;
    }
  for (const double r : y_) residual_squares_ += r * r;
}

WeightedStudies::Sums WeightedStudies::at(double tau2) const {
  std::vector<double> w(v_.size());
  for (std::size_t i = 0; i < w.size(); ++i) w[i] = 1 / (v_[i] + tau2);
  return with_weights(w);
}

WeightedStudies::Sums WeightedStudies::with_weights(std::span<const double> w) const {
  const auto p = static_cast<Eigen::Index>(basis_.columns);
  const std::size_t k = w.size();
  Sums sums;
  MatrixXd a = MatrixXd::Zero(p, p), b = a, c = a;
  VectorXd shared = VectorXd::Zero(p), bend = shared;
  for (Eigen::Index j = 0; j < p; ++j) {
    const double* x = basis_.q.data() + static_cast<std::size_t>(j) * k;
    for (Eigen::Index l = 0; l <= j; ++l) {
      const double* z = basis_.q.data() + static_cast<std::size_t>(l) * k;
      double s1 = 0, s2 = 0, s3 = 0;
      for (std::size_t i = 0; i < k; ++i) {
        const double w1 = w[i] * x[i] * z[i], w2 = w1 * w[i];
        s1 += w1;
        s2 += w2;
        s3 += w2 * w[i];
      }
      a(j, l) = a(l, j) = s1;
      b(j, l) = b(l, j) = s2;
      c(j, l) = c(l, j) = s3;
    }
    for (std::size_t i = 0; i < k; ++i) shared(j) += w[i] * x[i] * y_[i];
  }
  const Eigen::LLT<MatrixXd> factor(a);
  const VectorXd beta = factor.solve(shared);
  const MatrixXd inverse = factor.solve(MatrixXd::Identity(p, p)), ab = inverse * b;
  std::vector<double> r = y_;
  for (Eigen::Index j = 0; j < p; ++j) {
    const double* x = basis_.q.data() + static_cast<std::size_t>(j) * k;
    for (std::size_t i = 0; i < k; ++i) r[i] -= beta(j) * x[i];
  }
  double third = 0;
  for (std::size_t i = 0; i < k; ++i) {
    const double wr = w[i] * r[i];
    sums.q += wr * r[i];
    sums.y_pp_y += wr * wr;
    third += w[i] * wr * wr;
    sums.sum_w += w[i];
    sums.sum_w2 += w[i] * w[i];
    r[i] = w[i] * wr;  // from here on: W^2 r
  }
  for (Eigen::Index j = 0; j < p; ++j) {
    const double* x = basis_.q.data() + static_cast<std::size_t>(j) * k;
    for (std::size_t i = 0; i < k; ++i) bend(j) += x[i] * r[i];
  }
  sums.y_ppp_y = third - bend.dot(inverse * bend);
  sums.trace_p = sums.sum_w - ab.trace();
  sums.trace_pp = sums.sum_w2 - 2 * inverse.cwiseProduct(c).sum() + ab.cwiseProduct(ab.transpose()).sum();
  sums.log_determinant = 2 * factor.matrixLLT().diagonal().array().log().sum();
  for (Eigen::Index j = 0; j < p; ++j) {
    sums.coefficients.push_back(least_squares_[static_cast<std::size_t>(j)] + beta(j));
    for (Eigen::Index l = 0; l < p; ++l) sums.covariance.push_back(inverse(j, l));
  }
  return sums;
}

double WeightedStudies::minus_two_log_likelihood(const Sums& sums, double tau2, bool restricted) const {
  double logs = 0;
  for (const double v : v_) logs += std::log(v + tau2);
  const double free = restricted ? degrees() : static_cast<double>(basis_.rows);
  return free * std::log(2 * std::numbers::pi) + logs + sums.q + (restricted ? sums.log_determinant : 0);  // |X'WX| over |X'X| is |Q'WQ|
}

std::vector<double> WeightedStudies::fitted(const Sums& sums) const {
  std::vector<double> values(basis_.rows, 0.0);
  for (std::size_t j = 0; j < basis_.columns; ++j)
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += basis_.column(j)[i] * sums.coefficients[j];
  return values;
}

std::vector<double> WeightedStudies::beta(const Sums& sums) const { return basis_.coefficients(sums.coefficients); }

}  // namespace karuna::stats
