// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/guttman.h"

#include <Eigen/Dense>
#include <cmath>
#include <string>

#include "stats/reliability/squared_correlations.h"

namespace karuna::stats {

Result<GuttmanLambdas> guttman_lambdas(const Covariance& covariance) {
  if (covariance.items < 2) return fail(Fault::invalid, "Guttman's lambdas need at least 2 items, this scale has " + std::to_string(covariance.items));
  for (std::size_t i = 0; i < covariance.items; ++i)
    if (!(covariance(i, i) > 0))
      return fail(Fault::undefined, "Guttman's lambdas have no value: everybody gave the same answer to item " + std::to_string(i + 1));
  const auto size = static_cast<Eigen::Index>(covariance.items);
  const std::vector<double> values = correlations(covariance);
  const Eigen::MatrixXd r = Eigen::Map<const Eigen::MatrixXd>(values.data(), size, size);
  const double p = static_cast<double>(size), total = r.sum();
  const auto inverse = inverse_of(r);
  if (!inverse) return fail(Fault::undefined, "lambda 6 has no value: one item is determined by the others");
  GuttmanLambdas found;
  found.lambda1 = 1 - p / total;
  found.lambda2 = found.lambda1 + std::sqrt(p / (p - 1) * (r.squaredNorm() - p)) / total;
  found.lambda3 = p / (p - 1) * found.lambda1;
  found.lambda6 = 1 - (p - squared_multiple_correlations(*inverse).sum()) / total;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(r, Eigen::EigenvaluesOnly);
  found.alpha_pc = p / (p - 1) * (1 - 1 / eigen.eigenvalues()(size - 1));
  return found;
}

}  // namespace karuna::stats
