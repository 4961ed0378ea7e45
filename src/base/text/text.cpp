// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace karuna {
namespace {

struct Character {
  std::size_t bytes = 1;
  std::size_t width = 1;
  utf8proc_int32_t code = 0;
};

/// The first character of text; a byte that is no UTF-8 counts as one column.
Character first_character(std::string_view text) {
  Character character;
  utf8proc_int32_t code = -1;
  const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (read <= 0 || code < 0) return character;
  character.bytes = static_cast<std::size_t>(read);
  character.code = code;
  const auto category = utf8proc_category(code);
  const bool is_mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CC;
  character.width = is_mark ? 0 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
  return character;
}

/// C1 controls, and the marks that turn the direction of everything behind them.
bool is_dangerous(utf8proc_int32_t code) { return (code >= 0x80 && code < 0xA0) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069); }

std::string blanks(std::size_t count) { return std::string(count, ' '); }

std::size_t edits_between(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, std::exchange(now, std::vector<std::size_t>(b.size() + 1)));
  }
  return last[b.size()];
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    width += character.width;
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string truncated(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t taken = 0, columns = 0;
  while (taken < text.size()) {
    const Character character = first_character(text.substr(taken));
    if (columns + character.width > width - 1) break;
    columns += character.width;
    taken += character.bytes;
  }
  return std::string(text.substr(0, taken)) + "…" + blanks(width - 1 - columns);
}

std::string pad_right(std::string_view text, std::size_t width) {
  std::string cut = truncated(text, width);
  return cut + blanks(width - std::min(width, display_width(cut)));
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::string cut = truncated(text, width);
  return blanks(width - std::min(width, display_width(cut))) + cut;
}

std::string pad_centre(std::string_view text, std::size_t width) {
  const std::string cut = truncated(text, width);
  const std::size_t room = width - std::min(width, display_width(cut));
  return blanks(room / 2) + cut + blanks(room - room / 2);
}

std::string fixed(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "Inf";
  std::array<char, 512> room{};
  const auto [end, error] = std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed, std::clamp(digits, 0, 100));
  std::string text(room.data(), error == std::errc() ? end : room.data());
  if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

std::string shortest(double value) {
  if (!std::isfinite(value)) return fixed(value, 0);
  if (value == 0) return "0";
  std::array<char, 64> room{};
  const auto [end, error] = std::to_chars(room.data(), room.data() + room.size(), value);
  return std::string(room.data(), error == std::errc() ? end : room.data());
}

std::string grouped(std::int64_t value, std::string_view separator) {
  std::string digits = std::to_string(value);
  std::string out;
  if (digits.starts_with('-')) {
    out = "-";
    digits.erase(0, 1);
  }
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += separator;
    out += digits[i];
  }
  return out;
}

std::string join_words(std::span<const std::string> words, std::string_view last, std::size_t most) {
  std::vector<std::string> shown(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), std::max<std::size_t>(most, 1))));
  if (shown.size() < words.size()) {
    if (shown.size() > 1) shown.pop_back();
    shown.push_back(grouped(static_cast<std::int64_t>(words.size() - shown.size())) + " more");
    last = "and";
  }
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (i > 0) out += i + 1 == shown.size() ? " " + std::string(last) + " " : ", ";
    out += shown[i];
  }
  return out;
}

std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at), close = open == std::string_view::npos ? open : text.find('}', open);
    out.append(text.substr(at, open == std::string_view::npos ? open : open - at));
    if (close == std::string_view::npos) break;
    for (const auto& [name, value] : values)
      if (text.substr(open + 1, close - open - 1) == name) out += value;
    at = close + 1;
  }
  return out;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  const std::string plural = many.empty() ? std::string(one) + "s" : std::string(many);
  return grouped(static_cast<std::int64_t>(count)) + " " + (count == 1 ? std::string(one) : plural);
}

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t longest = 100;   // what is longer was not mistyped
  if (word.size() > longest) return std::nullopt;
  const std::string wanted = lower_ascii(word);
  const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  std::optional<std::string> best;
  std::size_t fewest = allowed + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > word.size() + allowed || word.size() > candidate.size() + allowed) continue;
    const std::size_t edits = edits_between(wanted, lower_ascii(candidate));
    if (edits < fewest && edits < std::max<std::size_t>(candidate.size(), 2)) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t widest = 60;
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  std::size_t width = 0;
  const auto put = [&](std::string_view piece, std::size_t columns) { out += piece, width += columns; };
  while (!text.empty() && width < widest) {
    const Character character = first_character(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (text.starts_with('\n')) put("\\n", 2);
    else if (text.starts_with('\t')) put("\\t", 2);
    else if (text.starts_with('\r')) put("\\r", 2);
    else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && character.code == 0)) put(std::string("\\x") + hex[byte >> 4] + hex[byte & 15], 4);
    else if (is_dangerous(character.code)) put("?", 1);
    else put(text.substr(0, character.bytes), character.width);
    text.remove_prefix(character.bytes);
    if (character.width == 0 && out.size() > 4 * widest) break;
  }
  return "\"" + out + (text.empty() ? "" : "…") + "\"";
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view no_break = "\xC2\xA0";
  for (bool cut = true; cut;) {
    cut = false;
    while (!text.empty() && std::string_view(" \t\r\n\v\f").contains(text.front())) text.remove_prefix(1), cut = true;
    while (!text.empty() && std::string_view(" \t\r\n\v\f").contains(text.back())) text.remove_suffix(1), cut = true;
    if (text.starts_with(no_break)) text.remove_prefix(2), cut = true;
    if (text.ends_with(no_break)) text.remove_suffix(2), cut = true;
  }
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t next = text.find(separator, at);
    parts.push_back(text.substr(at, next == std::string_view::npos ? next : next - at));
    if (next == std::string_view::npos) return parts;
    at = next + 1;
  }
}

}  // namespace karuna
