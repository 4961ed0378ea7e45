// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/formula/data_table.h"
#include "stats/formula/formula.h"

namespace karuna::stats {

/// What a column of a model matrix stands for.
struct ModelColumn {
  std::string name;             ///< "(Intercept)", "x", "ward[B]", "x:ward[B]"
  std::size_t term = 0;         ///< 0 the intercept, then the terms in the order of the formula's `Terms`
  std::size_t fewest_rows = 0;  ///< rows of the level that it stands for; all rows where it stands for none: a level of few people is not named
};

/// A model matrix by columns.
struct ModelMatrix {
  std::vector<ModelColumn> columns = {};
  std::vector<double> values = {};  ///< [column][row]
  std::size_t rows = 0;
  MatrixView view() const { return {values.data(), rows, columns.size()}; }
};

/// The groups of random terms; two terms over the same columns share one.
struct Grouping {
  std::string name = {};  ///< "ward", "ward:shift"
  Levels levels = {};     ///< code by row of the frame, never no_level
};

struct RandomPart {
  std::string label = {};    ///< "(1 + w | g)"
  ModelMatrix z = {};        ///< what varies: rows x columns of the same rows as the frame
  std::size_t grouping = 0;  ///< place in Frame::groupings
};

struct DroppedRows {
  std::string why;  ///< "HRS is missing"
  std::size_t rows = 0;
};

enum class ResponseKind { numbers, two_levels };  ///< two_levels: words with two levels are 0 and 1 as well

/// What a method asks for beside the formula.
struct FrameOptions {
  std::string weights = {};               ///< a column of weights, 0 or more
  std::vector<std::string> numbers = {};  ///< further columns of numbers: times, sampling variances
  std::vector<std::string> levels = {};   ///< further columns of levels: clusters, strata
  ResponseKind response = ResponseKind::numbers;
};

/// A formula met with data: what a fitting function takes.
struct Frame {
  Formula formula = {};
  std::size_t rows = 0;                           ///< that are used
  std::string response = {};                      ///< "log(y)"; empty where the formula has none
  std::vector<std::string> response_levels = {};  ///< of a response of words: the first is 0, the second is 1
  std::vector<double> y = {};
  ModelMatrix x = {};  ///< fixed terms: treatment contrasts, the first level (by size, or alphabet) is the base
  std::vector<RandomPart> random = {};
  std::vector<Grouping> groupings = {};
  std::vector<double> offset = {};                ///< empty: none
  std::vector<double> weights = {};               ///< empty: none
  std::vector<std::vector<double>> numbers = {};  ///< as FrameOptions::numbers
  std::vector<Grouping> levels = {};              ///< as FrameOptions::levels
  std::vector<std::size_t> kept = {};             ///< rows of the table that are used, rising
  std::vector<DroppedRows> dropped = {};          ///< a row counts once, under its first reason
};

/// Takes   a formula, a table, and what else is needed.
/// Gives   response, matrices, groups and further columns over the rows where everything is known and finite; what was dropped, and why.
///         A categorical variable is coded by treatment contrasts where the term without it is in the formula, by all its levels elsewhere (R's rule).
/// Fails   not_found       no such column; the nearest is named below the formula
///         invalid         as `evaluate`; a variable with a single level; a weight below 0; a matrix above 2^28 numbers; over 1,000 fixed levels
///         too_few_people  no row is left; the reasons are told
/// Cost    O(rows x columns).
/// Source  coding of factors: Chambers and Hastie 1992, Statistical Models in S, chapter 2; checked against R 4.2.2 model.matrix().
Result<Frame> frame_of(const Formula& formula, const DataTable& table, const FrameOptions& options = {});

}  // namespace karuna::stats
