// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/instrument.h"
#include "ask/scoring/scoring.h"
#include "base/csv.h"
#include "base/result.h"
#include "base/toml.h"

namespace karuna::ask {

/// How the columns of somebody's file stand for an instrument's items.
///
///   missing = ["NA", "99"]     # what means that nothing was answered, beside an empty cell; "NA" where the line is absent
///   [map]                          # item = column; an item that is not named has the column of its own name
///   who1 = "Q1 mood"
///   [codes."Q1 mood"]              # words in a column that stand for codes
///   "All of the time" = 5
struct AnswerMap {
  std::map<std::string, std::string> column_of;  ///< by item code
  std::vector<std::string> missing{"NA"};
  std::map<std::string, std::map<std::string, std::int16_t>> codes;  ///< by column, by word

  const std::string& column(const std::string& item) const;
};

/// Fails  invalid    another format; a map for an item that the instrument does not have (the nearest is named); one column for two items;
///                   codes for a column that no item has
Result<AnswerMap> read_answer_map(const TomlTable& file, const Instrument& instrument);

/// Reads one instrument's answers out of the rows of a file.
class AnswerReader {
 public:
  /// Fails  not_found  an item has no column: all such items are named, with the nearest column
  static Result<AnswerReader> prepare(const Instrument& instrument, const AnswerMap& map, const CsvHeader& header);

  AnswerReader(AnswerReader&&) = default;  // its columns point into its map
  AnswerReader& operator=(AnswerReader&&) = default;

  /// Codes by item; a word that is no answer counts as not answered.
  void read(std::span<const std::string_view> fields, std::span<std::int16_t> codes);

  /// By item: how many cells held neither a code nor a word that stands for one nor "missing".
  const std::vector<std::uint64_t>& unreadable() const { return unreadable_; }

 private:
  AnswerReader() = default;
  struct Column {
    std::size_t position = 0;
    const std::map<std::string, std::int16_t>* codes = nullptr;
  };
  std::int16_t code_of(std::string_view field, std::size_t item);

  AnswerMap map_;
  std::vector<Column> columns_;
  std::vector<std::uint64_t> unreadable_;
  bool digits_are_codes_ = true;  ///< no single digit means "missing"
};

}  // namespace karuna::ask
