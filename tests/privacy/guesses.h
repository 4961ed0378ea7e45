// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>

namespace karuna::privacy {

/// How often guesses were right.
struct Guesses {
  std::size_t all = 0;
  double right = 0;
  void add(bool hit) { add_share(hit ? 1.0 : 0.0); }
  void add_share(double share) { ++all, right += share; }  ///< a guess between equals counts as half
  double share() const { return all == 0 ? 0 : right / static_cast<double>(all); }
  /// Standard error of the share, were the true share `expected`.
  double error(double expected) const { return std::sqrt(expected * (1 - expected) / static_cast<double>(all == 0 ? 1 : all)); }
  Guesses& operator+=(const Guesses& other) {
    all += other.all;
    right += other.right;
    return *this;
  }
};

/// A guess between two, by evidence for the first: certain where it is not 0, a coin where it is.
inline double chance_of_hit(double evidence_for_truth) { return evidence_for_truth > 0 ? 1.0 : evidence_for_truth < 0 ? 0.0 : 0.5; }

}  // namespace karuna::privacy
