// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "stats/units/variance_search.h"

namespace karuna::stats {

/// -2 log restricted likelihood of tau2 for means y with known variances v, less its constant:
/// sum log(tau2 + v) + log sum w + sum w (y - mu)^2, with w = 1/(tau2 + v) and mu the weighted mean.
class RestrictedLikelihood {
 public:
  struct Estimates {
    double mu = 0, mu_variance = 0, tau2_variance = 0;  ///< the last from the expected information
  };

  RestrictedLikelihood(std::span<const double> y, std::span<const double> v) : y_(y), v_(v) {}

  Curve operator()(double tau2) const { return look(tau2, true); }
  Curve slopes(double tau2) const { return look(tau2, false); }  ///< without the value: no logarithms
  Estimates estimates(double tau2) const;
  double scale() const;  ///< a variance of the right size: spread of y, or the mean v

  /// The root of the slope, or 0 where the slope does not fall at 0: the refit of a bootstrap, without the look for a second valley.
  double quick_tau2() const;

 private:
  Curve look(double tau2, bool with_value) const;
  std::span<const double> y_, v_;
};

}  // namespace karuna::stats
