// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/csv_blocks.h"
#include "base/progress.h"
#include "base/result.h"
#include "collect/reading/sheet_plan.h"
#include "collect/sheets.h"
#include "collect/survey.h"

namespace karuna::collect {

/// The answers as they stood in the files, in columns, before units, periods and scores are worked out.

inline constexpr std::uint32_t no_place = std::numeric_limits<std::uint32_t>::max();

/// How many rows something befell, and the first of them.
struct Lines {
  std::size_t count = 0;
  std::vector<std::string> first;  ///< "answers.csv:14", at most three
  void add(const std::string& file, std::size_t line);
  std::string words() const;  ///< "answers.csv:14, answers.csv:20 and 5 more"
};

/// A text that names a unit (or the steps of a path) or a period, with where it stood first.
struct Place {
  std::vector<std::string> steps;
  Lines lines;
};

struct ItemCells {
  std::vector<std::int16_t> codes;
  std::size_t answered = 0, missing = 0, above = 0, below = 0, unreadable = 0;
  std::size_t bad() const { return above + below + unreadable; }
};

struct ScoreCells {
  std::vector<double> values;
  std::size_t answered = 0, missing = 0, above = 0, below = 0, unreadable = 0;
  std::size_t bad() const { return above + below + unreadable; }
};

struct AnswerRows {
  std::vector<std::uint32_t> unit;    ///< by row: position in units; no_place for the organisation itself
  std::vector<Place> units;           ///< distinct, as they were met
  std::vector<std::uint32_t> period;  ///< by row: position in periods
  std::vector<Place> periods;
  std::vector<ItemCells> items;                     ///< by SheetPlan::items
  std::vector<ScoreCells> columns;                  ///< by SheetPlan::columns
  std::vector<std::vector<std::uint16_t>> margins;  ///< by Survey::margins
  std::vector<std::size_t> empty_margins;

  std::size_t read = 0;             ///< rows of the files
  std::size_t without_answers = 0;  ///< of them left out: no answer in any column that is used
  std::size_t without_unit = 0;     ///< left out or counted for the organisation, as no_unit says
  std::size_t without_respondent = 0;
  std::vector<std::string> files;  ///< how each was read, in words

  std::size_t rows() const { return period.size(); }
};

/// Reads every file of [answers].
/// Fails  as read_sheets, all but what needs the tree of units
Result<AnswerRows> read_answer_rows(const Survey& survey, const SheetPlan& plan, Progress& progress, unsigned threads);

/// One file: finds its columns, reads its blocks. A class because the sink of the block reader needs a memory.
class AnswerFileReader {
 public:
  AnswerFileReader(const Survey& survey, const SheetPlan& plan, AnswerRows& rows) : survey_(survey), plan_(plan), rows_(rows) {}
  Result<void> read(const AnswersFile& file, Progress& progress, unsigned threads);
  Result<void> finish() const;  ///< what can only be said once every file is read

 private:
  struct Columns;
  struct Meanings;
  Result<Columns> find_columns(const AnswersFile& file, const CsvHeader& header) const;
  Result<void> take(const AnswersFile& file, const CsvBlock& block, const Columns& columns, Meanings& meanings);
  void take_respondents(const AnswersFile& file, const CsvBlock& block, const Columns& columns);
  Result<void> take_items(const CsvBlock& block, const Columns& columns, Meanings& meanings);
  void take_units(const AnswersFile& file, const CsvBlock& block, const Columns& columns);
  void take_periods(const AnswersFile& file, const CsvBlock& block, const Columns& columns);
  void take_margins(const AnswersFile& file, const CsvBlock& block, const Columns& columns);
  void keep_rows(const CsvBlock& block);

  const Survey& survey_;
  const SheetPlan& plan_;
  AnswerRows& rows_;

  // Of the present block, by row.
  std::vector<std::uint32_t> period_, unit_;
  std::vector<std::uint8_t> answered_, dropped_;
  std::vector<std::vector<std::int16_t>> items_;
  std::vector<std::vector<double>> scores_;
  std::vector<std::vector<std::uint16_t>> margins_;

  // Over all blocks.
  std::unordered_map<std::string, std::uint32_t> unit_of_, period_of_;
  Vocabulary respondents_;
  std::vector<std::uint32_t> respondent_line_;  // by number in respondents_
  std::size_t repeated_ = 0;
  std::vector<std::string> repeated_lines_;  // "lines 14 and 27"
  Lines no_unit_, gaps_, no_period_, unknown_category_;
  std::string unknown_category_column_;
};

}  // namespace karuna::collect
