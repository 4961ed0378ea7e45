// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace karuna::show::print {

inline constexpr std::array<std::string_view, 5> languages{"en", "de", "fr", "es", "ar"};

/// Every sentence that is printed, in one language. {names} are filled in.
struct Words {
  std::string_view language;
  std::array<std::string_view, 12> months;
  std::string_view date;             ///< {day} {month} {year}
  std::string_view at_hour;          ///< {date} {hour}

  // A card.
  std::string_view card;             ///< what it is
  std::string_view asks;             ///< {organisation}
  std::string_view card_how;
  std::string_view card_once;        ///< {date}
  std::string_view smallest;         ///< {k}
  std::string_view card_key;
  std::string_view card_keep;
  std::string_view group;            ///< {group} {people}

  // The page on top of the cards of a cell, for whoever hands them out.
  std::string_view cover;            ///< {group}
  std::string_view cover_count;      ///< {cards}
  std::string_view cover_language;   ///< {language} {cards}
  std::array<std::string_view, 4> cover_how;
  std::string_view name;             ///< of this language, in itself

  // The poster.
  std::string_view invites;          ///< {organisation}
  std::string_view poster_lead;
  std::string_view when;
  std::string_view desk_dates;       ///< {from} {to}
  std::string_view desk_late;        ///< {from} {to}
  std::string_view ballot_dates;     ///< {from} {to}
  std::string_view results;
  std::string_view trial;
  std::string_view what;
  std::string_view questions;        ///< {questions} {minutes}
  std::string_view asked_later;
  std::string_view sure;
  std::string_view council;          ///< {council}
  std::string_view the_council;
  std::string_view alone;
  std::string_view where;
  std::string_view no_mail;
  std::string_view check;
  std::string_view check_how;        ///< {address}
};

/// Fails never: an unknown language is English.
const Words& words_in(std::string_view language);

/// An address as people type it: without "https://", which a browser adds by itself.
std::string_view typed(std::string_view address);

/// The day of an hour since 1970 (UTC), "14 December 2026"; with the hour of the clock where it is not midnight. As the end of something, midnight is the
/// day before.
std::string hour_words(std::uint32_t hour, const Words& words);
std::string end_words(std::uint32_t hour, const Words& words);

}  // namespace karuna::show::print
