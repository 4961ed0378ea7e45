// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "row_space.h"

namespace karuna::privacy {

/// Whether the solver (GLPK's program glpsol, Debian package glpk-utils) is here.
bool solver_is_here();

/// A published sum with its value: the answers of a block enter it, each with its entries. Blocks are positions in RowSpace::blocks.
struct Equation {
  std::vector<std::pair<std::size_t, int>> blocks;  ///< block, entries; ascending
  double total = 0;
};

/// What an answer can be, if the equations hold and every answer lies between 1 and 5.
struct Interval {
  double low = 1, high = 5;
  bool solved = true;  ///< false: the equations contradict each other (or 1 to 5) around this block
};

/// Smallest and largest value of one person's answer, for each block.
///
/// Takes   blocks     with the number of answers in each
///         equations  any number; those that say nothing new are left out
///         chosen     positions of the blocks of interest; empty: all
/// Gives   by chosen block: bounds of one answer in it, rounded to whole points where all answers are whole
/// Note    Only the total of a block matters for the others, so the variables are the totals of the blocks; one person's answer is
///         low - 5 (others) to high - 1 (others). Equations that share no block are separate programs.
std::vector<Interval> answer_bounds(std::span<const Block> blocks, std::span<const std::uint32_t> answers, std::vector<Equation> equations,
                                    std::span<const std::size_t> chosen);

/// The equations with those taken away that others imply by addition: each loses the larger equations that stand inside it with entries in one proportion,
/// and disappears when nothing is left.
std::vector<Equation> without_repetitions(std::vector<Equation> equations);

}  // namespace karuna::privacy
