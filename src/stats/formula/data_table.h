// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

inline constexpr std::uint32_t no_level = UINT32_MAX;  ///< a word that is missing

/// One column of a table: numbers, or words.
struct DataColumn {
  std::string name;
  bool words = false;
  std::vector<double> numbers = {};       ///< NaN where missing; empty for words
  std::vector<std::uint32_t> codes = {};  ///< place in `levels`, or no_level; empty for numbers
  std::vector<std::string> levels = {};   ///< in the order of their first row
  std::string stray = {};                 ///< where nearly all words are numbers, the first that is not, as a person finds it: "abc" in line 17
};

/// A table of data by columns, from wherever it was read.
struct DataTable {
  std::string name;  ///< of the file, for the words of errors
  std::size_t rows = 0;
  std::vector<DataColumn> columns = {};

  const DataColumn* find(std::string_view column) const;
  /// "there is no column "HRSS"; did you mean "HRS"?", else the names that there are.
  std::string no_column(std::string_view column) const;
  /// Fails   not_found  in those words
  Result<const DataColumn*> need(std::string_view column) const;
};

/// Words as levels: which value each row has, the values sorted (numbers by size, words by their bytes), those without a row left out.
/// NaN and no_level stay no_level.
struct Levels {
  std::vector<std::string> names = {};
  std::vector<std::uint32_t> code = {};  ///< by row
  std::vector<std::size_t> rows = {};    ///< by level: how many rows have it
};
Levels levels_of(const DataColumn& column, std::span<const std::size_t> rows);

/// Levels of several columns at once: "ward A:night", those that occur alone.
Levels crossed(const Levels& a, const Levels& b);

}  // namespace karuna::stats
