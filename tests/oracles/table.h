// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/matrix_view.h"

namespace karuna::test {

/// Groups of a column, numbered in the order R gives a factor: numbers by size, words by alphabet.
struct Levels {
  std::vector<std::string> names;
  std::vector<std::uint32_t> of_row;
};

/// A CSV file of an oracle, in columns; "NA" and blank are missing.
class Table {
 public:
  explicit Table(const std::filesystem::path& file);
  const std::vector<std::string>& names() const { return names_; }
  std::size_t rows() const { return columns_.begin()->second.size(); }
  std::vector<double> numbers(const std::string& column) const;      ///< NaN where missing
  std::vector<std::int16_t> codes(const std::string& column) const;  ///< no_code where missing
  Levels levels(const std::string& column) const;

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::vector<std::string>> columns_;
};

/// Columns of numbers beside each other, as methods take them.
struct Numbers {
  std::vector<double> data;
  std::size_t rows = 0, columns = 0;
  Numbers(const Table& table, const std::vector<std::string>& names, std::size_t first_rows = SIZE_MAX);
  MatrixView view() const { return {data.data(), rows, columns}; }
};

}  // namespace karuna::test
