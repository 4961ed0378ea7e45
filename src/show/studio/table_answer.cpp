// SPDX-License-Identifier: Apache-2.0
#include "show/studio/table_answer.h"

#include <algorithm>

#include "base/csv.h"

namespace karuna::show {

namespace {

using nlohmann::json;

std::string plain(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (!value.is_array()) return value.is_null() ? std::string() : value.dump();
  std::string joined;
  for (const json& one : value) joined += (joined.empty() ? "" : "; ") + plain(one);
  return joined;
}

void write(CsvWriter& csv, const json& value) {
  if (value.is_null()) csv.empty();
  else if (value.is_number_integer()) csv.integer(value.get<long long>());
  else if (value.is_number()) csv.number(value.get<double>());
  else csv.text(plain(value));
}

void walk(json& rows, const std::string& name, const json& value) {
  const std::string before = name.empty() ? "" : name + ".";
  if (value.is_object())
    for (const auto& [key, inside] : value.items()) walk(rows, before + key, inside);
  else if (value.is_array() && std::ranges::any_of(value, [](const json& one) { return one.is_structured(); }))
    for (std::size_t i = 0; i < value.size(); ++i) walk(rows, before + std::to_string(i), value[i]);
  else
    rows.push_back({{"name", name}, {"value", value}});
}

}  // namespace

std::string table_of(const json& rows, std::initializer_list<const char*> columns) {
  CsvWriter csv;
  for (const char* column : columns) csv.text(column);
  csv.end_row();
  for (const json& row : rows) {
    for (const char* column : columns) {
      const auto found = row.find(column);
      found == row.end() ? static_cast<void>(csv.empty()) : write(csv, *found);
    }
    csv.end_row();
  }
  return csv.take();
}

http::Response table_answer(std::string table) { return {.content_type = "text/csv; charset=utf-8", .body = std::move(table)}; }
http::Response table_answer(const json& rows, std::initializer_list<const char*> columns) { return table_answer(table_of(rows, columns)); }

json rows_of_values(const json& value) {
  json rows = json::array();
  walk(rows, "", value);
  return rows;
}

}  // namespace karuna::show
