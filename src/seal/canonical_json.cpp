// SPDX-License-Identifier: Apache-2.0
#include "seal/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/encoding.h"

namespace karuna::seal {

namespace {

using nlohmann::json;

constexpr std::int64_t largest_exact = (std::int64_t{1} << 53) - 1;
/// Our files have six levels. A limit keeps made-up input from exhausting the stack.
constexpr int most_levels = 64;

/// Number::toString of ECMAScript: the shortest digits that read back as the same number, laid out by its rules.
std::string number_text(double value) {
  if (value == 0) return "0";  // minus zero too
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
  const std::string_view shortest(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 2) digits += shortest.substr(2, e - 2);
  int exponent = 0;
  const std::size_t number = shortest[e + 1] == '+' ? e + 2 : e + 1;
  std::from_chars(shortest.data() + number, end, exponent);
  const int count = static_cast<int>(digits.size()), point = exponent + 1;  // value = 0.digits * 10^point
  std::string out = value < 0 ? "-" : "";
  if (count <= point && point <= 21) return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21) return out + digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
  if (-6 < point && point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  out += digits[0];
  if (count > 1) out += "." + digits.substr(1);
  return out + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

void write_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          std::array<char, 8> escape{};
          std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
          out += escape.data();
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

/// The order of UTF-16 code units is that of the bytes of UTF-8, but for this: what needs two units (lead byte from 0xF0, units from 0xD800)
/// comes before U+E000 to U+FFFF (lead bytes 0xEE and 0xEF). In well-formed UTF-8 the first differing bytes are of the same place in a character.
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
  const auto rank = [](char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x100 : byte;
  };
  return rank(*x) < rank(*y);
}

Result<void> check_text(std::string_view text) {
  if (!is_utf8(text)) return fail(Fault::invalid, "a text that is not UTF-8 has no canonical JSON");
  return {};
}

Result<void> write_value(const json& value, int level, std::string& out) {
  if (level > most_levels) return fail(Fault::invalid, "JSON of more than " + std::to_string(most_levels) + " levels is not written");
  switch (value.type()) {
    case json::value_t::null:
      out += "null";
      return {};
    case json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return {};
    case json::value_t::number_integer:
    case json::value_t::number_unsigned: {
      const double as_double = value.get<double>();
      if (std::abs(as_double) <= static_cast<double>(largest_exact)) {
        out += std::to_string(value.get<std::int64_t>());
      } else {
        out += number_text(as_double);  // JSON's numbers are doubles to RFC 8785
      }
      return {};
    }
    case json::value_t::number_float: {
      const double number = value.get<double>();
      if (!std::isfinite(number)) return fail(Fault::invalid, "NaN and infinity have no JSON");
      out += number_text(number);
      return {};
    }
    case json::value_t::string: {
      const std::string& text = value.get_ref<const std::string&>();
      KARUNA_CHECK(check_text(text));
      write_text(text, out);
      return {};
    }
    case json::value_t::array: {
      char before = '[';
      for (const json& each : value) {
        out += std::exchange(before, ',');
        KARUNA_CHECK(write_value(each, level + 1, out));
      }
      out += before == '[' ? "[]" : "]";
      return {};
    }
    case json::value_t::object: {
      std::vector<std::pair<std::string_view, const json*>> members;
      for (const auto& [name, each] : value.items()) {
        KARUNA_CHECK(check_text(name));
        members.emplace_back(name, &each);
      }
      std::ranges::sort(members, before_in_utf16, [](const auto& member) { return member.first; });
      char before = '{';
      for (const auto& [name, each] : members) {
        out += std::exchange(before, ',');
        write_text(name, out);
        out += ':';
        KARUNA_CHECK(write_value(*each, level + 1, out));
      }
      out += before == '{' ? "{}" : "}";
      return {};
    }
    case json::value_t::binary:
    case json::value_t::discarded:
      break;
  }
  return fail(Fault::invalid, "only null, true, false, numbers, texts, lists and objects have canonical JSON");
}

/// Counted in the bytes, before anything is built from them.
bool too_deep(std::string_view text) {
  int level = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++level > most_levels) return true;
    } else if (c == ']' || c == '}') {
      --level;
    }
  }
  return false;
}

/// Looks at each part as it comes, before anything is built, so that what is wrong is named with its place.
class Look : public nlohmann::json_sax<json> {
 public:
  std::string wrong;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(json::number_integer_t value) override { return value >= -largest_exact || refuse_number(std::to_string(value)); }
  bool number_unsigned(json::number_unsigned_t value) override {
    return value <= static_cast<std::uint64_t>(largest_exact) || refuse_number(std::to_string(value));
  }
  bool number_float(json::number_float_t, const json::string_t& words) override { return refuse_number(words.substr(0, 40)); }
  bool string(json::string_t&) override { return true; }
  bool binary(json::binary_t&) override { return refuse("holds bytes"); }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool start_object(std::size_t) override {
    keys_.emplace_back();
    return true;
  }
  bool key(json::string_t& name) override {
    // Keys of canonical JSON rise, so a repeated one follows itself; elsewhere the bytes differ from the canonical form.
    if (keys_.back() == name) return refuse("has the key \"" + name.substr(0, 60) + "\" twice in one object");
    keys_.back() = name;
    return true;
  }
  bool end_object() override {
    keys_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
    return refuse("is no JSON: byte " + std::to_string(position) + " is not expected there");
  }

 private:
  bool refuse(std::string words) {
    if (wrong.empty()) wrong = std::move(words);
    return false;
  }
  bool refuse_number(const std::string& number) { return refuse("holds the number " + number + "; whole numbers below 2^53 are expected"); }
  std::vector<std::optional<std::string>> keys_;
};

}  // namespace

Result<std::string> canonical_json(const json& value) {
  std::string out;
  KARUNA_CHECK(write_value(value, 0, out));
  return out;
}

Result<json> read_canonical_file(std::string_view name, std::string_view text, std::size_t most_bytes) {
  const auto wrong = [&](const std::string& what) { return fail(Fault::invalid, std::string(name) + " " + what); };
  if (text.size() > most_bytes) return wrong("has " + std::to_string(text.size()) + " bytes, at most " + std::to_string(most_bytes) + " are read");
  if (too_deep(text)) return wrong("has more than " + std::to_string(most_levels) + " levels; a file of a wave has six");
  Look look;
  if (!json::sax_parse(text.begin(), text.end(), &look)) return wrong(look.wrong);
  json value = json::parse(text.begin(), text.end(), nullptr, false);
  KARUNA_TRY(canonical, canonical_json(value));
  if (canonical == text) return value;
  const auto at = std::mismatch(text.begin(), text.end(), canonical.begin(), canonical.end()).first - text.begin();
  return wrong("is not in canonical form (RFC 8785: keys in order, no blanks, one way to write each value): byte " + std::to_string(at + 1) +
               " is the first that differs");
}

Result<json> read_canonical_json(std::string_view text, std::size_t most_bytes) { return read_canonical_file("this JSON", text, most_bytes); }

}  // namespace karuna::seal
