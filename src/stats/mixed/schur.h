// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <Eigen/SparseCholesky>
#include <memory>
#include <vector>

#include "stats/mixed/sums.h"

namespace karuna::stats {

/// What is left of all blocks but the first once the first has been eliminated: M, its factor with relative factors L, Omega = L'M L + I, and Omega^-1.
/// Dense where most pairs of groups meet, sparse where few do (nested groups).
class Schur {
 public:
  /// Fails   refused  a dense M would not fit
  static Result<Schur> of(const MixedSums& sums);

  bool sparse() const { return sparse_; }
  Eigen::Index size() const { return size_; }

  void reset();  ///< M = Z'W Z of the other blocks
  /// M(i, j) -= part for every pair of the places given, rising: the lower triangle is enough.
  void subtract(std::span<const Eigen::Index> places, const Eigen::MatrixXd& part);
  /// Fails (false) where Omega is not positive: theta is out of reach of double precision.
  bool factor(const std::vector<Eigen::MatrixXd>& lambda);  ///< by block; the first one is not looked at
  double log_det() const;
  Eigen::MatrixXd forward(const Eigen::MatrixXd& right) const;  ///< R with R'R = right' Omega^-1 right
  Eigen::MatrixXd solve(const Eigen::MatrixXd& right) const;    ///< Omega^-1 right
  Eigen::MatrixXd times(const Eigen::MatrixXd& right) const;    ///< M right
  void invert();                                                ///< makes inverse() ready; where sparse, on the pattern of the factor
  double inverse(Eigen::Index row, Eigen::Index column) const;  ///< of Omega^-1, where M has an entry
  /// Sum over the groups of a block of the k x k diagonal blocks of M L Omega^-1.
  Eigen::MatrixXd sum_of_products(const MixedBlock& block, const std::vector<Eigen::MatrixXd>& lambda) const;

 private:
  const MixedSums* sums_ = nullptr;
  bool sparse_ = false, analysed_ = false;
  Eigen::Index size_ = 0;
  Eigen::MatrixXd start_, m_, factor_, inverse_;
  Eigen::SparseMatrix<double> start_sparse_, m_sparse_, lambda_sparse_, inverse_sparse_;
  using Cholesky = Eigen::SimplicialLLT<Eigen::SparseMatrix<double>, Eigen::Lower, Eigen::AMDOrdering<int>>;
  std::shared_ptr<Cholesky> cholesky_;
};

/// L' M L for the rows or columns of all blocks but the first.
void scale_rows(const MixedSums& sums, const std::vector<Eigen::MatrixXd>& lambda, Eigen::MatrixXd& right);    ///< right = L' right
void unscale_rows(const MixedSums& sums, const std::vector<Eigen::MatrixXd>& lambda, Eigen::MatrixXd& right);  ///< right = L right

}  // namespace karuna::stats
