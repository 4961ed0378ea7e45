// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stats/weights/raking.h"

namespace karuna::stats {

/// People with the same level on every margin are one cell: what follows costs cells, not people.
struct Cells {
  std::vector<std::uint32_t> of_person;           ///< cell of every person
  std::vector<std::vector<std::uint32_t>> level;  ///< [margin][cell]
  std::size_t count = 0;                          ///< cells with at least one person
};

/// Fails   invalid   no margin, columns of unequal length, a level that is not below the number of targets
/// Cost    O(people x margins + possible cells), or O(people log people) where the possible cells are many more than the people.
Result<Cells> cells_of(std::span<const Margin> margins);

/// Every person a cell of its own.
Result<Cells> persons_as_cells(std::span<const Margin> margins);

/// Weights by person, or 1 each where none are given.
/// Fails   invalid   not one a person, or one that is not a number above 0
Result<void> check_weights(std::span<const double> weights, std::size_t people);

}  // namespace karuna::stats
