// SPDX-License-Identifier: Apache-2.0
#include "act/pods/open_table.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/text.h"

namespace karuna::act {
namespace {

std::string field(const nlohmann::ordered_json& value) {
  std::string text = value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.is_boolean() ? (value.get<bool>() ? "yes" : "no") : value.dump();
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

Result<OpenTable> open_table(const std::filesystem::path& file) {
  if (lower_ascii(file.extension().string()) != ".json") {
    KARUNA_TRY(reader, CsvReader::open(file));
    return OpenTable{nullptr, std::move(reader)};
  }
  KARUNA_TRY(bytes, read_file(file));
  const auto no_table = [&] {
    return fail(Fault::invalid, file.string() + " is no table: expected a JSON array of objects with texts and numbers, or an object that holds one as \"rows\"");
  };
  const auto json = nlohmann::ordered_json::parse(bytes, nullptr, false);
  const auto* rows = json.is_object() && json.contains("rows") ? &json["rows"] : &json;
  if (!rows->is_array() || rows->empty()) return no_table();
  std::vector<std::string> names;
  for (const auto& row : *rows) {
    if (!row.is_object()) return no_table();
    for (const auto& [name, value] : row.items()) {
      if (value.is_structured()) return no_table();
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  std::string csv;
  for (std::size_t k = 0; k < names.size(); ++k) csv += (k ? "," : "") + field(names[k]);
  for (const auto& row : *rows) {
    csv += "\n";
    for (std::size_t k = 0; k < names.size(); ++k) csv += (k ? "," : "") + (row.contains(names[k]) ? field(row[names[k]]) : std::string("\"\""));
  }
  auto text = std::make_unique<std::istringstream>(csv + "\n");
  KARUNA_TRY(reader, CsvReader::open(*text, file.string(), CsvOptions{.separator = ','}));
  return OpenTable{std::move(text), std::move(reader)};
}

bool is_yes(std::string_view cell) {
  const std::string word = lower_ascii(trimmed(cell));
  return word == "yes" || word == "y" || word == "1" || word == "true";
}

}  // namespace karuna::act
