// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/instrument.h"
#include "ask/scoring/answer_map.h"
#include "ask/scoring/scoring.h"
#include "base/csv.h"
#include "base/progress.h"
#include "base/result.h"

namespace karuna::ask {

enum class ScoreFormat { csv, json };

struct ScoreOptions {
  std::string id_column;     ///< copied into the output; empty: the row number
  std::string group_column;  ///< one row a group instead of one a respondent; empty: by respondent
  bool whole = false;        ///< the whole file is one group
  ScoreFormat format = ScoreFormat::csv;
};

struct ItemSummary {
  std::uint64_t unanswered = 0, outside = 0, left_out = 0, unreadable = 0;
};

struct ScoreSummary {
  std::uint64_t scored = 0, missing_items = 0, nothing_left = 0, missing_part = 0;
  double sum = 0, low = 0, high = 0;  ///< of what was scored
  std::vector<std::uint64_t> bands;   ///< by Score::bands
};

struct GroupResult {
  std::string name;
  std::uint64_t rows = 0;
  std::vector<GroupScore> scores;  ///< by Instrument::scores
};

struct FileSummary {
  std::uint64_t rows = 0;
  std::uint64_t groups = 0;
  std::vector<GroupResult> first_groups;  ///< at most shown_groups of them
  std::vector<ItemSummary> items;         ///< by Instrument::items
  std::vector<ScoreSummary> scores;       ///< by Instrument::scores; for a score of a group, of persons' parts
};

inline constexpr std::size_t shown_groups = 12;

/// What stands in the first line of every output.
inline constexpr std::string_view not_protected =
    "Not protected: these are scores of single people or of groups of any size. For your eyes; `karuna report` makes what may be shown.";

/// Where the output goes, piece by piece.
using Sink = std::function<Result<void>(std::string_view)>;

/// Scores a file of answers as it streams past: one row a respondent in, one row of scores out, with what was missing and why a score is absent;
/// or one row a group. The user's own file and the user's own rows: nothing here is protected, and the first line says so.
///
/// Gives   counts for a summary. Rows keep the order of the file, groups that of their first appearance. The same input gives the same bytes.
/// Fails   not_found    an item, the id or the group has no column
///         invalid      what CsvReader refuses; no rows
///         refused      scores of groups alone are asked for, and neither a group column nor the whole is named
///         interrupted  Ctrl-C
/// Cost    one pass; memory does not grow with rows, with groups it does
Result<FileSummary> score_file(CsvReader& answers, const Instrument& instrument, const AnswerMap& map, const ScoreOptions& options, const Sink& sink,
                               Progress& progress);

}  // namespace karuna::ask
