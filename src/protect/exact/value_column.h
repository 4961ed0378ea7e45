// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "protect/wave.h"

namespace karuna::protect {

/// One statistic of every person of a period in whole numbers, so that sums do not depend on the order of people: value minus the middle of the
/// scale, in steps of which half the range has `full`. Items are exact; scores are held to half a billionth of their range.
struct ValueColumn {
  static constexpr std::int32_t no_value = std::numeric_limits<std::int32_t>::min();
  std::int32_t full = 1;
  std::uint32_t missing = 0;
  std::vector<std::int32_t> values;  ///< by place in Wave::rows
};

/// Takes   a statistic: an item; a scale (the person's score); the index (the mean of the index items answered, turned so that high is good, of
///         people who answered at least half of them)
ValueColumn value_column(const Wave& wave, const Declared& declared);

/// By UnitId: answers and their sum.
struct UnitSums {
  std::vector<std::uint32_t> answers;
  std::vector<std::int64_t> sum;
};
UnitSums unit_sums(const Wave& wave, const ValueColumn& column);

}  // namespace karuna::protect
