// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

namespace karuna::stats {

inline constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Two ends and how often such an interval covers the truth. NaN ends where the method gives none.
struct Interval {
  double low = not_known;
  double high = not_known;
  double confidence = 0.95;
};

}  // namespace karuna::stats
