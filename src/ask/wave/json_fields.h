// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "seal/base64url.h"

namespace karuna::ask {

/// Reads one object of a signed file, field by field. The first thing that is wrong is kept and everything after it reads as a default, so that
/// a reader is a list of fields with one `finish()` at its end; a field nobody asked for is wrong too. Only for .cpp files (it includes json.hpp).
class JsonFields {
 public:
  /// `where` names the place for words: "cells.json, record 3".
  JsonFields(const nlohmann::json& value, std::string where);

  bool has(const char* name) const;
  std::uint64_t whole(const char* name, std::uint64_t most);
  std::int64_t signed_whole(const char* name, std::int64_t least, std::int64_t most);
  bool flag(const char* name);
  std::string text(const char* name, std::size_t most_bytes = 4096);
  /// One of a list of words; gives its position.
  std::size_t word(const char* name, std::span<const std::string_view> words);
  std::vector<std::uint8_t> bytes(const char* name, std::size_t most = 4096);
  /// Exactly N bytes.
  template <typename Array>
  void bytes_into(const char* name, Array& out) {
    const auto read = bytes(name);
    if (read.size() == out.size())
      std::copy(read.begin(), read.end(), out.begin());
    else
      wrong(name, std::to_string(out.size()) + " bytes in base64url");
  }
  const nlohmann::json& object(const char* name);
  const nlohmann::json& list(const char* name, std::size_t most);
  void expect(const char* name, const nlohmann::json& value);  ///< a field that has one value only

  void wrong(std::string_view name, std::string_view expected);
  void fails(Error error);  ///< what a reader of a part of it found
  bool good() const { return !failed_; }
  std::string place(std::string_view name) const { return where_ + ", " + std::string(name); }
  Result<void> finish();

 private:
  const nlohmann::json* find(const char* name);
  const nlohmann::json& value_;
  std::string where_;
  std::set<std::string> asked_;
  bool failed_ = false;
  Error error_;
};

/// A whole number of a list, or nothing the reader accepts: the error says the place.
std::uint64_t whole_of(const nlohmann::json& value, std::uint64_t most, JsonFields& fields, const char* name);

}  // namespace karuna::ask
