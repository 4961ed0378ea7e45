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
  bool at(const Eigen::VectorXd& theta) { return at(lambda_of(theta)); }
  /// At relative factors that need not be triangular: only L L' counts.
  bool at(std::vector<Eigen::MatrixXd> lambda);

  double log_det_omega = 0, log_det_x = 0, r = 0;
  Eigen::VectorXd beta;      ///< of the scaled columns
  Eigen::MatrixXd x_factor;  ///< lower triangular, S = x_factor x_factor'

  /// What the slope is of, at the place of the last `at`: a * log det Omega + b * log det X'V^-1X + c * r.
  struct Mixture {
    double omega = 1, x = 1, residual = 1;
  };
  /// A combination of the coefficients of the scaled columns that is kept at a value (a profile): then r belongs to that.
  struct Held {
    Eigen::VectorXd combination;
    double value = 0;
  };
  Eigen::VectorXd slope(const Mixture& mixture, const Held* held = nullptr);
  /// The same by all entries of the relative factors, block by block.
  std::vector<Eigen::MatrixXd> slope_of_factors(const Mixture& mixture, const Held* held = nullptr);
  /// r where that combination is kept, and its slope in the value.
  double residual(const Held& held) const;
  double residual_slope(const Held& held) const;

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

  explicit MixedCriterion(const MixedSums& sums) : sums_(sums), crossing_(sums) {}

 private:
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  template <int K>
  bool eliminate(RowMajor& whole, RowMajor& side);
  template <int K>
  void slope_of_first(double omega, const RowMajor& fixed, const RowMajor& effects, const Eigen::VectorXd& factor, double* slope) const;

  const MixedSums& sums_;
  Crossing crossing_;
  std::optional<Schur> schur_;
  std::vector<Eigen::MatrixXd> lambda_;
  std::vector<double> h_, e_;                ///< of the first block: H_g and L Omega_g^-1
  Eigen::MatrixXd side_, forward_, border_;  ///< M of [other blocks] x [X y]; R of it; M of [X y] once all blocks are eliminated
};

}  // namespace karuna::stats
