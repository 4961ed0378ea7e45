// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace karuna::show::mail {

/// What a mail says, twice: as plain text and as simple HTML.
struct Letter {
  std::string subject, text, html, language;
  bool nudge = false;                    ///< a reminder, which names a way to have no more of them
};

/// What is not in the letter.
struct Envelope {
  std::string from, from_name;           ///< "karuna@example.org", "Lindenhof"
  std::string to;                        ///< one mailbox
  std::string replies;                   ///< empty: none
  std::string date;                      ///< as date_text gives it
  std::string id;                        ///< random, without the "@"; never made from anything
};

/// The bytes of a mail (RFC 5322, MIME), lines of at most 76 characters ending in CRLF, pure ASCII.
std::string compose(const Letter& letter, const Envelope& envelope);

/// "Sat, 28 Nov 2026 15:04:00 +0000" of whole minutes since 1970.
std::string date_text(std::int64_t minute);

/// UTF-8 in an ASCII header line (RFC 2047), folded. Plain ASCII stays as it is.
std::string header_text(std::string_view name, std::string_view text);

/// RFC 2045, section 6.7. Lines of the input end in \n.
std::string quoted_printable(std::string_view text);

/// Whether this can stand between < and > of a header: one @, no blank, no control character, ASCII.
bool is_mailbox(std::string_view text);

}  // namespace karuna::show::mail
