// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"

namespace karuna {

/// How a file is written, as found by looking at its beginning.
struct CsvDialect {
  char separator = ',';
  char line_end = '\n';                 ///< '\n' (also for CR LF) or '\r'
  bool byte_order_mark = false;
  bool gzip = false;
  std::optional<Encoding> encoding;     ///< nothing while only ASCII has been read
};

/// What a reader may take. Nothing stands for "find out". The limits keep memory flat whatever the file holds.
struct CsvOptions {
  std::optional<char> separator = {};               ///< else sniffed among , ; tab |
  std::optional<Encoding> encoding = {};       ///< else UTF-8, or Windows-1252 where the bytes are not UTF-8; never both
  std::size_t most_columns = 20'000;
  std::size_t most_field_bytes = 1U << 20;     ///< one field
  std::size_t most_record_bytes = 8U << 20;    ///< one record, so that an endless line ends in words
  std::size_t piece_bytes = 1U << 19;          ///< read and parsed at once: stays in the second cache together with what is made of it
};

/// Names of the columns, and finding one by its name.
class CsvHeader {
 public:
  CsvHeader() = default;
  CsvHeader(std::string file, std::vector<std::string> names);

  const std::vector<std::string>& names() const { return names_; }
  std::size_t size() const { return names_.size(); }
  std::optional<std::size_t> find(std::string_view name) const;

  /// The position of a column that must be there.
  /// Fails  not_found  no such column; the nearest name, the number of columns and, where everything fell into one column, the separator are named
  Result<std::size_t> position(std::string_view name) const;

 private:
  std::string file_;
  std::vector<std::string> names_;
};

/// Reads a table of text row by row: separators, quotes (RFC 4180, doubled quotes, line ends inside), encodings, line ends (LF, CR LF, CR), gzip.
/// Memory does not grow with the file. For gigabytes of numbers see csv_blocks.h.
///
/// The first record is the header: names are trimmed; an empty name becomes "column 3". A first line "sep=;" (Excel) is obeyed and skipped.
/// Empty lines are skipped where the table has more than one column. A quote inside an unquoted field is an ordinary character.
/// Fields are UTF-8, as they stand (not trimmed), and say nothing about whether they were quoted.
class CsvReader {
 public:
  /// Fails  not_found   no such file
  ///        unreadable  a directory, no permission, broken gzip
  ///        invalid     empty file, UTF-16, NUL byte, too many columns, a name twice in the header, a line longer than the limit
  static Result<CsvReader> open(const std::filesystem::path& file, const CsvOptions& options = {});
  /// `name` stands for the stream in words. The stream must outlive the reader. Gzip is recognised here too.
  static Result<CsvReader> open(std::istream& stream, std::string name, const CsvOptions& options = {});

  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  ~CsvReader();

  const CsvHeader& header() const;
  const CsvDialect& dialect() const;
  const std::string& name() const;

  /// Steps to the next record; false at the end (a file of a header only ends at once).
  /// Fails  invalid  another number of fields than the header, an unclosed quote, text after a closing quote, a mixture of encodings, NUL, a limit:
  ///                 always with file and line. After a failure the reader stays at its end.
  Result<bool> next();

  std::span<const std::string_view> fields() const;   ///< of the present record, as many as header().size(); valid until next()
  std::size_t line() const;                           ///< where the present record begins; the header's first line is 1

 private:
  struct State;
  explicit CsvReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Writes a table by RFC 4180 (CR LF, quotes only where needed) that spreadsheets can open without running anything.
///
///   CsvWriter table;
///   table.text("unit").text("mean").end_row();
///   table.text("=cmd").number(3.5, 2).end_row();       // "'=cmd",3.50
class CsvWriter {
 public:
  explicit CsvWriter(char separator = ',') : separator_(separator) {}

  CsvWriter& text(std::string_view value);          ///< = + - @ tab CR LF at the start get an apostrophe before them
  CsvWriter& number(double value, int digits);      ///< digits after the point; NaN and infinities become an empty cell
  CsvWriter& number(double value);                  ///< shortest form that reads back to the same double
  CsvWriter& integer(long long value);
  CsvWriter& empty();
  CsvWriter& end_row();

  const std::string& bytes() const { return out_; }
  std::string take();                               ///< what was written since the last take(), for writing in pieces

 private:
  void next_cell();
  char separator_;
  bool row_started_ = false;
  std::string out_;
};

}  // namespace karuna
