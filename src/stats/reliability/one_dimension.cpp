// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/one_dimension.h"

#include <Eigen/Dense>
#include <cmath>
#include <string>

namespace karuna::stats {

Result<OneDimension> one_dimension(const Covariance& covariance) {
  if (covariance.items < 2) return fail(Fault::invalid, "the number of factors needs at least 2 items, this scale has " + std::to_string(covariance.items));
  for (std::size_t i = 0; i < covariance.items; ++i)
    if (!(covariance(i, i) > 0)) return fail(Fault::undefined, "correlations have no value: everybody gave the same answer to item " + std::to_string(i + 1));
  const auto size = static_cast<Eigen::Index>(covariance.items);
  const std::vector<double> values = correlations(covariance);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(Eigen::Map<const Eigen::MatrixXd>(values.data(), size, size));
  OneDimension found;
  found.first = eigen.eigenvalues()(size - 1);
  found.second = eigen.eigenvalues()(size - 2);
  found.ratio = found.second > 0 ? found.first / found.second : std::numeric_limits<double>::infinity();
  Eigen::VectorXd loadings = eigen.eigenvectors().col(size - 1) * std::sqrt(std::max(found.first, 0.0));
  if (loadings.sum() < 0) loadings = -loadings;
  for (Eigen::Index i = 0; i < size; ++i) {
    found.loadings.push_back(loadings(i));
    if (loadings(i) < 0) found.wrong_sign.push_back(static_cast<std::size_t>(i));
  }
  return found;
}

}  // namespace karuna::stats
