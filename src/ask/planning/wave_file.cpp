// SPDX-License-Identifier: Apache-2.0
#include "ask/planning/wave_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include "ask/reading/read_instrument.h"
#include "ask/wave/manifest_words.h"
#include "base/dates.h"

namespace karuna::ask {

namespace {

constexpr std::uint32_t desk_hours = 5 * 24, deep_hours = 14 * 24, pulse_hours = 21 * 24;

/// A day, or a day and an hour, as hours since 1970.
Result<std::uint32_t> hour_of(const TomlTable& file, std::string_view key, std::string_view text) {
  const auto wrong = [&] { return file.wrong(key, "is '" + std::string(text.substr(0, 40)) + "'", "a day such as \"2026-12-01\" or an hour such as \"2026-12-01T08\" (UTC)"); };
  const auto date = parse_date(text.substr(0, 10), DateFormat::iso);
  if (!date || text.size() < 10) return wrong();
  std::uint32_t hour = 0;
  if (text.size() > 10) {
    const auto read = std::from_chars(text.data() + 11, text.data() + text.size(), hour);
    if ((text[10] != 'T' && text[10] != ' ') || text.size() != 13 || read.ptr != text.data() + text.size() || hour > 23) return wrong();
  }
  const std::int32_t days = days_since_1970(*date);
  if (days < 0) return wrong();
  return static_cast<std::uint32_t>(days) * 24 + hour;
}

Result<std::optional<std::uint32_t>> optional_hour(const TomlTable& file, std::string_view key) {
  if (!file.has(key)) return std::optional<std::uint32_t>();
  KARUNA_TRY(text, file.text(key));
  KARUNA_TRY(hour, hour_of(file, key, text));
  return std::optional(hour);
}

template <std::size_t N>
Result<std::size_t> word_of(const TomlTable& file, std::string_view key, const std::array<std::string_view, N>& words, std::string_view fallback) {
  KARUNA_TRY(text, file.text_or(key, fallback));
  const auto found = std::find(words.begin(), words.end(), text);
  std::string list;
  for (const auto word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  if (found == words.end()) return file.wrong(key, "is '" + text + "'", "one of " + list);
  return static_cast<std::size_t>(found - words.begin());
}

/// [[contacts]] kind, reach, name: one text for every language, or one for each of the wave.
Result<std::vector<Contact>> contacts_of(const TomlTable& file, const std::vector<std::string>& languages) {
  KARUNA_TRY(tables, file.tables("contacts"));
  std::vector<Contact> contacts;
  if (tables.size() > most_contacts) return file.wrong("contacts", "are " + std::to_string(tables.size()), "at most " + std::to_string(most_contacts) + ", so that a person finds one");
  for (const TomlTable& table : tables) {
    KARUNA_CHECK(table.only({"kind", "reach", "name"}));
    Contact contact;
    KARUNA_TRY(kind, word_of(table, "kind", contact_words, "now"));
    contact.kind = static_cast<ContactKind>(kind);
    KARUNA_TRY(reach, table.text("reach"));
    if (reach.empty() || reach.size() > most_reach_bytes || std::any_of(reach.begin(), reach.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
      return table.wrong("reach", "does not fit", "a telephone number, a mail address or a place, in one line of at most 100 bytes");
    contact.reach = reach;
    const bool one_for_all = table.kind("name") != TomlKind::table;
    KARUNA_TRY(name, read_words(table, "name"));
    if (!one_for_all && name.size() != languages.size()) return table.wrong("name", "is in other languages than the wave", "a text in each language of `languages` and in no other");
    for (const std::string& language : languages) {
      const auto found = name.find(one_for_all ? "en" : language);
      if (found == name.end() || found->second.empty() || found->second.size() > most_contact_bytes)
        return table.wrong("name", found == name.end() ? "has no text in '" + language + "'" : "does not fit", "a text of at most 200 bytes, one for all languages or one for each of the wave");
      contact.text.emplace_back(language, found->second);
    }
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

}  // namespace

std::string hour_text(std::uint32_t hour) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(hour / 24))};
  const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day())) + " " + two(hour % 24) +
         ":00 UTC";
}

Result<WaveFile> read_wave_file(const TomlTable& file, std::int64_t this_hour) {
  KARUNA_CHECK(file.only({"title", "instruments", "index", "languages", "contacts", "depth", "profile", "k", "items", "moments", "late_desk", "trial", "opens_desk", "closes_desk",
                          "opens_ballots", "closes_ballots", "expected_response"}));
  WaveFile wave;
  KARUNA_TRY(title, file.text("title"));
  if (title.empty() || title.size() > 200) return file.wrong("title", "has " + std::to_string(title.size()) + " bytes", "a title of 1 to 200");
  wave.title = title;
  KARUNA_TRY(instruments, file.texts("instruments"));
  if (instruments.empty()) return file.wrong("instruments", "is empty", "at least one instrument of the catalogue, for instance \"karuna-battery\"");
  wave.instruments = instruments;
  if (file.has("index")) {
    KARUNA_TRY(index, file.texts("index"));
    wave.index = index;
  }
  KARUNA_TRY(languages, file.texts_or("languages", {"en"}));
  if (languages.empty() || std::set(languages.begin(), languages.end()).size() != languages.size())
    return file.wrong("languages", languages.empty() ? "is empty" : "names one twice", "at least one language, each once, for instance [\"en\", \"de\"]");
  wave.languages = languages;
  KARUNA_TRY(contacts, contacts_of(file, wave.languages));
  wave.contacts = std::move(contacts);
  KARUNA_TRY(depth, word_of(file, "depth", depth_words, "deep"));
  wave.depth = static_cast<Depth>(depth);
  KARUNA_TRY(profile, word_of(file, "profile", profile_words, "balanced"));
  wave.profile = static_cast<WaveProfile>(profile);
  if (wave.profile == WaveProfile::exact) wave.k = {10, 10, 30};
  if (file.has("k")) {
    KARUNA_TRY(k, file.integers("k"));
    if (k.size() != 3 || !std::all_of(k.begin(), k.end(), [](auto v) { return v >= 5 && v <= 100'000; }) || !std::is_sorted(k.begin(), k.end()))
      return file.wrong("k", "does not fit", "three growing numbers from 5: index, scales, items, for instance [10, 30, 100]");
    for (std::size_t g = 0; g < 3; ++g) wave.k[g] = static_cast<std::uint32_t>(k[g]);
  }
  KARUNA_TRY(items, file.flag_or("items", true));
  KARUNA_TRY(moments, file.flag_or("moments", true));
  wave.items = items;
  wave.moments = moments;
  if (file.has("late_desk")) {
    KARUNA_TRY(late, file.flag("late_desk"));
    wave.late_desk = late;
  }
  KARUNA_TRY(trial, file.flag_or("trial", false));
  wave.trial = trial;
  KARUNA_TRY(response, file.number_or("expected_response", 0.65));
  if (!(response > 0 && response <= 1)) return file.wrong("expected_response", "is " + std::to_string(response), "a share above 0 and up to 1");
  wave.expected_response = response;

  KARUNA_TRY(opens_ballots, optional_hour(file, "opens_ballots"));
  KARUNA_TRY(opens_desk, optional_hour(file, "opens_desk"));
  KARUNA_TRY(closes_desk, optional_hour(file, "closes_desk"));
  KARUNA_TRY(closes_ballots, optional_hour(file, "closes_ballots"));
  const auto now = static_cast<std::uint32_t>(std::max<std::int64_t>(this_hour, 0));
  if (!opens_ballots && !opens_desk && !wave.trial)
    return file.wrong("opens_ballots", "is missing", "the day on which ballots open, for instance opens_ballots = \"2026-12-01\"; the desk then opens five days before");
  wave.opens_ballots = opens_ballots ? *opens_ballots : opens_desk ? *opens_desk + desk_hours : now + desk_hours;
  wave.opens_desk = opens_desk ? *opens_desk : wave.opens_ballots - std::min(desk_hours, wave.opens_ballots);
  wave.closes_ballots = closes_ballots ? *closes_ballots : wave.opens_ballots + (wave.depth == Depth::deep ? deep_hours : pulse_hours);
  wave.closes_desk = closes_desk ? *closes_desk : wave.opens_ballots;
  if (!(wave.opens_desk < wave.closes_desk && wave.closes_desk <= wave.closes_ballots && wave.opens_desk <= wave.opens_ballots && wave.opens_ballots < wave.closes_ballots))
    return file.wrong("opens_desk", "and the other dates are out of order",
                      "the desk opens, then the ballots, and each closes after it opened: desk " + hour_text(wave.opens_desk) + " to " + hour_text(wave.closes_desk) + ", ballots " +
                          hour_text(wave.opens_ballots) + " to " + hour_text(wave.closes_ballots));
  return wave;
}

}  // namespace karuna::ask
