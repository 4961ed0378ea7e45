// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/data_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/text.h"

namespace karuna::stats {
namespace {

/// Keeps the levels that have a row, in the order given.
Levels only_used(std::vector<std::string> names, std::vector<std::uint32_t> code) {
  std::vector<std::size_t> rows(names.size(), 0);
  for (const auto c : code)
    if (c != no_level) ++rows[c];
  Levels kept;
  std::vector<std::uint32_t> place(names.size(), no_level);
  for (std::size_t l = 0; l < names.size(); ++l) {
    if (rows[l] == 0) continue;
    place[l] = static_cast<std::uint32_t>(kept.names.size());
    kept.names.push_back(std::move(names[l]));
    kept.rows.push_back(rows[l]);
  }
  for (auto& c : code)
    if (c != no_level) c = place[c];
  kept.code = std::move(code);
  return kept;
}

}  // namespace

const DataColumn* DataTable::find(std::string_view column) const {
  for (const auto& c : columns)
    if (c.name == column) return &c;
  return nullptr;
}

std::string DataTable::no_column(std::string_view column) const {
  std::vector<std::string> names;
  for (const auto& c : columns) names.push_back(c.name);
  const auto nearest = nearest_word(column, names);
  return name + " has no column " + in_quotes(column) + (nearest ? "; did you mean " + in_quotes(*nearest) + "?" : "; it has " + join_words(names));
}

Result<const DataColumn*> DataTable::need(std::string_view column) const {
  if (const auto* found = find(column)) return found;
  return fail(Fault::not_found, no_column(column));
}

Levels levels_of(const DataColumn& column, std::span<const std::size_t> rows) {
  std::vector<std::string> names;
  std::vector<std::uint32_t> code(rows.size(), no_level);
  if (column.words) {
    std::vector<std::uint32_t> order(column.levels.size()), place(column.levels.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return column.levels[a] < column.levels[b]; });
    for (std::uint32_t l = 0; l < order.size(); ++l) {
      place[order[l]] = l;
      names.push_back(column.levels[order[l]]);
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (const auto c = column.codes[rows[i]]; c != no_level) code[i] = place[c];
    return only_used(std::move(names), std::move(code));
  }
  std::vector<double> values;
  values.reserve(rows.size());
  for (const auto row : rows)
    if (!std::isnan(column.numbers[row])) values.push_back(column.numbers[row] + 0.0);  // -0 is 0
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const double v : values) names.push_back(shortest(v));
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (const double v = column.numbers[rows[i]]; !std::isnan(v))
      code[i] = static_cast<std::uint32_t>(std::lower_bound(values.begin(), values.end(), v) - values.begin());
  return only_used(std::move(names), std::move(code));
}

Levels crossed(const Levels& a, const Levels& b) {
  // Sorted by a, then by b: numbered by pairs that occur.
  const auto pair_of = [&](std::size_t i) { return std::uint64_t{a.code[i]} * b.names.size() + b.code[i]; };
  std::vector<std::uint64_t> pairs;
  for (std::size_t i = 0; i < a.code.size(); ++i)
    if (a.code[i] != no_level && b.code[i] != no_level) pairs.push_back(pair_of(i));
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::unordered_map<std::uint64_t, std::uint32_t> place;
  place.reserve(pairs.size());
  Levels found;
  for (const auto p : pairs) {
    place.emplace(p, static_cast<std::uint32_t>(found.names.size()));
    found.names.push_back(a.names[p / b.names.size()] + ":" + b.names[p % b.names.size()]);
  }
  found.rows.assign(pairs.size(), 0);
  found.code.assign(a.code.size(), no_level);
  for (std::size_t i = 0; i < a.code.size(); ++i)
    if (a.code[i] != no_level && b.code[i] != no_level) ++found.rows[found.code[i] = place.at(pair_of(i))];
  return found;
}

}  // namespace karuna::stats
