// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <span>
#include <vector>

#include "stats/mixed/elimination.h"

namespace karuna::stats {

/// Cholesky factor of a sparse symmetric matrix in dense pieces, and its inverse where the matrix has entries.
///
/// Cost    a factor: the sum over its columns of their entries squared, in products of dense matrices; the inverse twice as much.
/// Source  Davis 2006, doi:10.1137/1.9780898718881, section 4.8 (pieces); inverse: Takahashi, Fagan and Chen 1973, as Erisman and Tinney 1975,
///         doi:10.1145/360680.360704, equations 5 and 6, for pieces in place of single columns.
class Supernodes {
 public:
  explicit Supernodes(const NodePattern& pattern) : pattern_(pattern), order_(pattern) {}

  bool factor(std::span<const double> values);  ///< of the pattern; false where the matrix is not positive
  double log_det() const;
  Eigen::MatrixXd forward(const Eigen::MatrixXd& right) const;  ///< R with R'R = right' A^-1 right
  Eigen::MatrixXd solve(const Eigen::MatrixXd& right) const;
  void inverse(std::span<double> values);  ///< on the pattern

 private:
  NodePattern pattern_;
  Elimination order_;
  std::vector<double> factor_ = {}, inverse_ = {};
  Eigen::MatrixXd work_ = {};
};

/// Inverse of a matrix from its factor: [L of some columns, whole height]; z: its last rows and columns hold the inverse of what is left below, and on
/// return all of it. Both triangles.
void invert_from_factor(const Eigen::Ref<const Eigen::MatrixXd>& factor, Eigen::Ref<Eigen::MatrixXd> z);

}  // namespace karuna::stats
