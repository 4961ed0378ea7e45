// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "base/text.h"

namespace karuna::show {

/// Writes JSON straight into a string, keys in the order they are given and numbers with the digits they are given: a report of a
/// hundred thousand units is never held a second time as a tree of values.
class JsonWriter {
 public:
  JsonWriter() = default;
  explicit JsonWriter(TakeBytes sink) : sink_(std::move(sink)) {}   ///< hands on what is written, a megabyte at a time
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& line() {            ///< the next value begins on a line of its own
    wants_line_ = true;
    if (sink_ && out_.size() >= piece) hand_on();
    return *this;
  }
  JsonWriter& key(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
    after_key_ = true;
    return *this;
  }
  JsonWriter& text(std::string_view value) {
    separate();
    quote(value);
    return *this;
  }
  JsonWriter& number(double value, int digits) {
    separate();
    out_ += std::isfinite(value) ? fixed(value, digits) : "null";
    return *this;
  }
  JsonWriter& plain(double value) {       ///< an end of a scale: the shortest form
    separate();
    out_ += std::isfinite(value) ? shortest(value) : "null";
    return *this;
  }
  JsonWriter& integer(std::uint64_t value) {
    separate();
    out_ += std::to_string(value);
    return *this;
  }
  JsonWriter& boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
    return *this;
  }
  JsonWriter& null() {
    separate();
    out_ += "null";
    return *this;
  }
  std::string take() {
    out_ += '\n';
    if (sink_) hand_on();
    return std::move(out_);
  }

 private:
  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonWriter& close(char bracket) {
    if (wants_line_) out_ += '\n';
    wants_line_ = false;
    out_ += bracket;
    first_ = false;
    return *this;
  }
  void separate() {
    if (after_key_) {
      after_key_ = false;
      first_ = false;
      return;
    }
    if (!first_) out_ += ',';
    if (wants_line_) out_ += '\n';
    wants_line_ = false;
    first_ = false;
  }
  void quote(std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    out_ += '"';
    std::size_t plain_from = 0;  // what needs no escape is taken over in one piece
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && c != '"' && c != '\\') continue;
      out_.append(text, plain_from, i - plain_from);
      plain_from = i + 1;
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (c == '\n') {
        out_ += "\\n";
      } else if (c == '\t') {
        out_ += "\\t";
      } else {
        out_ += "\\u00";
        out_ += hex[byte >> 4U];
        out_ += hex[byte & 15U];
      }
    }
    out_.append(text, plain_from, text.size() - plain_from);
    out_ += '"';
  }

  void hand_on() {
    sink_(out_);
    out_.clear();
  }

  static constexpr std::size_t piece = 1U << 20;
  TakeBytes sink_;
  std::string out_;
  bool first_ = true;
  bool after_key_ = false;
  bool wants_line_ = false;
};

}  // namespace karuna::show
