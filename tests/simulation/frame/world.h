// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "stats/interval.h"
#include "stats/resample/philox.h"

namespace karuna::simulation {

/// What is asked of a quantity: that an interval covers the truth, that a test rejects a true hypothesis no more often than it says,
/// that an estimate is right on average.
enum class Kind { coverage, size, bias };

/// One line of the table.
struct Quantity {
  std::string method;  ///< "Feldt's interval of alpha"
  Kind kind = Kind::coverage;
  double nominal = 0;       ///< .95 of an interval, .05 of a test, 0 of a bias
  std::string reason = {};  ///< why it misses, where it does and we know; printed only beside a miss
};

/// A made-up world whose truth is known, drawn again and again.
struct World {
  std::string family;  ///< "alpha": what WORLD= names
  std::string name;    ///< "8 people, 6 items, alpha .80": what varies. Family and name together are unique; they also name the random stream
  std::vector<Quantity> quantities;
  std::uint32_t replicates = 4000;
  /// One replicate: a number for every quantity, NaN where the method refused. Coverage and size: 1 or 0, or a share where one replicate holds
  /// several intervals. Bias: estimate less truth.
  std::function<std::vector<double>(stats::Random&)> draw;
};

inline constexpr double refused = std::numeric_limits<double>::quiet_NaN();

/// All of a replicate refused.
inline std::vector<double> all_refused(std::size_t quantities) { return std::vector<double>(quantities, refused); }

inline double covered(const stats::Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high ? 1.0 : interval.low <= interval.high ? 0.0 : refused;
}
inline double rejected(double p, double level = 0.05) { return p < level ? 1.0 : p <= 1 ? 0.0 : refused; }

/// Every world, family after family.
std::vector<World> all_worlds();

}  // namespace karuna::simulation
