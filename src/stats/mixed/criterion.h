// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "stats/mixed/schur.h"
#include "stats/mixed/sums.h"

namespace karuna::stats {

/// The parts of the profiled criterion at one theta, and its slope: everything from the sums, no row is touched.
///
/// With V = W^-1 + Z L L' Z' (L: the relative factors) the criterion is made of
///   log det Omega = log det(L'Z'WZL + I),   log det X'V^-1X   and   r = min over beta of (y - X beta)' V^-1 (y - X beta).
/// The first block is eliminated group by group: [Z X y]' V_1^-1 [Z X y] = M = C - sum over groups of C_g' H_g C_g, H_g = L (L'A_g L + I)^-1 L'.
/// The slope runs the same way backwards. All three parts are functions of M, and with Omega, F = Omega^-1 L'M_zX, S = X'V^-1X,
///   d log det(Omega)  = <Omega^-1, d(L'M L)>,  d log det(S) = <[-F; I] S^-1 [-F; I]', d(L'M L)>,  d r = <c c', d(L'M L)>, c = (-u, -beta, 1)
/// which are turned into slopes of L of the other blocks, and through dM = -C_g' dH_g C_g into those of the first.
/// Source  Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, equations 18 to 42; the slope is our own derivation from them.
class MixedCriterion {
 public:
  static Result<std::unique_ptr<MixedCriterion>> of(const MixedSums& sums);

  /// False where theta is out of reach of double precision.
  bool at(const Eigen::VectorXd& theta);

  double log_det_omega = 0, log_det_x = 0, r = 0;
  Eigen::VectorXd beta;      ///< of the scaled columns
  Eigen::MatrixXd x_factor;  ///< lower triangular, S = x_factor x_factor'

  /// Slope of a * log det Omega + b * log det X'V^-1X + c * r at the theta of the last `at`.
  /// held, if given, is a coefficient of the scaled columns that is kept at `held_at` (a profile): then r belongs to that.
  struct Mixture {
    double omega = 1, x = 1, residual = 1;
  };
  Eigen::VectorXd slope(const Mixture& mixture, Eigen::Index held = -1, double held_at = 0);
  /// r where that coefficient is kept.
  double residual_held(Eigen::Index held, double held_at) const;

  /// (X'V^-1X)^-1 of the scaled columns.
  Eigen::MatrixXd x_inverse() const;
  const std::vector<Eigen::MatrixXd>& lambda() const { return lambda_; }
  std::vector<Eigen::MatrixXd> lambda_of(const Eigen::VectorXd& theta) const;
  const MixedSums& sums() const { return sums_; }
  const Schur& schur() const { return *schur_; }

  /// Predicted effects of the scaled columns by block, [group][k], and their conditional covariances over sigma^2, [group][k][k].
  struct Effects {
    std::vector<std::vector<double>> value, variance;
  };
  Effects effects(bool variances);

  explicit MixedCriterion(const MixedSums& sums) : sums_(sums) {}

 private:
  void places_of(std::size_t group, std::vector<Eigen::Index>& places, Eigen::MatrixXd& products) const;
  const double* border_of(std::size_t group) const;
  const MixedSums& sums_;
  std::optional<Schur> schur_;
  std::vector<Eigen::MatrixXd> lambda_;
  std::vector<double> h_, e_;                ///< of the first block: H_g and L Omega_g^-1
  Eigen::MatrixXd side_, forward_, border_;  ///< M of [other blocks] x [X y]; R of it; M of [X y] once all blocks are eliminated
};

}  // namespace karuna::stats
