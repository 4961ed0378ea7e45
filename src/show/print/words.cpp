// SPDX-License-Identifier: Apache-2.0
#include "show/print/words.h"

#include <chrono>

namespace karuna::show::print {

extern const Words words_en, words_de, words_fr, words_es, words_ar;

const Words& words_in(std::string_view language) {
  for (const Words* words : {&words_de, &words_fr, &words_es, &words_ar})
    if (language.substr(0, 2) == words->language) return *words;
  return words_en;
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

std::string_view typed(std::string_view address) { return address.starts_with("https://") ? address.substr(8) : address; }

std::string hour_words(std::uint32_t hour, const Words& words) {
  const std::chrono::year_month_day day(std::chrono::sys_days(std::chrono::days(hour / 24)));
  const auto number = static_cast<unsigned>(day.day());
  const std::string date = filled(words.date, {{"day", words.language == "fr" && number == 1 ? "1er" : std::to_string(number)},
                                               {"month", std::string(words.months[static_cast<unsigned>(day.month()) - 1])},
                                               {"year", std::to_string(static_cast<int>(day.year()))}});
  if (hour % 24 == 0) return date;
  return filled(words.at_hour, {{"date", date}, {"hour", (hour % 24 < 10 ? "0" : "") + std::to_string(hour % 24) + ":00"}});
}

std::string end_words(std::uint32_t hour, const Words& words) { return hour_words(hour % 24 == 0 && hour >= 24 ? hour - 24 : hour, words); }

}  // namespace karuna::show::print
