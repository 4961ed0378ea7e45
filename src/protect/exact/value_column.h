// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "protect/wave.h"

namespace karuna::protect {

/// One statistic of every person of a period in whole numbers, so that sums do not depend on the order of people: value minus the middle of the
/// scale, in steps of which half the range has `full`. Items are exact; scores are held to half a billionth of their range.
///
/// Where scales are sums of items (Plan::of_scale), a scale's column is that sum in half-points, full = items x range, and `entries` holds how many
/// items a person answered; elsewhere `entries` is empty and a person with a value is one answer.
struct ValueColumn {
  static constexpr std::int32_t no_value = std::numeric_limits<std::int32_t>::min();
  std::int32_t full = 1;
  std::uint32_t missing = 0;
  std::vector<std::int32_t> values;  ///< by place in Wave::rows
  std::vector<std::uint16_t> entries = {};
  std::uint32_t items = 1;           ///< entries of a person who skipped nothing
};

/// Takes   a statistic: an item; a scale (the person's score); the index (the mean of the index items answered, turned so that high is good, of
///         people who answered at least half of them)
ValueColumn value_column(const Wave& wave, const Declared& declared);

/// By UnitId: people with a value, answers (more than one a person where a scale is the sum of its items) and their sum.
struct UnitSums {
  std::vector<std::uint32_t> people;
  std::vector<std::uint32_t> answers;
  std::vector<std::int64_t> sum;
  std::uint32_t items = 1;
};
UnitSums unit_sums(const Wave& wave, const ValueColumn& column);

}  // namespace karuna::protect
