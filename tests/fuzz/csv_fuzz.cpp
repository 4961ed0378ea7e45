// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: no crash, and the row reader and the block reader see the same table or both refuse it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "base/csv_blocks.h"
#include "base/encoding.h"
#include "base/numbers.h"

namespace {

using namespace karuna;

struct Table {
  bool good = false;
  std::string words;
  std::vector<std::string> cells;
  std::vector<std::size_t> lines;
};

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

Table by_rows(const std::string& bytes, const CsvOptions& options) {
  Table table;
  std::istringstream stream(bytes);
  auto reader = CsvReader::open(stream, "f", options);
  if (!reader) return table.words = reader.error().what, table;
  for (;;) {
    const auto more = reader->next();
    if (!more) table.words = more.error().what;
    table.good = more.has_value();
    if (!more || !*more) return table;
    expect(reader->fields().size() == reader->header().size(), "a row of another length was let through");
    table.cells.insert(table.cells.end(), reader->fields().begin(), reader->fields().end());
    table.lines.push_back(reader->line());
  }
}

Table by_blocks(const std::string& bytes, const CsvOptions& options, unsigned threads, bool as_words) {
  Table table;
  std::istringstream stream(bytes);
  auto reader = CsvBlocks::open(stream, "f", options);
  if (!reader) return table.words = reader.error().what, table;
  std::vector<CsvColumn> columns(reader->header().size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = {i, as_words ? CsvKind::words : CsvKind::text};
  Progress silent;
  const auto read = reader->read(columns, threads, silent, [&](const CsvBlock& block) -> Result<void> {
    for (std::size_t row = 0; row < block.rows; ++row) {
      table.lines.push_back(block.line(row));
      for (const auto& column : block.columns) table.cells.emplace_back(as_words ? column.vocabulary[column.words[row]] : column.texts[row]);
    }
    return {};
  });
  if (!read) table.words = read.error().what;
  table.good = read.has_value();
  return table;
}

/// Numbers in blocks are those that numbers.h reads from the cell's text.
void check_numbers(const std::string& bytes, const CsvOptions& options, const Table& expected) {
  for (const CsvKind kind : {CsvKind::integer, CsvKind::decimal}) {
    std::istringstream stream(bytes);
    auto reader = CsvBlocks::open(stream, "f", options);
    const DecimalComma comma = reader->dialect().separator == ',' ? DecimalComma::no : DecimalComma::allowed;
    const std::size_t width = reader->header().size();
    std::vector<CsvColumn> columns(width);
    for (std::size_t i = 0; i < width; ++i) columns[i] = {i, kind};
    Progress silent;
    const auto read = reader->read(columns, 1, silent, [&](const CsvBlock& block) -> Result<void> {
      for (std::size_t row = 0; row < block.rows; ++row)
        for (std::size_t c = 0; c < width; ++c) {
          const std::string& text = expected.cells[(block.first_row + row) * width + c];
          const auto& column = block.columns[c];
          if (kind == CsvKind::integer) {
            const auto number = parse_integer(text, comma);
            const std::int32_t value = column.integers[row];
            if (is_stray(value)) expect(column.vocabulary[stray_word(value)] == text && (!number || *number > 1'000'000'000 || *number < -1'000'000'000), "a number became a stray");
            else expect(number == value, "a whole number was misread");
          } else {
            const auto number = parse_decimal(text, comma);
            const double value = column.decimals[row];
            if (is_stray(value)) expect(!number && column.vocabulary[stray_word(value)] == text, "a decimal became a stray");
            else expect(number == value, "a decimal was misread");
          }
        }
      return {};
    });
    expect(read.has_value(), "a table was refused for its numbers");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte chooses limits and pieces; the rest is the file.
  const std::uint8_t choice = data[0];
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  CsvOptions options;
  options.piece_bytes = choice & 1 ? 1 + (choice >> 4) : 4096;
  if (choice & 2) options.most_columns = 8, options.most_field_bytes = 32, options.most_record_bytes = 128;
  if (choice & 4) options.separator = ';';

  const Table rows = by_rows(bytes, options);
  const Table blocks = by_blocks(bytes, options, (choice & 0x28) == 0x28 ? 3 : 1, (choice & 16) != 0);
  expect(rows.good == blocks.good, "one reader refuses what the other takes");
  expect(rows.good || (!rows.words.empty() && !blocks.words.empty() && is_utf8(rows.words)), "a refusal without words");
  if (!rows.good) return 0;
  expect(rows.cells == blocks.cells && rows.lines == blocks.lines, "the readers see different tables");
  for (const std::string& cell : rows.cells) expect(is_utf8(cell), "a cell is not UTF-8");
  check_numbers(bytes, options, rows);
  return 0;
}
