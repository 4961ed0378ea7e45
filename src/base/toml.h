// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna {

enum class TomlKind { absent, text, integer, number, flag, date, list, table };

/// A table of a TOML file, with getters whose errors say `file:line: what was given, what was expected`.
/// A cheap view: copies share the parsed file and keep it alive.
///
///   KARUNA_TRY(survey, read_toml("SURVEY.toml"));
///   KARUNA_CHECK(survey.only({"title", "language"}));
///   KARUNA_TRY(title, survey.text("title"));
///   KARUNA_TRY(language, survey.text_or("language", "en"));
///
/// Keys are single keys, not dotted paths. Every getter fails invalid where the value has another kind;
/// those without a fallback fail invalid where the key is absent.
class TomlTable {
 public:
  TomlTable() = default;                                    ///< an empty table

  TomlKind kind(std::string_view key) const;
  bool has(std::string_view key) const { return kind(key) != TomlKind::absent; }
  std::vector<std::string> keys() const;                    ///< in the order of the file
  const std::string& file() const;
  std::size_t line() const;                                 ///< of the table
  std::size_t line(std::string_view key) const;             ///< of the key's value; of the table where the key is absent

  Result<std::string> text(std::string_view key) const;
  Result<std::string> text_or(std::string_view key, std::string_view fallback) const;
  Result<std::int64_t> integer(std::string_view key, std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                               std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
  Result<std::int64_t> integer_or(std::string_view key, std::int64_t fallback, std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                  std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
  Result<double> number(std::string_view key) const;        ///< whole numbers too; finite only
  Result<double> number_or(std::string_view key, double fallback) const;
  Result<bool> flag(std::string_view key) const;
  Result<bool> flag_or(std::string_view key, bool fallback) const;

  Result<std::vector<std::string>> texts(std::string_view key) const;
  Result<std::vector<std::string>> texts_or(std::string_view key, std::vector<std::string> fallback = {}) const;
  /// A list of texts and numbers, or a single one, each as text: missing = ["", "NA", 99]. Whole numbers without a point.
  Result<std::vector<std::string>> words_or(std::string_view key, std::vector<std::string> fallback = {}) const;
  Result<std::vector<std::int64_t>> integers(std::string_view key) const;
  Result<std::vector<std::int64_t>> integers_or(std::string_view key, std::vector<std::int64_t> fallback = {}) const;
  Result<std::vector<double>> numbers(std::string_view key) const;
  Result<std::vector<double>> numbers_or(std::string_view key, std::vector<double> fallback = {}) const;

  Result<TomlTable> table(std::string_view key) const;
  Result<TomlTable> table_or_empty(std::string_view key) const;              ///< an empty table (with file and line) where absent
  Result<std::vector<TomlTable>> tables(std::string_view key) const;         ///< [[key]]; empty where absent. Also a list of inline tables

  /// Fails  invalid  a key that is not among `known`; the nearest known one is suggested, or the known ones are listed
  Result<void> only(std::initializer_list<std::string_view> known) const;
  Result<void> only(const std::vector<std::string>& known) const;

  /// return survey.wrong("k", "is 3", "a whole number from 5"): an invalid with file:line in front. For checks of the caller's own.
  std::unexpected<Error> wrong(std::string_view key, std::string_view given, std::string_view expected) const;

 private:
  struct Document;
  friend Result<TomlTable> parse_toml(std::string_view text, std::string name);
  std::shared_ptr<const Document> document_;
  const void* node_ = nullptr;                              // a toml::table of document_
};

/// Reads and parses a TOML file of up to 4 MiB.
/// Fails  not_found, unreadable  as read_file
///        invalid                not TOML (with line), not UTF-8, too large, nested too deeply
Result<TomlTable> read_toml(const std::filesystem::path& file);

/// The same from text; `name` stands for the file in words.
Result<TomlTable> parse_toml(std::string_view text, std::string name);

}  // namespace karuna
