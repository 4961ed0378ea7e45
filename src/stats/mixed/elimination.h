// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

namespace karuna::stats {

/// A symmetric matrix made of small blocks: nodes of some columns each, and the pairs of nodes that have a block (lower triangle and diagonal).
struct NodePattern {
  std::vector<Eigen::Index> place = {};  ///< first column of each node, and the number of columns
  std::vector<std::size_t> start = {};   ///< by node: its first pair, which is itself with itself
  std::vector<std::uint32_t> row = {};   ///< the other node, rising
  std::vector<std::size_t> offset = {};  ///< of the block among the values; rows x columns numbers, row by row
  std::size_t values = 0;                ///< numbers in all

  std::size_t nodes() const { return place.size() - 1; }
  Eigen::Index size(std::size_t node) const { return place[node + 1] - place[node]; }
};

/// A run of columns that are eliminated together, as one dense matrix: columns x columns of themselves, and below them the rows they reach.
struct Supernode {
  Eigen::Index column = 0, columns = 0;  ///< by place in the order of elimination
  std::vector<Eigen::Index> rows = {};   ///< rising, all later
  std::size_t offset = 0;                ///< of its numbers, column by column, columns + rows of them a column
  /// The rows that are columns of one later supernode, and where they and all rows after them lie in that one.
  struct Target {
    std::size_t supernode;
    std::size_t from, to;
    std::vector<std::uint32_t> at;
  };
  std::vector<Target> targets = {};
  Eigen::Index height() const { return columns + static_cast<Eigen::Index>(rows.size()); }
};

/// In which order the columns of a sparse symmetric matrix are eliminated, and what fills up.
///
/// Cost    O(entries of the factor).
/// Source  order: Amestoy, Davis and Duff 1996, doi:10.1137/S0895479894278952 (Eigen's); supernodes and their merging where few zeros are stored by it:
///         Ashcraft and Grimes 1989, doi:10.1145/76909.76910; in all Davis 2006, doi:10.1137/1.9780898718881, chapters 4 and 7.
struct Elimination {
  explicit Elimination(const NodePattern& pattern);

  std::vector<Eigen::Index> position = {};  ///< by column: its place in the order
  std::vector<Supernode> supernodes = {};
  std::size_t values = 0;  ///< numbers of all supernodes
  /// Where the block of each pair of the pattern lies; turned: as columns x rows.
  struct Lies {
    std::size_t offset;
    Eigen::Index height;
    bool turned;
  };
  std::vector<Lies> lies = {};
};

}  // namespace karuna::stats
