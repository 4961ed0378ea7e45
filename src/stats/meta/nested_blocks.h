// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "stats/linear/basis.h"

namespace karuna::stats {

/// Marginal covariance M = diag(v) + inner variance within inner groups + outer variance within outer groups, known by what its inverse does.
/// With s = sum 1/v of an inner group and d = 1 + b s, S = sum s/d over the inner groups of an outer one and D = 1 + a S:
/// z'M^-1 z = sum z^2/v - sum b (sum z/v)^2/d - sum a (sum over inner (sum z/v)/d)^2/D, and log |M| = sum log v + sum log d + sum log D.
class NestedBlocks {
 public:
  struct Look {
    double criterion = 0;          ///< -2 log likelihood, constants included
    Eigen::Vector2d slope;         ///< by outer and inner variance
    Eigen::Matrix2d information;   ///< average information, of -2 log likelihood (twice the usual)
    Eigen::VectorXd coefficients;  ///< on the basis
    Eigen::MatrixXd covariance;    ///< of them
  };

  /// inner_of: inner group by study; outer_of_inner: by inner group. y and v as WeightedStudies.
  NestedBlocks(const Basis& basis, std::span<const double> y, std::span<const double> v, std::span<const std::uint32_t> inner_of,
               std::span<const std::uint32_t> outer_of_inner, bool restricted);

  Look at(const Eigen::Vector2d& variances) const;

 private:
  Eigen::Index p_;
  double k_;
  bool restricted_;
  double logs_ = 0;                   ///< sum log v
  Eigen::MatrixXd whole_;             ///< [Q y]'V^-1[Q y]
  Eigen::MatrixXd inner_;             ///< by inner group, a column each: sum 1/v [Q y]
  std::vector<double> s_;             ///< by inner group: sum 1/v
  std::vector<std::uint32_t> outer_;  ///< of inner group
  std::size_t outers_ = 0;
};

}  // namespace karuna::stats
