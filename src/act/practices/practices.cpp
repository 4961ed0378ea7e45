// SPDX-License-Identifier: Apache-2.0
#include "act/practices/practices.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/toml.h"
#include "embedded_practices.h"

namespace karuna::act {
namespace {

constexpr std::array<std::string_view, 5> languages{"en", "de", "fr", "es", "ar"};
constexpr std::int64_t most_minutes = 5;
constexpr std::size_t most_chosen = 3;

Result<Words> words_of(const TomlTable& file, std::string_view key) {
  KARUNA_TRY(table, file.table(key));
  Words words;
  for (const std::string_view language : languages) {
    KARUNA_TRY(text, table.text(language));
    if (text.empty()) return table.wrong(language, "is empty", "words in this language");
    words.emplace(language, std::move(text));
  }
  KARUNA_CHECK(table.only(std::vector<std::string>(languages.begin(), languages.end())));
  return words;
}

/// How early in the list a practice fits; the length of the list where it does not.
std::size_t place_of(const Practice& practice, const std::vector<std::string>& about) {
  for (std::size_t i = 0; i < about.size(); ++i) {
    const std::string_view score = std::string_view(about[i]).substr(about[i].rfind('.') + 1);
    if (std::find(practice.fits.begin(), practice.fits.end(), score) != practice.fits.end()) return i;
  }
  return about.size();
}

}  // namespace

Result<Practice> read_practice(std::string_view text, const std::string& name) {
  KARUNA_TRY(file, parse_toml(text, name));
  KARUNA_CHECK(file.only({"id", "element", "fits", "minutes", "evidence", "title", "do", "first", "careful"}));
  Practice practice;
  KARUNA_TRY(id, file.text("id"));
  if (id + ".toml" != name) return file.wrong("id", "is " + in_quotes(id), "the name of the file without .toml");
  practice.id = std::move(id);
  KARUNA_TRY(element, file.text("element"));
  if (std::find(elements.begin(), elements.end(), element) == elements.end())
    return file.wrong("element", "is " + in_quotes(element), join_words(std::vector<std::string>(elements.begin(), elements.end()), "or"));
  practice.element = std::move(element);
  KARUNA_TRY(fits, file.texts("fits"));
  if (fits.empty()) return file.wrong("fits", "is empty", "the scores it was written for, for instance [\"support\"]");
  practice.fits = std::move(fits);
  KARUNA_TRY(minutes, file.integer("minutes", 1, most_minutes));
  practice.minutes = static_cast<std::uint32_t>(minutes);
  KARUNA_TRY(evidence, file.text("evidence"));
  const auto known = std::find(evidence_names.begin(), evidence_names.end(), evidence);
  if (known == evidence_names.end()) return file.wrong("evidence", "is " + in_quotes(evidence), "none yet, published or ours");
  practice.evidence = static_cast<Evidence>(known - evidence_names.begin());
  for (const auto& [key, into] : {std::pair("title", &practice.title), std::pair("do", &practice.does), std::pair("first", &practice.first), std::pair("careful", &practice.careful)}) {
    KARUNA_TRY(words, words_of(file, key));
    *into = std::move(words);
  }
  return practice;
}

Result<std::vector<Practice>> builtin_practices() {
  std::vector<Practice> practices;
  for (const auto& file : embedded_practices()) {
    KARUNA_TRY(practice, read_practice(file.bytes, std::string(file.name)));
    practices.push_back(std::move(practice));
  }
  return practices;
}

std::vector<const Practice*> choose_practices(const std::vector<Practice>& practices, const std::vector<std::string>& about) {
  std::vector<const Practice*> order;
  for (const Practice& practice : practices) order.push_back(&practice);
  std::sort(order.begin(), order.end(), [&](const Practice* a, const Practice* b) {
    const auto key = [&](const Practice* p) { return std::tuple(place_of(*p, about), -static_cast<int>(p->evidence), p->minutes, std::string_view(p->id)); };
    return key(a) < key(b);
  });
  std::vector<const Practice*> chosen;
  std::set<std::string_view> of;
  for (const bool another_element : {true, false})
    for (const Practice* practice : order) {
      if (chosen.size() == most_chosen) return chosen;
      if (std::find(chosen.begin(), chosen.end(), practice) != chosen.end()) continue;
      if (another_element && !of.insert(practice->element).second) continue;
      chosen.push_back(practice);
    }
  return chosen;
}

}  // namespace karuna::act
