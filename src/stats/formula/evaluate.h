// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stats/formula/data_table.h"
#include "stats/formula/expression.h"

namespace karuna::stats {

/// A variable over chosen rows: numbers, or levels.
struct Values {
  bool categorical = false;
  std::vector<double> numbers = {};
  Levels levels = {};
};

/// Works out a variable of a formula.
///
/// Takes   the variable, the table, the rows that count (means and deviations are taken over them), and the formula's text for errors.
///         log log2 log10 log1p exp expm1 sqrt abs of a number; I( ) arithmetic; factor( ) numbers as levels; center( ) less its mean;
///         scale( ) less its mean, by its standard deviation; between(x, g) the mean of x in the row's group; within(x, g) x less that.
/// Gives   a value a row; NaN or infinite where arithmetic gives that.
/// Fails   not_found  no such column; the nearest is named
///         invalid    words where numbers are needed, an unknown function or a wrong number of arguments; a column to be scaled that does not vary.
///                    All with a caret below the place in the formula.
/// Cost    O(rows) an operation.
Result<Values> evaluate(const Expression& e, const DataTable& table, std::span<const std::size_t> rows, std::string_view formula);

}  // namespace karuna::stats
