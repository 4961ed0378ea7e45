// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/serial/rows.h"

namespace karuna::stats {

/// The unknowns of the residuals, in the scale in which they are searched.
struct ResidualParameters {
  double correlation = 0;         ///< phi (ar1), phi at one gap unit (car1), rho
  std::vector<double> log_ratio;  ///< of strata 1, 2, ... to stratum 0
  double power = 0;
  double sigma = 1;
};
/// Slopes of a criterion against them; the same places.
using ResidualSlopes = ResidualParameters;

/// Rows made independent with variance 1: for every group W = L^-1 [Z X y], where L L' is the covariance of its residuals.
///
/// The residuals are written as e_t = c_t u_t + noise of variance a_t with one hidden number u: u_t+1 = f_t u_t + noise of variance 1 - f_t^2
/// (ar1, car1: c = sigma g, a = known sampling variance), or u constant with variance rho (compound-symmetric: a also has sigma^2 g^2 (1 - rho)).
/// So one pass of a Kalman filter with a scalar state gives W and log |L L'|, and one pass backwards gives the exact slopes of anything that was
/// computed from them. rho may be negative; the recursion is algebra and does not ask the state to have a positive variance.
///
/// Cost    O(rows x columns) each way.
/// Source  Jones 1993, doi:10.1201/9780203750605, chapter 4; the way back is the chain rule.
class Whitener {
 public:
  Whitener(const SerialRows& rows, Serial kind);
  /// Fails with false where a variance is not positive (rho below its range, overflow).
  bool forward(const ResidualParameters& at);
  const Eigen::MatrixXd& white() const { return white_; }
  double log_det() const { return log_det_; }
  /// Adds to `slopes` those of the criterion for the rows of group g, given its slopes for their W; that for log |L L'| is 1.
  void backward(std::size_t g, const Eigen::MatrixXd& white_slopes, ResidualSlopes& slopes);

 private:
  double factor(std::size_t i) const;
  double carry(std::size_t i) const;  ///< f
  const SerialRows& rows_;
  Serial kind_;
  ResidualParameters at_;
  Eigen::MatrixXd white_, mean_;  ///< columns x rows; mean_: predicted hidden number, for every column
  std::vector<double> g_, state_variance_, variance_;
  Eigen::VectorXd mean_slope_, error_slope_;
  double log_det_ = 0;
};

}  // namespace karuna::stats
