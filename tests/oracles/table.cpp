// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "base/csv.h"
#include "base/numbers.h"
#include "stats/codes.h"

namespace karuna::test {

Table::Table(const std::filesystem::path& file) {
  auto reader = CsvReader::open(file);
  if (!reader) throw std::runtime_error(reader.error().what);
  names_ = reader->header().names();
  for (;;) {
    const auto more = reader->next();
    if (!more) throw std::runtime_error(more.error().what);
    if (!*more) break;
    for (std::size_t i = 0; i < names_.size(); ++i) columns_[names_[i]].emplace_back(reader->fields()[i]);
  }
}

std::vector<double> Table::numbers(const std::string& column) const {
  std::vector<double> found;
  for (const auto& text : columns_.at(column)) found.push_back(parse_decimal(text).value_or(std::numeric_limits<double>::quiet_NaN()));
  return found;
}

std::vector<std::int16_t> Table::codes(const std::string& column) const {
  std::vector<std::int16_t> found;
  for (const auto& text : columns_.at(column)) found.push_back(static_cast<std::int16_t>(parse_integer(text).value_or(stats::no_code)));
  return found;
}

Levels Table::levels(const std::string& column) const {
  const auto& texts = columns_.at(column);
  Levels levels;
  levels.names = texts;
  const bool numeric = std::all_of(texts.begin(), texts.end(), [](const std::string& t) { return parse_decimal(t).has_value(); });
  std::sort(levels.names.begin(), levels.names.end(), [&](const auto& a, const auto& b) { return numeric ? *parse_decimal(a) < *parse_decimal(b) : a < b; });
  levels.names.erase(std::unique(levels.names.begin(), levels.names.end()), levels.names.end());
  std::map<std::string, std::uint32_t> place;
  for (const auto& name : levels.names) place.emplace(name, static_cast<std::uint32_t>(place.size()));
  for (const auto& text : texts) levels.of_row.push_back(place.at(text));
  return levels;
}

Numbers::Numbers(const Table& table, const std::vector<std::string>& names, std::size_t first_rows)
    : rows(std::min(first_rows, table.rows())), columns(names.size()) {
  for (const auto& name : names) {
    const auto column = table.numbers(name);
    data.insert(data.end(), column.begin(), column.begin() + static_cast<std::ptrdiff_t>(rows));
  }
}

}  // namespace karuna::test
