// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/toml.h"
#include "collect/survey.h"

namespace karuna::collect {

/// Inside the reading of a survey file: its tables, one function each. Each checks its keys against known_keys.

/// The keys that a table of the survey file may hold. `table` is "" for the file itself, "answers", "answers.files[]", "scale[]", ...
const std::vector<std::string>& known_keys(std::string_view table);

Result<Answers> parse_answers(const TomlTable& table, const std::filesystem::path& survey_file);
Result<UnitsFile> parse_units(const TomlTable& table, const std::filesystem::path& survey_file);
Result<InstrumentWish> parse_instrument(const TomlTable& table);
Result<OwnScale> parse_scale(const TomlTable& table);
Result<Index> parse_index(const TomlTable& table);
Result<Margin> parse_margin(const TomlTable& table, const std::string& column, std::size_t line);
Result<ReportWishes> parse_report(const TomlTable& table);
Result<Table> parse_table(const TomlTable& table, const TomlTable& survey, const std::filesystem::path& survey_file);

/// A path of the survey file: ${NAME} and ${NAME:-fall-back} replaced from the environment, relative to the survey file's folder.
/// Fails  invalid  the key is absent or empty; an environment variable is not set and has no fall-back; "${" is not closed
Result<std::filesystem::path> parse_path(const TomlTable& table, std::string_view key, const std::filesystem::path& survey_file);

/// Keys that several tables share.
Result<std::optional<char>> parse_separator(const TomlTable& table);
Result<std::optional<Encoding>> parse_encoding(const TomlTable& table);
Result<void> check_dimension(const TomlTable& table, std::string_view dimension);
/// An id as it stands in tables and addresses: letters, digits and . _ - (no blank).
Result<std::string> parse_id(const TomlTable& table);
/// Fails  invalid  two of a list are the same
Result<void> check_distinct(const TomlTable& table, std::string_view key, std::span<const std::string> words);
/// One of a few words; the nearest is suggested.
Result<std::size_t> parse_choice(const TomlTable& table, std::string_view key, std::span<const std::string> choices, std::size_t fallback);
/// Whether text is a number with or without a fraction that an int16 answer code can hold.
inline constexpr double largest_code = 32000;

}  // namespace karuna::collect
