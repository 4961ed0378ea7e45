// SPDX-License-Identifier: Apache-2.0
#include "seal/base64url.h"

#include <array>

namespace karuna::seal {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 255;

constexpr std::array<std::uint8_t, 256> digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

}  // namespace

std::string to_base64url(Bytes bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63U];
  }
  if (count > 0) out += alphabet[bits << (6 - count) & 63U];
  return out;
}

Result<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return fail(Fault::invalid, "base64url never has " + std::to_string(text.size()) + " characters: one is missing or one too many");
  std::vector<std::uint8_t> out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t digit = digits[static_cast<std::uint8_t>(text[i])];
    if (digit == no_digit)
      return fail(Fault::invalid, "base64url has letters, digits, - and _ and no padding; character " + std::to_string(i + 1) + " is another");
    bits = bits << 6 | digit;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<std::uint8_t>(bits >> count));
    }
  }
  // Two texts for the same bytes would be two hashes of the same thing.
  if ((bits & ((1U << count) - 1)) != 0) return fail(Fault::invalid, "the last character of this base64url has bits that belong to no byte");
  return out;
}

}  // namespace karuna::seal
