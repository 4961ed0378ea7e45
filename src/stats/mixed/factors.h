// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

namespace karuna::stats {

/// L lower triangular, diagonal 0 or more, with L L' = a a'.
inline Eigen::MatrixXd lower_factor(const Eigen::MatrixXd& a) {
  Eigen::MatrixXd lower = a.transpose().householderQr().matrixQR().triangularView<Eigen::Upper>().transpose();
  for (Eigen::Index j = 0; j < lower.cols(); ++j)
    if (lower(j, j) < 0) lower.col(j) *= -1;
  return lower;
}

}  // namespace karuna::stats
