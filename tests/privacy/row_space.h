// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace karuna::privacy {

/// One published sum: the people of these cells, each question with its number of entries.
struct Sum {
  std::vector<std::size_t> cells;  ///< ascending
  std::vector<int> entries;        ///< by question
};

/// Answers that no published sum tells apart: people of some cells, some questions. Every combination of published sums gives all of them the same weight.
struct Block {
  std::vector<std::size_t> cells;      ///< ascending, with repetitions where several questions are in the block
  std::vector<std::size_t> questions;  ///< beside each cell
  std::uint32_t ballots = 0;           ///< people of its cells, whether they answered these questions or not
  std::uint32_t people = 0;            ///< those of them who answered some of it
  bool single_question = true;
  bool alone = false;  ///< some combination of published sums is this block and nothing else: its total is known exactly
};

struct RowSpace {
  std::vector<Block> blocks;
  std::size_t rank = 0;
  std::uint32_t smallest_block = 0;   ///< ballots in the smallest: no combination of published sums rests on fewer
  std::uint32_t people_exposed = 0;   ///< people of whom at least one answer is known exactly: blocks of one person that stand alone
  std::uint32_t people_isolated = 0;  ///< people in blocks of fewer than k that stand alone
  bool primes_agree = true;           ///< the two computations, modulo two primes, say the same
};

/// Which answers are determined by linear algebra alone: is the vector "this answer and no other" a combination of the published sums?
///
/// Takes   sums      everything published, whatever the measure
///         people    by cell
///         answered  by question, by cell: how many of them answered; who works where and who skipped counts as known to the attacker
///         k         the smallest group that is meant to be published
/// Note    Elimination to reduced row echelon form modulo two primes near 2^61. A unit vector lies in the row space exactly when
///         it is one of the reduced rows. Answers of one block always have equal weight, so blocks are the columns.
RowSpace row_space(std::span<const Sum> sums, std::span<const std::uint32_t> people, const std::vector<std::vector<std::uint32_t>>& answered, std::uint32_t k);

}  // namespace karuna::privacy
