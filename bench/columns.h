// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "base/csv_blocks.h"

namespace karuna::bench {

template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Whole columns of a CSV file of numbers.
inline std::vector<std::vector<double>> columns_of(const std::filesystem::path& file) {
  CsvBlocks table = must(CsvBlocks::open(file));
  std::vector<CsvColumn> wanted;
  for (std::size_t j = 0; j < table.header().names().size(); ++j) wanted.push_back({j, CsvKind::decimal});
  std::vector<std::vector<double>> columns(wanted.size());
  Progress silent;
  must(table.read(wanted, 2, silent, [&](const CsvBlock& block) -> Result<void> {
    for (std::size_t j = 0; j < columns.size(); ++j)
      columns[j].insert(columns[j].end(), block.columns[j].decimals.begin(), block.columns[j].decimals.begin() + static_cast<std::ptrdiff_t>(block.rows));
    return {};
  }));
  return columns;
}

/// Numbers from 1 as places from 0.
inline std::vector<std::uint32_t> levels(const std::vector<double>& values) {
  std::vector<std::uint32_t> out;
  for (const double v : values) out.push_back(static_cast<std::uint32_t>(v) - 1);
  return out;
}

}  // namespace karuna::bench
