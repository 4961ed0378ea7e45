// SPDX-License-Identifier: Apache-2.0
#include "base/numbers.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace karuna {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits, at most one point (or comma), an optional exponent with digits: what std::from_chars reads, without inf, nan and hex.
bool has_shape_of_decimal(std::string_view text, bool comma_allowed) {
  std::size_t i = 0, digits = 0, points = 0;
  for (; i < text.size(); ++i) {
    if (is_digit(text[i])) ++digits;
    else if (text[i] == '.' || (comma_allowed && text[i] == ',')) ++points;
    else break;
  }
  if (digits == 0 || points > 1) return false;
  if (i == text.size()) return true;
  if (text[i] != 'e' && text[i] != 'E') return false;
  if (++i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  if (i == text.size()) return false;
  for (; i < text.size(); ++i)
    if (!is_digit(text[i])) return false;
  return true;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text, DecimalComma comma) {
  text = trimmed(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find_first_not_of("0123456789");
  if (point == 0 || text.empty()) return std::nullopt;
  if (point != std::string_view::npos) {
    if (text[point] != '.' && !(comma == DecimalComma::allowed && text[point] == ',')) return std::nullopt;
    if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return negative ? -value : value;
}

std::optional<double> parse_decimal(std::string_view text, DecimalComma comma) {
  text = trimmed(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!has_shape_of_decimal(text, comma == DecimalComma::allowed)) return std::nullopt;

  double value = 0;
  if (const std::size_t at = text.find(','); at != std::string_view::npos) {
    std::array<char, 400> with_point{};
    if (text.size() > with_point.size()) return std::nullopt;
    text.copy(with_point.data(), text.size());
    with_point[at] = '.';
    if (std::from_chars(with_point.data(), with_point.data() + text.size(), value).ec != std::errc()) return std::nullopt;
  } else if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) {
    return std::nullopt;   // out of range
  }
  return negative ? -value : value;
}

}  // namespace karuna
