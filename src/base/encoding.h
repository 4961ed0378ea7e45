// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace karuna {

/// How letters beyond ASCII were written down.
enum class Encoding { utf8, windows_1252 };

/// Whether text is well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).  Cost  O(bytes); ASCII eight at a time.
bool is_utf8(std::string_view text);

/// Whether every byte is below 0x80.
bool is_ascii(std::string_view text);

/// Position of the first NUL byte, if there is one.
std::optional<std::size_t> find_nul(std::string_view text);

/// Windows-1252 turned into UTF-8 (Western European Excel writes it).
/// Gives   nothing where one of the five bytes stands that mean nothing there (0x81, 0x8d, 0x8f, 0x90, 0x9d)
/// Source  WHATWG Encoding, index windows-1252, without its C1 fall-backs
std::optional<std::string> from_windows_1252(std::string_view text);

}  // namespace karuna
