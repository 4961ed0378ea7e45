// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace karuna {

/// Codes that people copy by hand, five bits a character: digits and letters without I, L, O and U (Douglas Crockford's base 32).
inline constexpr std::string_view crockford_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 0 to 31, or -1 for what is no character of it. Lower case is taken, I and L as 1, O as 0.
constexpr int crockford_value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'O') c = '0';
  const std::size_t at = crockford_alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace karuna
