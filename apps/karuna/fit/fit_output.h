// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "stats/fit.h"
#include "stats/formula/frame.h"

namespace karuna::fit {

/// A group or a level of the data, with how many rows it has: one of fewer than 10 is named only where --names is given.
struct Unit {
  std::string name;
  std::size_t rows = 0;
};
inline constexpr std::size_t fewest_named_rows = 10;

/// Nothing (not known), words, a number (NaN is nothing), or a unit.
using Cell = std::variant<std::monostate, std::string, double, Unit>;

enum class Show { words, number, whole, degrees, probability, percent };  ///< degrees (of freedom): one digit where any is not whole

struct Column {
  std::string id;     ///< key in JSON: "estimate"
  std::string title;  ///< on a terminal: "estimate"
  Show show = Show::number;
  int digits = -1;  ///< after the point; -1: four significant digits of the smallest figure of the column
};

/// A table with one sentence that says what it shows.
struct Section {
  std::string id, title, words = {};
  std::vector<Column> columns = {};
  std::vector<std::vector<Cell>> rows = {};
  std::size_t most_shown = 24;  ///< rows on a terminal; JSON has all
};

/// How an estimate was found: every fit says so.
struct HowFitted {
  std::string what;  ///< "variances"
  stats::Fit fit;
};

struct PlotPoint {
  Unit label;
  double estimate = 0, low = 0, high = 0;
  double weight = 1;  ///< forest: size of the mark, as a share of the largest
};
struct PlotLine {
  Unit label;
  std::vector<double> x = {}, y = {};
  std::vector<double> low = {}, high = {};  ///< a band; empty: none
};
/// What --plot draws. Forest: a row a study and, if so, a summary; caterpillar: units by size; lines: fitted lines over dots.
struct Plot {
  enum class Kind { none, forest, caterpillar, lines };
  Kind kind = Kind::none;
  std::string title = {};  ///< the finding, in a sentence
  std::string x_title = {}, y_title = {};
  std::vector<PlotPoint> points = {};
  std::optional<PlotPoint> summary = {};
  std::optional<std::pair<double, double>> prediction = {};  ///< drawn dashed beside the summary
  std::optional<double> reference = {};
  std::vector<PlotLine> lines = {};
  std::vector<std::pair<double, double>> dots = {};
};

/// A figure of every row that is used, for --out: a weight, a fitted value.
struct RowColumn {
  std::string name;
  std::vector<double> values;
};

/// What a method found, before anybody decides how it looks.
struct FitOutput {
  std::string title;  ///< the finding, in a sentence
  std::vector<Section> sections = {};
  std::vector<std::string> refusals = {};  ///< figures that are not given, and why
  std::vector<std::string> warnings = {};
  std::vector<HowFitted> how = {};         ///< "computed directly" counts as one
  std::optional<std::uint64_t> seed = {};  ///< where random numbers were used
  std::size_t rows = 0;                    ///< that are used
  std::vector<stats::DroppedRows> dropped = {};
  std::vector<RowColumn> by_row = {};  ///< each with one value for each of `kept`
  std::vector<std::size_t> kept = {};  ///< rows of the table that are used
  Plot plot = {};
};

}  // namespace karuna::fit
