// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ask/wave/installation.h"
#include "base/result.h"
#include "http/smtp.h"
#include "people/mailing.h"
#include "show/mail/letter.h"

namespace karuna {

/// Settings of the mail server, with the password of people/mail.password.
/// Fails  not_found  no [mail] in karuna.toml; refused  others may read the password
Result<http::MailServerSettings> mail_server_of(const ask::Installation& installation);

/// What stands outside a letter, the same for all of a run but the mailbox and the id.
Result<show::mail::Envelope> envelope_of(const ask::Installation& installation, std::string_view to);
show::mail::Invitation invitation_of(const ask::Installation& installation, const ask::OpenedWave& wave);

/// One letter at once, outside any queue.
/// Gives  the server that took it
/// Fails  usage  no mail address; unreadable  the server's words, and whether the letter may have been delivered all the same
Result<std::string> send_letter(const ask::Installation& installation, const std::string& to, const show::mail::Letter& letter);

struct MailRun {
  std::size_t accepted = 0, refused = 0, unknown = 0, later = 0;
  std::string why;                 ///< the last reason for something not being accepted
  bool stopped = false;            ///< the server could not be reached, or refused everybody: the rest waits for the next run
};
/// Sends what waits of one message of a wave, one mail after another.
Result<MailRun> send_waiting(const ask::Installation& installation, const people::MailDatabase& people, http::MailServer& server, const ask::OpenedWave& wave,
                             show::mail::Message message);

}  // namespace karuna
