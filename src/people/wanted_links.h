// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "people/people_database.h"

namespace karuna::people {

/// Sign-in links that people asked for themselves, at the sign-in page. The page answers every login alike; whoever sends mail (`karuna mail send`) makes the
/// link and mails it.

inline constexpr std::int64_t wanted_link_hours = 24, most_unspent_links = 3;

/// Takes   login  of somebody, or of nobody: nothing tells which. Nothing happens for somebody without a mail address, where a wish waits already, and
///                where three links of theirs are unspent, so that nobody's mailbox can be flooded.
///         hour   whole hours since 1970
/// Note    Does not wait for the disk: how long that takes would tell whether there is somebody of this login.
void want_link(const PeopleDatabase& people, std::string_view login, std::int64_t hour);

struct WantedLink {
  std::string mailbox, language, code;   ///< the part of the link behind "#"
};
/// Takes the next wish off the list, and makes its link in the same transaction: if the mail is lost then, the person asks again.
/// Which links are spent stays hidden from it.
Result<std::optional<WantedLink>> next_wanted_link(const MailDatabase& people, std::int64_t hour);

}  // namespace karuna::people
