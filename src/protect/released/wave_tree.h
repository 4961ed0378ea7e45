// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ask/wave/manifest.h"
#include "base/result.h"
#include "base/unit_tree.h"
#include "seal/hash.h"

namespace karuna::protect {

/// The organisation's tree as the cells of one or more waves tell it: every cell is a leaf under the unit that its path ends in.
///
/// A cell is named by its number, which keeps its meaning over waves ("cell:7"); its label is its name. Inner units have their id as their name,
/// since a manifest holds no other.
struct WaveTree {
  UnitTree tree;
  std::unordered_map<std::uint32_t, UnitId> unit_of_cell;  ///< by cell number
  std::vector<std::uint32_t> cell_of_unit;                 ///< by UnitId; no_cell for an inner unit

  static constexpr std::uint32_t no_cell = 0xffffffffU;
};

std::string cell_unit_id(std::uint32_t cell);

/// Takes   cells of each wave, the newest first. Only cells of ballots are looked at.
/// Gives   the tree of the newest wave; what only older waves have is added where it was. A unit that moved stands where it stands now: older
///         figures of the units above are those of the units as they are put together today.
/// Fails   invalid  no cell; a cell without a path; a unit that is called like a cell
Result<WaveTree> wave_tree(std::span<const std::span<const ask::CellKey>> waves, std::string_view organisation);

/// The key of every cell that has ballots: SHA-256(board_root || cell u32), by UnitId. What cell_keys (groups/atoms.h) is for a file.
std::vector<seal::Digest> wave_cell_keys(const WaveTree& tree, std::span<const std::uint32_t> ballots, const seal::Digest& board_root);

}  // namespace karuna::protect
