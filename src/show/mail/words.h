// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace karuna::show::mail {

/// Every sentence of a mail in one language. {names} are filled in.
struct Words {
  std::string_view language;
  std::array<std::string_view, 12> months;
  std::string_view date;                             ///< {day} {month}
  std::string_view at_hour;                          ///< {date} {hour}
  std::array<std::string_view, 5> subject;           ///< {organisation}, by message
  std::array<std::string_view, 5> what;              ///< {desk} {begin} {end}
  std::array<std::string_view, 5> trial;             ///< the same without dates
  std::string_view late_desk;                        ///< ballots are open, and so is the desk
  std::string_view no_late_desk;
  std::string_view nobody_knows;                     ///< in reminders
  std::string_view voluntary;                        ///< {k}
  std::string_view same;                             ///< everybody gets this mail
  std::string_view no_more;                          ///< in reminders
  std::string_view link_subject, link_what, link_not_you;   ///< {organisation} {hours}
};

/// English where there is no such language.
const Words& words_in(std::string_view language);

}  // namespace karuna::show::mail
