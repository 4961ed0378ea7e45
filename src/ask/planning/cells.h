// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ask/wave/headcount.h"
#include "ask/wave/manifest.h"
#include "base/result.h"
#include "base/said.h"

namespace karuna::ask {

inline constexpr std::uint32_t smallest_cell = 20, smallest_cell_after_a_good_wave = 10;

/// The reporting group a token is bound to: people of one unit, or of several that are too small to answer alone.
struct PlannedCell {
  std::uint32_t cell = 0;
  std::string label;                    ///< "Ward 3", "Night shift and Day shift"
  std::vector<std::string> units;       ///< path of the unit it sits under
  std::vector<std::string> members;     ///< ids of the units whose people answer here, ascending
  std::uint32_t eligible = 0;
  std::uint32_t minimum = smallest_cell;
  std::optional<std::uint32_t> last_issued, last_eligible;
  std::string reason;                   ///< why it is not one unit, in a sentence; empty where it is
  std::vector<Said> reason_said;        ///< the same for pages, a sentence each
};

/// What earlier waves fixed: the number of each set of units, and how many of it drew last time.
struct EarlierCells {
  std::map<std::vector<std::string>, std::uint32_t> numbers;
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> last;   ///< by number: issued, eligible
  std::uint32_t next = 1;                                                  ///< first number that was never used
};

/// Puts people into cells of at least 20: a unit with enough people alone (10 where 70 % of it drew last time); the others with their siblings in the order of
/// their ids, then with what is next above. What is left over joins the smallest cell at or below the unit where it was left that has 20 with
/// it; where none has, the smallest (which stood with 10) is left over with it and goes up.
///
/// Takes   units  every unit, parents before children; one without a parent
/// Gives   cells in order of number. The same units give the same cells; a set of units keeps its number over waves, a new set gets one never used.
/// Fails   too_few_people  fewer than 20 people in all
///         invalid         a unit whose parent does not stand before it
/// Cost    O(units log units)
Result<std::vector<PlannedCell>> plan_cells(std::span<const UnitHeadcount> units, const EarlierCells& earlier);

/// The registry of numbers as it is kept, and the numbers that these cells add to it.
std::string write_registry(const EarlierCells& earlier, std::span<const PlannedCell> cells);
Result<EarlierCells> read_registry(std::string_view json);

}  // namespace karuna::ask
