// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "stats/linear/basis.h"

namespace karuna::stats {

/// Studies weighted by w = 1/(tau2 + v): with P = W - W X (X'WX)^-1 X'W, everything that estimators of tau2 and its intervals ask for,
/// as sums over studies (no k x k matrix).
class WeightedStudies {
 public:
  struct Sums {
    double q = 0;                      ///< y'Py, Cochran's Q at tau2 = 0
    double trace_p = 0, trace_pp = 0;  ///< traces of P and PP
    double y_pp_y = 0, y_ppp_y = 0;    ///< y'PPy and y'PPPy: Q falls with tau2 by the first, the first by twice the second
    double sum_w = 0, sum_w2 = 0;      ///< of the weights, and their squares
    std::vector<double> coefficients;  ///< on the basis
    std::vector<double> covariance;    ///< (Q'WQ)^-1 on the basis, row by row
    double log_determinant = 0;        ///< of Q'WQ
  };

  /// y and v without missing values, as many as the basis has rows; v above 0 (0 is allowed where tau2 is not 0).
  WeightedStudies(const Basis& basis, std::span<const double> y, std::span<const double> v);

  /// O(k p^2).
  Sums at(double tau2) const;
  /// The same for other weights, by study.
  Sums with_weights(std::span<const double> w) const;

  /// -2 log likelihood at tau2, with all constants; restricted: as metafor and SAS count it, with log |X'X|.
  double minus_two_log_likelihood(const Sums& sums, double tau2, bool restricted) const;

  const Basis& basis() const { return basis_; }
  std::span<const double> v() const { return v_; }
  double degrees() const { return static_cast<double>(basis_.rows - basis_.columns); }
  double residual_squares() const { return residual_squares_; }  ///< of least squares
  std::vector<double> fitted(const Sums& sums) const;            ///< X beta, by study
  std::vector<double> beta(const Sums& sums) const;              ///< on X

 private:
  const Basis& basis_;
  std::span<const double> v_;
  std::vector<double> least_squares_;  ///< coefficients on the basis
  std::vector<double> y_;              ///< y less the least-squares fit: an offset of any size is gone before anything is squared
  double residual_squares_ = 0;
};

}  // namespace karuna::stats
