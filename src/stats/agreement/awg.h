// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stats/codes.h"

namespace karuna::stats {

struct Awg {
  std::vector<double> value;             ///< mean over the items that have one; NaN where none has
  std::vector<double> average_variance;  ///< mean item variance
  std::vector<std::uint32_t> n;
};

/// a_wg: agreement against the largest disagreement that the unit's own mean allows.
///
/// Takes   units and items as `rwg_j`, and the two ends of the answer scale.
/// Gives   per item 1 - 2 s^2 / (((H + L) M - M^2 - H L) k/(k - 1)); NaN where the mean lies so near an end that it cannot be judged;
///         1 where everybody chose the same end; the mean over items.
/// Fails   invalid   as `rwg_j`; low not below high; an answer outside the scale
/// Cost    O(people x items).
/// Source  Brown and Hauenstein 2005, doi:10.1177/1094428105275376. Checked against R multilevel 2.7.
Result<Awg> awg(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items, double low, double high);

}  // namespace karuna::stats
