// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "measure/units/lines.h"

namespace karuna::measure {

/// Lines that stand for the same people in several statistics at once.
struct AlignedLines {
  Lines head;                                     ///< lines without means: who is in them, ballots, response
  std::vector<std::vector<std::uint32_t>> place;  ///< by line: its position among each statistic's lines
};

/// Takes   the lines of each statistic, of one tree and period; at least one.
/// Gives   a unit's line where the unit shows a line of its own in every statistic; a pool where every statistic counts the unit together with the
///         same others; nothing for every other unit. So a composed figure never mixes different people, and rests on shown figures alone.
/// Cost    O(units x statistics)
AlignedLines align(std::span<const Lines* const> statistics);

}  // namespace karuna::measure
