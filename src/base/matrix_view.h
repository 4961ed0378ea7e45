// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace karuna {

/// A look at numbers in columns: rows x columns, each column contiguous, NaN where nothing was answered.
/// Owns nothing. Until std::mdspan arrives.
struct MatrixView {
  const double* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t column_stride = 0;   ///< from the start of one column to the start of the next, at least rows

  MatrixView() = default;
  MatrixView(const double* first, std::size_t row_count, std::size_t column_count)
      : data(first), rows(row_count), columns(column_count), column_stride(row_count) {}
  MatrixView(const double* first, std::size_t row_count, std::size_t column_count, std::size_t stride)
      : data(first), rows(row_count), columns(column_count), column_stride(stride) {}

  double operator()(std::size_t row, std::size_t column) const { return data[column * column_stride + row]; }
  std::span<const double> column(std::size_t j) const { return {data + j * column_stride, rows}; }
};

}  // namespace karuna
