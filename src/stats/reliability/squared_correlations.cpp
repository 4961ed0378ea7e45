// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/squared_correlations.h"

namespace karuna::stats {

std::optional<Eigen::MatrixXd> inverse_of(const Eigen::MatrixXd& r) {
  const Eigen::LLT<Eigen::MatrixXd> factor(r);
  if (factor.info() != Eigen::Success) return std::nullopt;
  const Eigen::MatrixXd l = factor.matrixL();
  if (l.diagonal().minCoeff() < 1e-7) return std::nullopt;
  return factor.solve(Eigen::MatrixXd::Identity(r.rows(), r.cols()));
}

}  // namespace karuna::stats
