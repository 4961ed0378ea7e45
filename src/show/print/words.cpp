// SPDX-License-Identifier: Apache-2.0
#include "show/print/words.h"

#include "base/dates.h"

namespace karuna::show::print {

extern const Words words_en, words_de, words_fr, words_es, words_ar;

const Words& words_in(std::string_view language) {
  for (const Words* words : {&words_de, &words_fr, &words_es, &words_ar})
    if (language.substr(0, 2) == words->language) return *words;
  return words_en;
}

std::string_view typed(std::string_view address) { return address.starts_with("https://") ? address.substr(8) : address; }

std::string hour_words(std::uint32_t hour, const Words& words) { return karuna::hour_words(hour, {words.language, words.months, words.date, words.at_hour}); }

std::string end_words(std::uint32_t hour, const Words& words) { return hour_words(last_hour(hour), words); }

}  // namespace karuna::show::print
