// SPDX-License-Identifier: Apache-2.0
#include "terminal_words.h"

#include "base/text.h"

namespace karuna {

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line, word;
  const auto put_word = [&] {
    if (word.empty()) return;
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      lines.push_back(line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') put_word();
    else word += c;
  }
  put_word();
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

std::string labelled(std::string_view label, std::string_view text, std::size_t indent) {
  std::string out;
  for (const std::string& line : wrapped(text, terminal_columns - indent)) out += pad_right(out.empty() ? label : "", indent) + line + "\n";
  return out;
}

}  // namespace karuna
