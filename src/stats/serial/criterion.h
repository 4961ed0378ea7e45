// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

#include "stats/serial/rows.h"
#include "stats/serial/whiten.h"

namespace karuna::stats {

using SmallMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, most_random_columns, most_random_columns>;

/// -2 log (restricted) likelihood of a model for waves, the coefficients at their best, with its exact slope.
///
/// The unknowns are laid out as: the lower triangle of the Cholesky factor of the effects' covariance over sigma^2, by columns (only its diagonal where
/// effects are unrelated); the correlation; log ratios of strata; the power. Sigma is at its best, in closed form. Where sampling variances are known,
/// it cannot be: then sigma is the last unknown, and the Cholesky factor is that of the covariance itself.
/// Both signs of a column of the factor mean the same, so a variance of 0 is an inner point of the search and not an edge.
class SerialCriterion {
 public:
  SerialCriterion(const SerialRows& rows, const SerialModel& model);

  Eigen::Index size() const { return size_; }
  Eigen::Index factor_size() const { return factor_size_; }
  bool sigma_at_its_best() const { return rows_.sampling.empty(); }

  /// The criterion in the scaled units of the rows, +infinity where it is not defined. `slope` may be null.
  /// `sigma2` > 0 holds sigma there instead of at its best; then the slope has one place more, for log sigma.
  double at(const Eigen::VectorXd& unknowns, Eigen::VectorXd* slope, double sigma2 = 0);

  // As of the last call of at():
  double sigma2() const { return sigma2_; }              ///< scaled; 1 where sigma is an unknown
  const Eigen::VectorXd& beta() const { return beta_; }  ///< of the orthogonal columns, beyond the plain regression
  Eigen::MatrixXd beta_covariance() const;               ///< scaled, of the orthogonal columns
  SmallMatrix factor(const Eigen::VectorXd& unknowns) const;
  ResidualParameters residual(const Eigen::VectorXd& unknowns) const;
  const Eigen::MatrixXd& white() const { return whitener_.white(); }
  /// H = factor (I + factor' Z'Z factor)^-1 factor' of a group, and Z'[X y] of its white rows.
  SmallMatrix kept(std::size_t g) const;
  Eigen::MatrixXd cross(std::size_t g) const { return cross_.middleCols(block(g) + q(), p() + 1); }
  double constant() const;  ///< to add for the deviance in the units given

 private:
  Eigen::Index q() const { return static_cast<Eigen::Index>(rows_.q); }
  Eigen::Index p() const { return static_cast<Eigen::Index>(rows_.p); }
  Eigen::Index block(std::size_t g) const { return static_cast<Eigen::Index>(g) * (q() + p() + 1); }
  bool whiten(const Eigen::VectorXd& unknowns);
  void slope_of(const Eigen::VectorXd& unknowns, double per_square, Eigen::VectorXd& slope);

  const SerialRows& rows_;
  bool reml_, diagonal_, only_sampling_, has_correlation_;
  Serial kind_;
  Eigen::Index factor_size_ = 0, size_ = 0;
  Whitener whitener_;
  Eigen::VectorXd whitened_at_;
  Eigen::MatrixXd cross_;  ///< q x groups (q + p + 1): Z'[Z X y] of every group
  Eigen::MatrixXd total_;  ///< [X y]'[X y] of all
  Eigen::MatrixXd left_;   ///< the same after the effects of groups are taken out
  SmallMatrix factor_;
  Eigen::LLT<Eigen::MatrixXd> information_;
  Eigen::VectorXd beta_;
  double sigma2_ = 1;
};

}  // namespace karuna::stats
