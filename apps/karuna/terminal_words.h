// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace karuna {

inline constexpr std::size_t terminal_columns = 80;

/// Text broken between words into lines of at most `width` columns; a word that is longer stands alone. Line ends in the text count as blanks.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// "Terms       SHIP: free with attribution" with the lines after the first indented below the text.
std::string labelled(std::string_view label, std::string_view text, std::size_t indent = 12);

}  // namespace karuna
