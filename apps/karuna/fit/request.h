// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/toml.h"
#include "fit/fit_output.h"
#include "stats/formula/frame.h"

namespace karuna::fit {

/// What a method is given: its model file, the data, and what the command line adds.
struct Request {
  const TomlTable& model;
  const stats::DataTable& data;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  Progress& progress;

  /// The key `formula`, parsed; errors say file and line, and point at the character.
  Result<stats::Formula> formula() const;
  /// The formula met with the data. For options that name columns see `column`.
  Result<stats::Frame> frame(const stats::FrameOptions& options = {}) const;
  /// The rows where the columns of `options` are known, for a method without a formula.
  Result<stats::Frame> rows(const stats::FrameOptions& options = {}) const;
  /// A column of numbers over the rows of a frame, NaN where missing or infinite.
  Result<std::vector<double>> values(const std::string& column, const stats::Frame& frame) const;
  /// The name of a column that a key gives; empty where the key is absent. Fails where the data have no such column.
  Result<std::string> column(std::string_view key) const;
  /// The same for a list of columns: items = ["a1", "a2"].
  Result<std::vector<std::string>> columns(std::string_view key) const;
  /// One word of a few: Fails invalid with the ones there are. The first is meant where the key is absent.
  Result<std::string> choice(std::string_view key, const std::vector<std::string>& words) const;
  /// The key `confidence`, between 0 and 1.
  Result<double> confidence(double fallback = 0.95) const;
  /// Columns of numbers beside each other over all rows, NaN where missing. `only_complete` leaves out rows with a gap and tells of it in `dropped`.
  struct Numbers {
    std::vector<double> values = {};
    std::size_t rows = 0, columns = 0;
    std::vector<std::size_t> kept = {};
    std::vector<stats::DroppedRows> dropped = {};
    MatrixView view() const { return {values.data(), rows, columns}; }
  };
  enum class Gaps { stay, leave_out };
  Result<Numbers> numbers(const std::vector<std::string>& names, Gaps gaps) const;
};

/// The response less its offset, for methods that take none.
std::vector<double> less_offset(const stats::Frame& frame);

/// An output with the rows of a frame and what was dropped on the way to it.
FitOutput output_of(const stats::Frame& frame);
FitOutput output_of(const Request::Numbers& numbers);

/// The cell of a column of the model matrix: its name, or a unit where it stands for a level.
Cell term_cell(const stats::ModelColumn& column, std::size_t all_rows);

/// "between 1.2 and 3.4", with digits that show both.
std::string between(double low, double high);
/// Four significant digits, never more than six after the point: "0.04337", "664.2".
std::string readable(double value);
/// Degrees of freedom: "13", "12.4", "1,204".
std::string degrees_words(double value);
/// Whether it differs from a whole number by rounding only.
bool is_whole(double value);
/// "95 %"
std::string percent(double share);

}  // namespace karuna::fit
