// SPDX-License-Identifier: Apache-2.0
#include "stats/units/between_correlation.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace karuna::stats {

std::vector<double> between_correlation(std::span<const double> y, std::span<const double> within, std::span<const EmpiricalBayes> fit) {
  const std::size_t m = fit.size(), units = m == 0 ? 0 : y.size() / m;
  const auto size = static_cast<Eigen::Index>(m);
  Eigen::MatrixXd r = Eigen::MatrixXd::Identity(size, size);
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      const double most = std::sqrt(fit[a].tau2 * fit[b].tau2);
      double products = 0, count = 0;
      for (std::size_t i = 0; i < units; ++i) {
        const double ya = y[i * m + a], yb = y[i * m + b];
        if (std::isnan(ya) || std::isnan(yb)) continue;
        products += (ya - fit[a].mu) * (yb - fit[b].mu) - within[(i * m + a) * m + b];
        ++count;
      }
      if (!(most > 0) || count < 2) continue;
      const auto row = static_cast<Eigen::Index>(a), column = static_cast<Eigen::Index>(b);
      r(row, column) = r(column, row) = std::clamp(products / (count - 1) / most, -1.0, 1.0);
    }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(r);
  if (eigen.eigenvalues().minCoeff() < 0) {
    r = eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0.0).asDiagonal() * eigen.eigenvectors().transpose();
    const Eigen::VectorXd scale = r.diagonal().cwiseSqrt().cwiseInverse();
    r = scale.asDiagonal() * r * scale.asDiagonal();
  }
  return {r.data(), r.data() + r.size()};
}

void lower_root(std::span<const double> a, std::size_t size, std::span<double> l) {
  std::fill(l.begin(), l.end(), 0.0);
  for (std::size_t j = 0; j < size; ++j) {
    double left = a[j * size + j];
    for (std::size_t k = 0; k < j; ++k) left -= l[j * size + k] * l[j * size + k];
    if (!(left > 1e-13 * a[j * size + j])) continue;
    const double root = l[j * size + j] = std::sqrt(left);
    for (std::size_t i = j + 1; i < size; ++i) {
      double sum = a[i * size + j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[i * size + k] * l[j * size + k];
      l[i * size + j] = sum / root;
    }
  }
}

}  // namespace karuna::stats
