// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace karuna {

// ---- on a terminal -------------------------------------------------------------------------------------------------
/// Columns that UTF-8 text takes on a terminal: combining marks 0, wide characters 2, control characters 0.
std::size_t display_width(std::string_view text);
/// Cut to at most `width` columns, the last one "…" where something was cut; never inside a character with its marks.
std::string truncated(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);       ///< exactly `width` columns: cut or filled with blanks behind
std::string pad_left(std::string_view text, std::size_t width);        ///< the same, blanks before: numbers
std::string pad_centre(std::string_view text, std::size_t width);

// ---- numbers, the same in every locale ------------------------------------------------------------------------------
/// 3.14159, 2 -> "3.14"; never "-0.00"; NaN -> "NaN".
std::string fixed(double value, int digits);
/// The shortest text that reads back to the same double: 0.1 -> "0.1", 3 -> "3".
std::string shortest(double value);
/// 1234567 -> "1,234,567". The separator may be any UTF-8 text (a thin blank, for instance).
std::string grouped(std::int64_t value, std::string_view separator = ",");

// ---- words ----------------------------------------------------------------------------------------------------------
/// {"A", "B", "C"} -> "A, B and C"; at most `most` are named, then "A, B and 7 more".
std::string join_words(std::span<const std::string> words, std::string_view last = "and", std::size_t most = 12);
/// Puts values in the places of their {names}: "{n} people", n 3 -> "3 people". A name without a value becomes nothing.
std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string>> values);
/// 1, "row" -> "1 row"; 1200, "row" -> "1,200 rows"; an irregular plural can be given.
std::string counted(std::uint64_t count, std::string_view one, std::string_view many = {});
/// The candidate that a mistyped word was probably meant to be: fewest edits (insert, delete, replace, swap of neighbours), letter case apart,
/// at most a third of its length; the first among equals.
std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates);
/// Text from outside as it may stand in an error or a log: in double quotes, control characters written out, cut to 60 columns.
std::string in_quotes(std::string_view text);
/// Without blanks, tabs, line ends and no-break spaces around it.
std::string_view trimmed(std::string_view text);
/// A to Z in lower case; other letters as they are.
std::string lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace karuna
