// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/unit_tree.h"
#include "protect/release.h"

namespace karuna::measure {

inline constexpr std::uint32_t no_line = std::numeric_limits<std::uint32_t>::max();
inline constexpr double least_response = 0.30;  ///< below this share of the eligible nothing is shown
inline constexpr double full_response = 0.50;   ///< below this share a figure is marked weak

/// One line of a table of units in one statistic and period: a unit, or several that are counted together. A union of published groups.
struct Line {
  UnitId unit;                   ///< none for a pool
  std::uint32_t pool = no_line;  ///< position in Lines::pools
  std::uint32_t level = 0;       ///< depth of the unit; of a pool, one below the unit it stands under
  std::uint32_t ballots = 0;
  double answers = 0;
  double mean = 0;                 ///< in points
  double noise = 0;                ///< variance of the noise in the mean, points squared
  std::optional<double> response;  ///< ballots by eligible, where every headcount is known; at most 1
  bool weak() const { return response && *response < full_response; }
};

struct PoolUnits {
  std::vector<UnitId> units;  ///< in the order of the tree
  UnitId home;                ///< the deepest unit that contains them
};

/// What the units may show of one statistic in one period.
struct Lines {
  std::vector<Line> lines;  ///< units in the order of the tree, then pools
  std::vector<PoolUnits> pools;
  std::vector<std::uint32_t> line_of;     ///< by UnitId; no_line for a unit that shows nothing
  std::vector<std::vector<UnitId>> with;  ///< by UnitId: the others of its pool, empty for everyone else
  std::optional<double> response;         ///< of the organisation

  const Line* of(UnitId u) const { return line_of[u.value] == no_line ? nullptr : &lines[line_of[u.value]]; }
  /// The organisation's line, where it is one.
  const Line* organisation() const;
};

/// Takes   what protect published; the tree with its headcounts.
/// Gives   a line for every unit that is a union of groups, and one for every set of groups that a pooled unit lies in. A line whose response is
///         known and below 30 % is left out, and so are its units: that is decided from ballots and headcounts, which are public, never from answers.
/// Fails   never; a Published that does not fit the tree is refused by make_report before.
/// Cost    O(units + cells x depth)
Lines lines_of(const UnitTree& tree, const protect::Published& published);

}  // namespace karuna::measure
