// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <optional>

namespace karuna::stats {

/// The inverse of a correlation matrix, or nothing where the items determine each other (within rounding).
std::optional<Eigen::MatrixXd> inverse_of(const Eigen::MatrixXd& correlations);

/// Squared multiple correlation of every item with the others: 1 - 1/diag(inverse).
inline Eigen::VectorXd squared_multiple_correlations(const Eigen::MatrixXd& inverse) { return (1.0 - inverse.diagonal().array().inverse()).matrix(); }

}  // namespace karuna::stats
