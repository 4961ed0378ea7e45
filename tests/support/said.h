// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <regex>
#include <set>
#include <string>

#include "base/said.h"
#include "shared.h"

namespace karuna::test {

/// What keeps the pages from saying a sentence: its code has no words in web/studio/src/said, or its blanks are not those of the words. Empty where nothing does.
inline std::string unsayable(const Said& said) {
  static const std::string words = read_text(KARUNA_SOURCE_DIR "/web/studio/src/said/words_en.ts");
  std::smatch line;
  if (!std::regex_search(words, line, std::regex("\\n  " + said.code + ": '([^\\n]*)',"))) return "no words for '" + said.code + "'";
  std::set<std::string> given, wanted;
  for (const auto& [name, value] : said.values) given.insert(value.empty() ? name + " (empty)" : name);
  const std::string text = line[1];
  const std::regex blank("\\{(\\w+)\\}");
  for (std::sregex_iterator it(text.begin(), text.end(), blank), end; it != end; ++it) wanted.insert((*it)[1]);
  for (const std::string& name : wanted)
    if (!given.contains(name)) return said.code + " needs {" + name + "}";
  return {};
}

}  // namespace karuna::test
