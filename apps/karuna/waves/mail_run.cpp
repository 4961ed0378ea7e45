// SPDX-License-Identifier: Apache-2.0
#include "waves/mail_run.h"

#include <sys/stat.h>

#include <chrono>
#include <map>

#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "seal/hash.h"

namespace karuna {

namespace {

constexpr std::size_t all_refused = 10, unknown_in_a_row = 3;

std::int64_t this_minute() { return std::chrono::duration_cast<std::chrono::minutes>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace

Result<http::MailServerSettings> mail_server_of(const ask::Installation& installation) {
  const ask::MailSettings& mail = installation.mail;
  if (mail.server.empty())
    return fail(Fault::not_found,
                "karuna.toml names no mail server; docs/mail.md has the lines of [mail]. Without mail, `karuna poster` and `karuna cards` reach everybody");
  http::MailServerSettings settings{
      .server = mail.server, .user = mail.user, .password = {}, .encrypted = mail.encrypted, .hello = mail.from.substr(mail.from.find('@') + 1)};
  const auto authorities = installation.people() / "mail.authorities.pem";  // of a server whose certificate is from an authority of one's own
  if (std::filesystem::exists(authorities)) settings.authorities = authorities.string();
  if (mail.user.empty()) return settings;
  const auto file = installation.people() / "mail.password";
  struct stat about{};
  if (stat(file.c_str(), &about) == 0 && (about.st_mode & 077) != 0)
    return fail(Fault::refused, file.string() + " can be read by others; `chmod 600 " + file.string() + "` mends that");
  KARUNA_TRY(password, read_file(file, 4096));
  settings.password = std::string(trimmed(password));
  return settings;
}

Result<show::mail::Envelope> envelope_of(const ask::Installation& installation, std::string_view to) {
  KARUNA_TRY(random, seal::random_bytes(32));
  const ask::MailSettings& mail = installation.mail;
  return show::mail::Envelope{mail.from,
                              mail.from_name.empty() ? installation.name : mail.from_name,
                              std::string(to),
                              mail.replies,
                              show::mail::date_text(this_minute()),
                              seal::to_hex(seal::Bytes(random).first(16))};
}

show::mail::Invitation invitation_of(const ask::Installation& installation, const ask::OpenedWave& wave) {
  const auto& part = wave.token_part;
  return {installation.name,
          part.title,
          installation.respond,
          part.late_desk ? part.closes_ballots : part.closes_desk,
          part.opens_ballots,
          part.closes_ballots,
          part.k[0],
          part.late_desk,
          part.trial};
}

Result<std::string> send_letter(const ask::Installation& installation, const std::string& to, const show::mail::Letter& letter) {
  if (!show::mail::is_mailbox(to)) return fail(Fault::usage, in_quotes(to) + " is no mail address");
  KARUNA_TRY(settings, mail_server_of(installation));
  KARUNA_TRY(envelope, envelope_of(installation, to));
  http::MailServer server(settings);
  const auto delivery = server.send(installation.mail.from, to, show::mail::compose(letter, envelope));
  if (delivery == http::Delivery::unknown) return fail(Fault::unreadable, server.why() + ". The mail was on its way and no answer came: it may have been delivered");
  if (delivery != http::Delivery::accepted) return fail(Fault::unreadable, server.why() + ". Nothing was delivered; compare [mail] of karuna.toml with docs/mail.md");
  return settings.server;
}

Result<MailRun> send_waiting(const ask::Installation& installation, const people::MailDatabase& people, http::MailServer& server, const ask::OpenedWave& wave,
                             show::mail::Message message) {
  MailRun run;
  const int number = static_cast<int>(message);
  const ask::WaveId& id = wave.token_part.wave;
  const auto invitation = invitation_of(installation, wave);
  std::map<std::string, show::mail::Letter, std::less<>> letters;
  std::vector<people::PersonId> passed_over, refused;
  std::size_t unknown_now = 0;
  const auto note = [&](const people::PersonId& person, people::Sent sent) { return people::note_mail(people, id, number, person, sent); };
  while (!interrupted() && !run.stopped) {
    KARUNA_TRY(next, people::next_mail(people, id, number, passed_over));
    if (!next) break;
    if (!show::mail::is_mailbox(next->mailbox)) {
      KARUNA_CHECK(note(next->person, people::Sent::refused));
      ++run.refused;
      run.why = "an address of the roster is no mail address";
      continue;
    }
    auto letter = letters.find(next->language);
    if (letter == letters.end()) letter = letters.emplace(next->language, show::mail::invitation(message, invitation, next->language)).first;
    KARUNA_TRY(envelope, envelope_of(installation, next->mailbox));
    const std::string bytes = show::mail::compose(letter->second, envelope);
    auto delivery = server.send(installation.mail.from, next->mailbox, bytes);
    if (delivery == http::Delivery::unreachable)
      delivery = server.send(installation.mail.from, next->mailbox, bytes);  // a connection that was kept too long; nothing was taken
    if (delivery != http::Delivery::accepted) run.why = server.why();
    unknown_now = delivery == http::Delivery::unknown ? unknown_now + 1 : 0;
    switch (delivery) {
      case http::Delivery::accepted:
        KARUNA_CHECK(note(next->person, people::Sent::accepted));
        ++run.accepted;
        break;
      case http::Delivery::refused_for_good:  // noted at the end: a server that refuses everybody refuses us, not them
        refused.push_back(next->person);
        run.stopped = run.accepted == 0 && refused.size() >= all_refused;
        break;
      case http::Delivery::refused_for_now:
        KARUNA_CHECK(note(next->person, people::Sent::later));
        passed_over.push_back(next->person);
        ++run.later;
        break;
      case http::Delivery::unreachable:
        KARUNA_CHECK(note(next->person, people::Sent::not_tried));
        run.stopped = true;
        break;
      case http::Delivery::unknown:
        KARUNA_CHECK(note(next->person, people::Sent::unknown));
        ++run.unknown;
        run.stopped = unknown_now >= unknown_in_a_row;
        break;
    }
  }
  const bool all = run.accepted == 0 && refused.size() >= all_refused;
  for (const auto& person : refused) KARUNA_CHECK(note(person, all ? people::Sent::not_tried : people::Sent::refused));
  if (!all) run.refused += refused.size();
  return run;
}

}  // namespace karuna
