// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/csv_blocks.h"
#include "base/tables/csv_fields.h"
#include "base/numbers.h"

namespace karuna {

/// The different texts of one column of one block, numbered as first seen. Emptied and used again, block after block.
class BlockVocabulary {
 public:
  void clear();
  std::uint32_t add(std::string_view text);
  std::span<const std::string_view> texts() const { return texts_; }
  bool holds_only_first() const { return texts_.size() == 1; }

 private:
  void grow();
  std::vector<std::string_view> texts_;
  std::vector<std::uint32_t> slots_;    // number + 1; 0 is free
  std::uint32_t last_ = 0;
};

std::uint64_t hash_of(std::string_view text);

/// Parses chunks of whole records into columns; one for each thread, used block after block so that memory stays where it is.
class CsvColumnParser {
 public:
  CsvColumnParser(const CsvColumnParser&) = delete;
  CsvColumnParser& operator=(const CsvColumnParser&) = delete;
  CsvColumnParser(std::span<const CsvColumn> wishes, std::size_t columns, const CsvDialect& dialect, const CsvOptions& options);

  /// After it: block() without first_row and first_line, lines(), letters(), and problem() where a record was wrong (the block then holds the rows before it).
  void parse(std::string_view data);

  CsvBlock& block() { return block_; }
  std::size_t lines() const { return lines_; }
  const CsvLetters& letters() const { return cursor_->letters(); }
  const std::optional<CsvProblem>& problem() const { return cursor_->problem(); }

 private:
  struct Store {
    CsvKind kind = CsvKind::integer;
    std::vector<std::int32_t> integers;
    std::vector<double> decimals;
    std::vector<std::uint32_t> words;
    std::vector<std::string_view> texts;
    BlockVocabulary vocabulary;
  };
  /// What to do with a column of the file.
  struct Step {
    enum Kind { integer, decimal, words, text, skip };   // the first four as in CsvKind
    Kind kind = skip;
    Store* store = nullptr;
  };

  bool parse_record(std::size_t row);
  bool parse_integer_fast(const char*& at, std::int32_t& value) const;
  bool parse_decimal_fast(const char*& at, double& value) const;
  CsvCursor::Ended parse_cell_slowly(Store& store, std::size_t row);
  CsvCursor::Ended skip_slowly();
  bool ends_field(const char* at) const { return *at == dialect_.separator || *at == dialect_.line_end || (*at == '\r' && dialect_.line_end == '\n' && at[1] == '\n'); }
  void make_room(std::size_t rows);

  std::vector<Step> steps_;                   // one for each column of the file
  std::vector<Store> stores_;
  const CsvDialect dialect_;
  const CsvOptions& options_;
  DecimalComma comma_;
  std::size_t room_ = 0;
  std::size_t record_line_ = 0;
  std::size_t lines_ = 0;
  bool ascii_ = true;
  std::vector<std::uint32_t> line_of_row_;
  std::optional<CsvCursor> cursor_;
  CsvBlock block_;
};

}  // namespace karuna
