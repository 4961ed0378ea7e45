// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/unit_tree.h"
#include "seal/hash.h"

namespace karuna::protect {

inline constexpr std::uint32_t no_atom = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint32_t smallest_organisation = 20;   ///< ballots below which an organisation smaller than k publishes nothing

/// A smallest published group: a set of cells with at least k ballots together.
struct Atom {
  UnitId home;                     ///< the deepest unit that contains all its cells
  std::uint32_t ballots = 0;
  std::uint32_t first_cell = 0;    ///< its cells are Partition::cells[first_cell .. first_cell + cell_count), ascending
  std::uint32_t cell_count = 0;
  seal::Digest key{};              ///< the smallest key of its cells; orders the atoms and breaks ties
};

/// Disjoint atoms of one size. Every cell with ballots is in exactly one, or there is no atom at all.
struct Partition {
  std::uint32_t k = 0;
  std::vector<Atom> atoms;                     ///< in canonical order: by key
  std::vector<UnitId> cells;
  std::vector<std::uint32_t> atom_of_cell;     ///< by UnitId; no_atom where a unit has no ballots of its own

  std::span<const UnitId> cells_of(const Atom& atom) const { return {cells.data() + atom.first_cell, atom.cell_count}; }
};

/// The key of every unit that has ballots of its own: SHA-256(root || cell).
///
/// Takes   root     32 bytes: the board root of a wave; for a file the SHA-256 of its canonical form
///         ballots  by UnitId, of the unit itself (without the units below it)
/// Gives   by UnitId; zero where there are no ballots
/// Note    A wave names a cell by a number, a file by the unit's id: `cell` is the id as UTF-8 bytes, without length or end mark
///         (the root before it has a fixed length, so no two inputs are the same bytes). People may sit at an inner unit too; they
///         are a cell at that unit.
std::vector<seal::Digest> cell_keys(const UnitTree& tree, std::span<const std::uint32_t> ballots, const seal::Digest& root);

/// The finest partition. From counts and keys alone, so that anybody who has those can repeat it.
///
/// 1. A piece (here: a cell) with at least k ballots is an atom where it sits.
/// 2. At each unit, from the deepest up, the smaller pieces that sit there or came up are taken in order of key; each time the sum
///    reaches k an atom is made. What is left joins the smallest (ballots, then key) atom made here by this rule, else the smallest
///    that sits here by rule 1 or lies anywhere below, else its pieces go up singly.
/// 3. A total below k: the whole organisation from 20 ballots, else no atom.
///
/// Cost    O(ballots + units), and the logarithm of a heap where pieces are left over
/// Source  anonymity design 4.1
Partition make_atoms(const UnitTree& tree, std::span<const std::uint32_t> ballots, std::span<const seal::Digest> keys, std::uint32_t k);

/// The same rule with the atoms of a finer partition as its pieces: every atom is a union of finer ones.
/// A finer partition without atoms (an organisation too small) gives none.
Partition coarser_atoms(const UnitTree& tree, const Partition& finer, std::uint32_t k);

}  // namespace karuna::protect
