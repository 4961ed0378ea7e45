// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/tables/byte_source.h"
#include "base/csv.h"
#include "base/tables/csv_fields.h"

namespace karuna {

/// A stretch of whole records. Behind `used` lie a few bytes that may be read and mean nothing.
struct CsvChunk {
  std::vector<char> bytes;
  std::size_t used = 0;
  std::string_view data() const { return {bytes.data(), used}; }
};

/// Below csv.h and csv_blocks.h: looks at the beginning of a table, reads its header, then hands out chunks of whole records.
class CsvSource {
 public:
  static Result<CsvSource> open(std::unique_ptr<ByteSource> bytes, const CsvOptions& options);

  const CsvHeader& header() const { return header_; }
  const CsvDialect& dialect() const { return dialect_; }
  const CsvOptions& options() const { return options_; }
  const std::string& name() const { return bytes_->name(); }
  std::size_t lines_before() const { return lines_before_; }         ///< of the first chunk: the header's
  std::uint64_t taken() const { return bytes_->taken(); }
  std::uint64_t total() const { return bytes_->total(); }

  /// About `size` bytes of whole records, the last of them with a line end. False at the end.  Fails  unreadable, invalid (a record too long)
  Result<bool> next_chunk(CsvChunk& chunk, std::size_t size);

  /// What the letters of a chunk mean for the file, in the order of the file. `lines_before` is the number of lines before the chunk.
  Result<void> see_letters(const CsvLetters& letters, std::size_t lines_before);

  /// "answers.csv:17: words"
  std::unexpected<Error> at_line(std::size_t line, const std::string& words) const;

 private:
  Result<void> look_at_beginning();
  Result<void> read_header();
  Result<void> fill(std::size_t wanted);      // grows pending_ to `wanted` bytes, or to the end
  std::unexpected<Error> too_long() const;

  std::unique_ptr<ByteSource> bytes_;
  CsvOptions options_;
  CsvDialect dialect_;
  CsvHeader header_;
  std::string pending_;                       // read and not handed out
  bool at_end_ = false;
  std::size_t lines_before_ = 0;
  std::size_t utf8_line_ = 0, other_line_ = 0;
};

/// Which separator makes the most of the beginning of a table; a comma where none does. `whole`: the file ends with `text`.
char sniff_separator(std::string_view text, char line_end, bool whole);
/// '\r' where lines end with it alone.
char sniff_line_end(std::string_view text);

}  // namespace karuna
