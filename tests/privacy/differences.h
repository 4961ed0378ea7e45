// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace karuna::privacy {

/// What is left when published figures are subtracted from a published figure above them.
struct Differences {
  double found = 0;            ///< number of ways to be left with somebody, but with fewer than k people
  std::uint32_t smallest = 0;  ///< fewest people that any difference leaves (0: every difference leaves nobody)
  std::size_t crossing = 0;    ///< pairs of figures that overlap without one holding the other; counted, since subtracting them is another attack
};

/// Counts every way to take a published figure and to subtract published figures inside it that do not overlap.
///
/// Takes   sets     of cells, ascending, of the figures of one measure in one period
///         people   by cell
///         k        the number of people that a result must not fall below
/// Note    The ways are counted with polynomials: what a unit can leave over is the product of what its parts can leave over,
///         plus "nothing" where it is published itself. Only powers below k are kept, so the count costs sets x k.
Differences count_differences(const std::vector<std::vector<std::size_t>>& sets, std::span<const std::uint32_t> people, std::uint32_t k);

}  // namespace karuna::privacy
