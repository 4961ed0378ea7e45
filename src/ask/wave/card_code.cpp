// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/card_code.h"

#include "base/crockford.h"

namespace karuna::ask {

namespace {


/// Times x in the field of 32 elements, modulo x^5 + x^2 + 1.
unsigned times_x(unsigned value) { return (value << 1 ^ (value & 16U ? 0x25U : 0U)) & 31U; }

/// The sum of c_i x^(15-i), by Horner: every place has a factor of its own, none of them 0, so that neither one wrong character nor two that changed
/// places leave it as it was.
unsigned check_of(const std::array<std::uint8_t, card_characters>& values) {
  unsigned sum = 0;
  for (std::size_t c = 0; c + 1 < card_characters; ++c) sum = times_x(sum) ^ values[c];
  return times_x(sum);
}

std::string text_of(const std::array<std::uint8_t, card_characters>& values) {
  std::string text;
  for (const std::uint8_t value : values) text += crockford_alphabet[value];
  return text;
}

}  // namespace

std::string card_code(const std::array<std::uint8_t, 10>& random) {
  std::array<std::uint8_t, card_characters> values{};
  for (std::size_t bit = 0; bit < 75; ++bit)
    values[bit / 5] = static_cast<std::uint8_t>(values[bit / 5] << 1 | (random[bit / 8] >> (7 - bit % 8) & 1U));
  values[card_characters - 1] = static_cast<std::uint8_t>(check_of(values));
  return text_of(values);
}

std::string card_text(std::string_view code) {
  std::string text;
  for (std::size_t c = 0; c < code.size(); ++c) {
    if (c && c % 4 == 0) text += '-';
    text += code[c];
  }
  return text;
}

Result<std::string> read_card(std::string_view typed) {
  std::array<std::uint8_t, card_characters> values{};
  std::size_t count = 0;
  for (const char c : typed) {
    if (c == '-' || c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const int value = crockford_value(c);
    if (value < 0) return fail(Fault::invalid, "the code of a card has digits and letters only; something else was typed after " + std::to_string(count) + " of them");
    if (count < card_characters) values[count] = static_cast<std::uint8_t>(value);
    ++count;
  }
  if (count != card_characters) return fail(Fault::invalid, "the code of a card has 16 characters in four groups of 4, these are " + std::to_string(count));
  if (check_of(values) != values[card_characters - 1])
    return fail(Fault::invalid, "this code was mistyped somewhere: its last character does not fit the others. Compare it group by group");
  return text_of(values);
}

}  // namespace karuna::ask
