// SPDX-License-Identifier: Apache-2.0
#include "fit/read_data.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/csv.h"
#include "base/numbers.h"
#include "base/text.h"

namespace karuna::fit {
namespace {

constexpr std::size_t rows_between_checks = 1 << 14;

/// What a column holds, as far as it was seen.
struct Seen {
  std::size_t numbers = 0, words = 0;
  std::string first_word = {};
};

class Cells {
 public:
  Cells(const std::vector<std::string>& missing, DecimalComma comma) : missing_(missing), comma_(comma) {}
  bool missing(std::string_view cell) const { return std::find(missing_.begin(), missing_.end(), cell) != missing_.end(); }
  std::optional<double> number(std::string_view cell) const {
    if (const auto value = parse_decimal(cell, comma_)) return value;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::string word = lower_ascii(cell);
    if (word == "inf" || word == "+inf" || word == "infinity") return infinity;
    if (word == "-inf" || word == "-infinity") return -infinity;
    return std::nullopt;
  }

 private:
  const std::vector<std::string>& missing_;
  DecimalComma comma_;
};

/// Calls `take` with each row; asks now and then whether to go on.
template <typename Take>
Result<std::size_t> each_row(CsvReader& reader, Progress& progress, const Take& take) {
  std::size_t rows = 0;
  for (;; ++rows) {
    KARUNA_TRY(more, reader.next());
    if (!more) return rows;
    take(reader);
    if (rows % rows_between_checks == 0) KARUNA_CHECK(progress.check());
  }
}

}  // namespace

Result<stats::DataTable> read_data(const std::filesystem::path& file, const std::vector<std::string>& missing, Progress& progress) {
  progress.begin("reading " + file.filename().string(), 0);
  KARUNA_TRY(first, CsvReader::open(file));
  const auto& names = first.header().names();
  const Cells cells(missing, first.dialect().separator == ',' ? DecimalComma::no : DecimalComma::allowed);
  std::vector<Seen> seen(names.size());
  KARUNA_TRY(rows, each_row(first, progress, [&](const CsvReader& row) {
               for (std::size_t j = 0; j < names.size(); ++j) {
                 const auto cell = trimmed(row.fields()[j]);
                 if (cells.missing(cell)) continue;
                 if (cells.number(cell)) {
                   ++seen[j].numbers;
                 } else if (seen[j].words++ == 0) {
                   seen[j].first_word = in_quotes(cell) + " in line " + std::to_string(row.line());
                 }
               }
             }));

  stats::DataTable table{file.filename().string(), rows, {}};
  for (std::size_t j = 0; j < names.size(); ++j) {
    stats::DataColumn& column = table.columns.emplace_back();
    column.name = names[j];
    column.words = seen[j].words > 0;
    if (column.words && seen[j].numbers >= 9 * seen[j].words) column.stray = seen[j].first_word;
    if (column.words)
      column.codes.reserve(rows);
    else
      column.numbers.reserve(rows);
  }
  std::vector<std::unordered_map<std::string, std::uint32_t>> place(names.size());
  KARUNA_TRY(second, CsvReader::open(file));
  KARUNA_TRY(again, each_row(second, progress, [&](const CsvReader& row) {
               for (std::size_t j = 0; j < names.size(); ++j) {
                 stats::DataColumn& column = table.columns[j];
                 const auto cell = trimmed(row.fields()[j]);
                 const bool gap = cells.missing(cell);
                 if (!column.words) {
                   column.numbers.push_back(gap ? std::nan("") : cells.number(cell).value_or(std::nan("")));
                 } else if (gap) {
                   column.codes.push_back(stats::no_level);
                 } else {
                   const auto [found, added] = place[j].emplace(std::string(cell), static_cast<std::uint32_t>(column.levels.size()));
                   if (added) column.levels.emplace_back(cell);
                   column.codes.push_back(found->second);
                 }
               }
             }));
  progress.end();
  if (again != rows) return fail(Fault::unreadable, file.string() + " changed while it was read");
  return table;
}

}  // namespace karuna::fit
