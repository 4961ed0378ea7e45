// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/json_fields.h"

#include <algorithm>

namespace karuna::ask {

using nlohmann::json;

JsonFields::JsonFields(const json& value, std::string where) : value_(value), where_(std::move(where)) {
  if (!value.is_object()) {
    failed_ = true;
    error_ = {Fault::invalid, where_ + ": expected a JSON object"};
  }
}

bool JsonFields::has(const char* name) const { return value_.is_object() && value_.contains(name); }

const json* JsonFields::find(const char* name) {
  asked_.insert(name);
  if (failed_) return nullptr;
  const auto found = value_.find(name);
  if (found != value_.end()) return &*found;
  failed_ = true;
  error_ = {Fault::invalid, where_ + ": the field " + name + " is missing"};
  return nullptr;
}

void JsonFields::wrong(std::string_view name, std::string_view expected) {
  if (failed_) return;
  failed_ = true;
  error_ = {Fault::invalid, place(name) + ": expected " + std::string(expected)};
}

void JsonFields::fails(Error error) {
  if (failed_) return;
  failed_ = true;
  error_ = std::move(error);
}

std::uint64_t whole_of(const json& value, std::uint64_t most, JsonFields& fields, const char* name) {
  if (value.is_number_integer() && (value.is_number_unsigned() || value.get<std::int64_t>() >= 0) && value.get<std::uint64_t>() <= most)
    return value.get<std::uint64_t>();
  fields.wrong(name, "a whole number from 0 to " + std::to_string(most));
  return 0;
}

std::uint64_t JsonFields::whole(const char* name, std::uint64_t most) {
  const json* value = find(name);
  return value ? whole_of(*value, most, *this, name) : 0;
}

std::int64_t JsonFields::signed_whole(const char* name, std::int64_t least, std::int64_t most) {
  const json* value = find(name);
  if (!value) return least;
  // A number too large for the signed type turns negative or is unsigned: both fall out of the range asked for.
  if (value->is_number_integer() && !(value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))) {
    const auto number = value->get<std::int64_t>();
    if (number >= least && number <= most) return number;
  }
  wrong(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

bool JsonFields::flag(const char* name) {
  const json* value = find(name);
  if (value && value->is_boolean()) return value->get<bool>();
  if (value) wrong(name, "true or false");
  return false;
}

std::string JsonFields::text(const char* name, std::size_t most_bytes) {
  const json* value = find(name);
  if (value && value->is_string() && value->get_ref<const std::string&>().size() <= most_bytes) return value->get<std::string>();
  if (value) wrong(name, "a text of at most " + std::to_string(most_bytes) + " bytes");
  return {};
}

std::size_t JsonFields::word(const char* name, std::span<const std::string_view> words) {
  const std::string found = text(name, 64);
  const auto at = std::find(words.begin(), words.end(), found);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  std::string list;
  for (const auto word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  wrong(name, "one of " + list);
  return 0;
}

std::vector<std::uint8_t> JsonFields::bytes(const char* name, std::size_t most) {
  const std::string written = text(name, most * 2);
  if (failed_) return {};
  auto read = seal::from_base64url(written);
  if (read && read->size() <= most) return *std::move(read);
  wrong(name, "bytes in base64url without padding");
  return {};
}

const json& JsonFields::object(const char* name) {
  static const json empty = json::object();
  const json* value = find(name);
  if (value && value->is_object()) return *value;
  if (value) wrong(name, "an object");
  return empty;
}

const json& JsonFields::list(const char* name, std::size_t most) {
  static const json empty = json::array();
  const json* value = find(name);
  if (value && value->is_array() && value->size() <= most) return *value;
  if (value) wrong(name, "a list of at most " + std::to_string(most) + " entries");
  return empty;
}

void JsonFields::expect(const char* name, const json& only) {
  const json* value = find(name);
  if (value && *value != only) wrong(name, only.dump());
}

Result<void> JsonFields::finish() {
  if (!failed_)
    for (const auto& [name, value] : value_.items())
      if (!asked_.contains(name)) {
        failed_ = true;
        error_ = {Fault::invalid, where_ + ": the field " + name.substr(0, 64) + " is not known here"};
        break;
      }
  if (failed_) return std::unexpected(error_);
  return {};
}

}  // namespace karuna::ask
