// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace karuna::test {

/// Whether a value has the type that a schema names.
inline bool has_type(const nlohmann::json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  throw std::runtime_error("the schema names the type " + type);
}

/// What of a value does not keep to a schema, place by place. Of the language of schemas it knows what ours use, and throws at any other word.
inline void check_schema(const nlohmann::json& schema, const nlohmann::json& value, const std::string& at, std::vector<std::string>& wrong) {
  for (const auto& [word, what] : schema.items()) {
    if (word == "description" || word == "title" || word == "$schema" || word == "$id") continue;
    if (word == "type") {
      const auto types = what.is_array() ? what.get<std::vector<std::string>>() : std::vector<std::string>{what.get<std::string>()};
      if (std::none_of(types.begin(), types.end(), [&](const auto& type) { return has_type(value, type); })) wrong.push_back(at + " is no " + what.dump());
    } else if (word == "enum") {
      if (std::find(what.begin(), what.end(), value) == what.end()) wrong.push_back(at + " is " + value.dump());
    } else if (word == "minimum") {
      if (value.is_number() && value.get<double>() < what.get<double>()) wrong.push_back(at + " is below " + what.dump());
    } else if (word == "required") {
      for (const auto& key : what)
        if (value.is_object() && !value.contains(key.get<std::string>())) wrong.push_back(at + " has no " + key.dump());
    } else if (word == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) check_schema(what, value[i], at + "/" + std::to_string(i), wrong);
    } else if (word == "properties") {
      for (const auto& [key, of] : what.items())
        if (value.is_object() && value.contains(key)) check_schema(of, value.at(key), at + "/" + key, wrong);
    } else if (word == "additionalProperties") {
      if (!value.is_object()) continue;
      for (const auto& [key, of] : value.items()) {
        if (schema.contains("properties") && schema.at("properties").contains(key)) continue;
        if (what.is_object())
          check_schema(what, of, at + "/" + key, wrong);
        else if (!what.get<bool>())
          wrong.push_back(at + " has " + key + ", which the schema does not know");
      }
    } else {
      throw std::runtime_error("the schema has the word " + word);
    }
  }
}

}  // namespace karuna::test
