// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stats/codes.h"
#include "stats/interval.h"

namespace karuna::stats {

/// Figures by unit, one vector each. NaN: mean where nobody answered, variance and interval where fewer than two did.
struct GroupMoments {
  std::vector<std::uint32_t> n;
  std::vector<double> mean, variance, low, high;
  double confidence = 0.95;
};

struct GroupMomentsOptions {
  double confidence = 0.95;  ///< of the t interval of each mean
  unsigned threads = 1;      ///< the result is the same on any number
};

/// Mean, variance (divisor n - 1), count and t interval of every unit.
///
/// Takes   a unit number below unit_count for every answer; no_code (int16), -128 (int8) or NaN (double) where nothing was answered.
/// Gives   the figures by unit. Whole-number answers are counted in whole numbers, so the result is exact before its last division.
/// Fails   invalid   the two columns differ in length, a unit number is too large, or a confidence outside (0, 1)
/// Cost    O(answers + units); 10 million answers in 100,000 units take some 0.02 s on two cores; 8 bytes a unit and thread.
/// Source  interval: Student 1908, doi:10.1093/biomet/6.1.1.
Result<GroupMoments> group_moments(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const std::int16_t> answers,
                                   const GroupMomentsOptions& options = {});
Result<GroupMoments> group_moments(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const std::int8_t> answers,
                                   const GroupMomentsOptions& options = {});
Result<GroupMoments> group_moments(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const double> answers,
                                   const GroupMomentsOptions& options = {});

}  // namespace karuna::stats
