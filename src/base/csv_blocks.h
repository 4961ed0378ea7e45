// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <limits>

#include "base/csv.h"
#include "base/progress.h"

namespace karuna {

/// What a column of the bulk reader is read as.
enum class CsvKind {
  integer,   ///< std::int32_t; "3", " 3 ", "+3", "3.0" and "3,0" are 3. Anything else is a stray: its text is kept once per block
  decimal,   ///< double; 3.5 and (where the separator is not a comma) 3,5. Anything else is a stray
  words,     ///< few different texts, as they stand (not trimmed): each row holds a position in the block's vocabulary
  text,      ///< mostly different texts, as they stand
};

struct CsvColumn {
  std::size_t position = 0;   ///< in the header
  CsvKind kind = CsvKind::integer;
};

/// A stray is a cell of a number column that holds no number: empty, "NA", "yes". Its number says which word of the block's vocabulary stood there;
/// word 0 of a number column is always the empty text.
inline constexpr std::int32_t smallest_csv_integer = -1'000'000'000;   ///< numbers beyond +-1e9 are strays as well
constexpr bool is_stray(std::int32_t value) { return value < smallest_csv_integer; }
constexpr std::uint32_t stray_word(std::int32_t value) { return static_cast<std::uint32_t>(static_cast<std::int64_t>(value) - std::numeric_limits<std::int32_t>::min()); }
constexpr bool is_stray(double value) { return value != value; }
constexpr std::uint32_t stray_word(double value) { return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(value)); }

/// Some thousand rows in columns. `wish` counts the columns that were asked for, in that order. Valid only while the sink runs.
struct CsvBlock {
  struct Column {
    std::span<const std::int32_t> integers;
    std::span<const double> decimals;
    std::span<const std::uint32_t> words;
    std::span<const std::string_view> texts;
    std::span<const std::string_view> vocabulary;   ///< words: the different texts of the block; integer, decimal: the different strays
  };
  std::size_t first_row = 0;    ///< of the table, header apart
  std::size_t rows = 0;
  std::size_t first_line = 0;   ///< of the file, where the block begins
  std::span<const std::uint32_t> line_of_row;   ///< minus first_line; empty where row i simply stands on line first_line + i
  std::vector<Column> columns;

  std::size_t line(std::size_t row) const { return first_line + (line_of_row.empty() ? row : line_of_row[row]); }
};

struct CsvSummary {
  std::size_t rows = 0;
  std::size_t lines = 0;
  CsvDialect dialect;           ///< with the encoding that was found
};

/// Reads the columns one asks for, block by block, several threads parsing, memory flat (a few megabytes a thread and what the sink keeps).
///
///   KARUNA_TRY(table, CsvBlocks::open("answers.csv"));
///   KARUNA_TRY(team, table.header().position("team"));
///   KARUNA_TRY(read, table.read({{team, CsvKind::words}}, 2, progress, [&](const CsvBlock& block) -> Result<void> { ... }));
class CsvBlocks {
 public:
  /// As CsvReader::open.
  static Result<CsvBlocks> open(const std::filesystem::path& file, const CsvOptions& options = {});
  static Result<CsvBlocks> open(std::istream& stream, std::string name, const CsvOptions& options = {});

  CsvBlocks(CsvBlocks&&) noexcept;
  CsvBlocks& operator=(CsvBlocks&&) noexcept;
  ~CsvBlocks();

  const CsvHeader& header() const;
  const CsvDialect& dialect() const;

  /// Takes   the columns, how many threads may parse, and what to do with a block. The sink sees the blocks in the order of the file,
  ///         one at a time (from any of the threads), so what it builds does not depend on the number of threads. Once per reader.
  /// Fails   as CsvReader::next (the first wrong line of the file, whatever the threads), what the sink fails with, interrupted
  /// Cost    O(bytes); 10 M rows of two integers in about a tenth of a second on two cores
  Result<CsvSummary> read(std::span<const CsvColumn> columns, unsigned threads, Progress& progress,
                          const std::function<Result<void>(const CsvBlock&)>& sink);

 private:
  struct State;
  explicit CsvBlocks(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Different texts, numbered in the order in which they were first seen. Joins the vocabularies of blocks.
class Vocabulary {
 public:
  std::uint32_t add(std::string_view text);                      ///< its number, old or new
  std::optional<std::uint32_t> find(std::string_view text) const;
  std::size_t size() const { return texts_.size(); }
  std::string_view operator[](std::uint32_t number) const { return texts_[number]; }

 private:
  void grow();
  std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
  std::vector<std::unique_ptr<char[]>> store_;
  std::size_t room_ = 0;
  char* free_ = nullptr;
  std::vector<std::string_view> texts_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace karuna
