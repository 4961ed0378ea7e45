// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/unit_tree.h"

namespace karuna::collect {

/// Answers as they are held while a report is made, in columns, one row a respondent and period. Nothing outside `protect` sees this.

inline constexpr std::int16_t no_answer = std::numeric_limits<std::int16_t>::min();

struct ItemColumn {
  std::string id;     ///< "karuna-support:S1", or the column's name
  std::string label;  ///< topic of two or three words, or the column's name
  std::int16_t min = 1, max = 5;
  bool reversed = false;            ///< codes are as answered; turning is min + max - code
  std::vector<std::int16_t> codes;  ///< by row; no_answer where skipped, unreadable or outside the scale
};

struct ScaleColumn {
  std::string id;  ///< "karuna-support.support"
  std::string name;
  std::string instrument;     ///< catalogue id, or empty
  std::vector<ItemId> items;  ///< positions in Sheets::items; empty for a column that already is a score
  double min = 1, max = 5;    ///< ends of the score
  bool higher_is_better = true;
  std::string dimension;       ///< "behaviour", "culture", "fatigue", "outcomes", or empty
  std::string indicator;       ///< "B5", "C1", ..., or empty
  std::vector<double> values;  ///< by row; NaN where there is no score
};

inline constexpr std::uint16_t no_category = std::numeric_limits<std::uint16_t>::max();

struct MarginColumn {  ///< a category of the respondent, for raking and nothing else
  std::string column;
  std::vector<std::string> categories;
  std::vector<std::uint16_t> code;  ///< by row, position in categories; no_category where the cell is empty
  std::vector<double> target;       ///< share of each category among the eligible, sums to 1
};

/// What became of the cells of one column.
struct ColumnCount {
  std::string column;
  std::size_t answered = 0;    ///< on the scale
  std::size_t missing = 0;     ///< empty, or a code for missing
  std::size_t outside = 0;     ///< a number outside the scale
  std::size_t unreadable = 0;  ///< no number and no code
};

struct Sheets {
  UnitTree tree;
  std::vector<std::string> periods;   ///< in order of time
  std::vector<UnitId> unit;           ///< by row: the unit the person belongs to, a leaf or a unit that has people of its own
  std::vector<std::uint16_t> period;  ///< by row
  std::vector<ItemColumn> items;
  std::vector<ScaleColumn> scales;
  std::vector<MarginColumn> margins;
  std::vector<ColumnCount> columns;   ///< items, then columns that already were scores
  std::string canonical_sha256;       ///< 32 bytes: does not depend on the order of rows or columns of the file, nor on its encoding
  std::vector<std::string> cleaning;  ///< what was read, set aside and changed, in words with counts; no value of a person
  std::vector<std::string> cleaning_with_noise;  ///< the same for a release with noise: exact counts of single answers would undo it

  std::size_t rows() const { return unit.size(); }
};

}  // namespace karuna::collect
