// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the tests of this room: trees with people, made by a small generator with a seed.

#include <cstdint>
#include <string>
#include <vector>

#include "base/unit_tree.h"

namespace karuna::protect::made_up {

/// xorshift64*: whole numbers for tests, the same everywhere.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
  std::uint32_t below(std::uint32_t bound) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>(((state_ * 0x2545f4914f6cdd1dULL) >> 32) * bound >> 32);
  }

 private:
  std::uint64_t state_;
};

struct Organisation {
  UnitTree tree;
  std::vector<std::uint32_t> ballots;  ///< by UnitId, of the unit itself
};

/// A random tree of at most `units`; leaves have 0 to `most` ballots, some inner units too.
inline Organisation organisation(std::uint64_t seed, std::uint32_t units, std::uint32_t most) {
  Numbers numbers(seed);
  const std::uint32_t count = 1 + numbers.below(units);
  std::vector<UnitRow> rows(count);
  for (std::uint32_t u = 0; u < count; ++u) {
    rows[u].id = "u" + std::to_string(u);
    if (u > 0) rows[u].parent = "u" + std::to_string(numbers.below(u));
  }
  Organisation made{UnitTree::from_rows(rows, "all").value(), {}};
  made.ballots.resize(made.tree.size());
  for (std::size_t u = 0; u < made.tree.size(); ++u)
    if (made.tree.is_leaf(UnitId{u}) || numbers.below(4) == 0) made.ballots[u] = numbers.below(most + 1);
  return made;
}

}  // namespace karuna::protect::made_up
