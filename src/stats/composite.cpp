// SPDX-License-Identifier: Apache-2.0
#include "stats/composite.h"

#include <Eigen/Dense>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/covariance.h"
#include "stats/moments.h"

namespace karuna::stats {

Result<std::vector<double>> standardised_index(MatrixView values, std::span<const double> weights) {
  if (weights.size() != values.columns)
    return fail(Fault::invalid,
                "there are " + std::to_string(values.columns) + " columns and " + std::to_string(weights.size()) + " weights; one each is expected");
  std::vector<double> index(values.rows, 0);
  for (std::size_t j = 0; j < values.columns; ++j) {
    if (!std::isfinite(weights[j])) return fail(Fault::invalid, "weight " + std::to_string(j + 1) + " is not a number");
    const auto column = values.column(j);
    const Moments m = moments(column);
    if (!(m.variance > 0)) return fail(Fault::undefined, "column " + std::to_string(j + 1) + " does not vary, so it cannot be standardised");
    for (std::size_t i = 0; i < values.rows; ++i) index[i] += weights[j] * (column[i] - m.mean) / m.sd;
  }
  return index;
}

Result<PrincipalComponent> first_principal_component(MatrixView values) {
  KARUNA_TRY(c, covariance(values));
  for (std::size_t i = 0; i < c.items; ++i)
    if (!(c(i, i) > 0)) return fail(Fault::undefined, "column " + std::to_string(i + 1) + " does not vary, so it has no correlations");
  const auto r = correlations(c);
  const auto size = static_cast<Eigen::Index>(c.items);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(Eigen::Map<const Eigen::MatrixXd>(r.data(), size, size));
  PrincipalComponent found;
  Eigen::VectorXd first = eigen.eigenvectors().col(size - 1);
  if (first.sum() < 0) first = -first;
  found.loadings.assign(first.begin(), first.end());
  for (Eigen::Index i = size; i-- > 0;) found.eigenvalues.push_back(eigen.eigenvalues()(i));
  found.share = found.eigenvalues[0] / static_cast<double>(size);
  return found;
}

Result<double> composite_reliability(std::span<const double> weights, std::span<const double> reliabilities, std::span<const double> correlations) {
  const std::size_t p = weights.size();
  if (reliabilities.size() != p || correlations.size() != p * p)
    return fail(Fault::invalid, std::to_string(p) + " weights need as many reliabilities and " + std::to_string(p * p) + " correlations; there are " +
                                    std::to_string(reliabilities.size()) + " and " + std::to_string(correlations.size()));
  double variance = 0, error = 0;
  for (std::size_t i = 0; i < p; ++i) {
    if (!(reliabilities[i] >= 0 && reliabilities[i] <= 1))
      return fail(Fault::invalid, "reliability " + std::to_string(i + 1) + " must lie between 0 and 1, it is " + shortest(reliabilities[i]));
    error += weights[i] * weights[i] * (1 - reliabilities[i]);
    for (std::size_t j = 0; j < p; ++j) variance += weights[i] * weights[j] * correlations[i * p + j];
  }
  if (!(variance > 0)) return fail(Fault::undefined, "the weighted sum does not vary, so it has no reliability");
  return 1 - error / variance;
}

}  // namespace karuna::stats
