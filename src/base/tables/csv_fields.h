// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/csv.h"

namespace karuna {

/// Walks through the fields of whole records that lie in memory: the one place that knows what a field is.
/// Inline, since the bulk reader spends its time here. Used by csv.cpp, csv_blocks.cpp and csv_source.cpp.

/// Bytes that end the walk through an unquoted field.
struct CsvStops {
  bool stop[256] = {};
  CsvStops(char separator, char line_end) {
    for (const char c : {separator, line_end, '\r', '\n', '\0'}) stop[static_cast<unsigned char>(c)] = true;
  }
};

/// Which lines were UTF-8 beyond ASCII and which were not; one file must not have both. Lines count from 0 within a block.
struct CsvLetters {
  std::optional<std::size_t> utf8_line, other_line;
};

struct CsvProblem {
  std::size_t line = 0;       ///< from 0 within the block
  std::string words;
};

class CsvCursor {
 public:
  /// `data` ends with the dialect's line end (or is empty).
  CsvCursor(std::string_view data, const CsvDialect& dialect, const CsvOptions& options)
      : at_(data.data()), end_(data.data() + data.size()), separator_(dialect.separator), line_end_(dialect.line_end), stops_(dialect.separator, dialect.line_end), options_(options) {}

  bool at_end() const { return at_ == end_; }
  const char* position() const { return at_; }
  void jump(const char* to) { at_ = to; }
  /// Where the walk through an unquoted field that starts at `at` ends.
  const char* end_of_plain(const char* at) const {
    while (!stops_.stop[static_cast<unsigned char>(*at)]) ++at;
    return at;
  }
  std::size_t line() const { return line_; }
  const std::optional<CsvProblem>& problem() const { return problem_; }
  const CsvLetters& letters() const { return letters_; }

  /// At the start of a record: whether nothing but its line end stands here.
  bool at_blank_line() const { return *at_ == line_end_ || (*at_ == '\r' && line_end_ == '\n' && at_[1] == '\n'); }
  void skip_blank_line() {
    at_ += *at_ == line_end_ ? 1 : 2;
    ++line_;
  }

  enum class Ended { by_separator, by_line, badly };

  /// The field that starts here, unquoted, not decoded; steps behind its separator or line end.
  Ended next_field(std::string_view& field) {
    if (*at_ == '"') return quoted_field(field);
    const char* from = at_;
    at_ = end_of_plain(at_);
    field = {from, static_cast<std::size_t>(at_ - from)};
    if (field.size() > options_.most_field_bytes) return too_long();
    return step_over();
  }

  /// Behind a field: steps over a separator or a line end, or says what stands there instead.
  Ended step_over() {
    if (*at_ == separator_) {
      ++at_;
      return Ended::by_separator;
    }
    if (*at_ == line_end_) {
      ++at_;
      ++line_;
      return Ended::by_line;
    }
    if (*at_ == '\r' && line_end_ == '\n' && at_[1] == '\n') {
      at_ += 2;
      ++line_;
      return Ended::by_line;
    }
    return strange_byte();
  }

  /// The field of a record on `line` as UTF-8; what had to be turned lives until forget(). False: a problem.
  bool decode(std::string_view& field, std::size_t line);

  /// Keeps what quoted fields with doubled quotes and decoded fields became. Emptied by forget().
  void forget() { store_.clear(); }

  Ended bad(std::size_t line, std::string words) {
    problem_ = CsvProblem{line, std::move(words)};
    return Ended::badly;
  }
  /// "5 fields; expected 6, as in the header"
  Ended ragged(std::size_t line, std::size_t given, std::size_t expected);
  /// Counts the fields that are left of this record, for words.
  std::size_t count_rest();
  void count_lines(std::size_t lines) { line_ += lines; }

 private:
  Ended quoted_field(std::string_view& field);
  Ended strange_byte();
  Ended too_long();

  const char* at_;
  const char* end_;
  char separator_, line_end_;
  CsvStops stops_;
  const CsvOptions& options_;
  std::size_t line_ = 0;
  std::optional<CsvProblem> problem_;
  CsvLetters letters_;
  std::deque<std::string> store_;
};

/// Where the last whole record of `data` ends, outside quotes; 0 where none does. `data` begins with a record.
std::size_t end_of_last_record(std::string_view data, char separator, char line_end);
/// Where the first ends; 0 where it does not.
std::size_t end_of_first_record(std::string_view data, char separator, char line_end);

}  // namespace karuna
