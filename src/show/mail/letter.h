// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "show/mail/mime.h"

namespace karuna::show::mail {

/// The five messages of a wave, in the order in which they go out. Their numbers are stored and never change.
enum class Message { desk_opens = 1, ballots_open = 2, half_time = 3, last_day = 4, results = 5 };
inline constexpr std::array<std::string_view, 5> message_names{"desk-opens", "ballots-open", "half-time", "last-day", "results"};
std::string_view name_of(Message message);
std::optional<Message> message_of(std::string_view name);
/// Half-time and the last day: what somebody who wants no more reminders does not get.
constexpr bool is_nudge(Message message) { return message == Message::half_time || message == Message::last_day; }

/// The same for everybody who is asked.
struct Invitation {
  std::string organisation, title;
  std::string address;                     ///< of the answering page, the same for all
  std::uint32_t desk_ends = 0, ballots_begin = 0, ballots_end = 0;   ///< hours since 1970
  std::uint32_t smallest = 10;
  bool late_desk = false;                  ///< whether the desk is open while ballots are
  bool trial = false;                      ///< a rehearsal has no dates that hold
};

/// Takes   language  two letters; another than ours is English
Letter invitation(Message message, const Invitation& wave, std::string_view language);

/// A sign-in link that somebody asked for themselves; the one letter that is for one person.
Letter sign_in_link(std::string_view organisation, std::string_view link, std::uint32_t hours, std::string_view language);

/// To try the settings.
Letter trial_letter(std::string_view organisation);

}  // namespace karuna::show::mail
