// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "ask/planning/wave_file.h"
#include "base/folder_lock.h"
#include "base/text.h"
#include "commands.h"
#include "people/accounts.h"
#include "people/person_record.h"
#include "people/wanted_links.h"
#include "waves/folder_option.h"
#include "waves/mail_run.h"

namespace karuna {

namespace {

using show::mail::Message;
constexpr std::uint32_t link_hours = 24;

struct Wishes {
  std::string folder, to, wave, message, language = "en", login;
  bool dry = false;
};
using Given = std::shared_ptr<Wishes>;

Result<Message> message_of(const std::string& name) {
  const auto message = show::mail::message_of(name);
  if (!message) return fail(Fault::usage, "there is no message " + in_quotes(name) + "; there are " + fmt::format("{}", fmt::join(show::mail::message_names, ", ")));
  return *message;
}

Result<ask::OpenedWave> open(const ask::Installation& installation, const std::string& hex) {
  const auto id = ask::wave_id_from_hex(hex);
  if (!id) return fail(Fault::usage, in_quotes(hex) + " is no id of a wave: 32 hexadecimal digits are expected. `karuna wave status` lists the waves");
  return ask::open_wave(installation.waves() / ask::hex_of(*id), installation.signers());
}

Result<int> send_one(const ask::Installation& installation, const std::string& to, const show::mail::Letter& letter) {
  KARUNA_TRY(server, send_letter(installation, to, letter));
  fmt::print("{} took the mail.\n", server);
  return 0;
}

Result<int> test(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  return send_one(installation, wishes.to, show::mail::trial_letter(installation.name));
}

Result<int> link(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  KARUNA_TRY(people, people::open_people(installation.people()));
  KARUNA_TRY(person, people::find_person(people, wishes.login));
  if (!person) return fail(Fault::not_found, "there is nobody of this login on the roster; `karuna people link LOGIN` makes a link for an account that is not");
  KARUNA_TRY(record, people::person_record(people, *person));
  if (!record || record->fields.email.empty()) return fail(Fault::refused, "this person has no mail address; `karuna cards print` is for people without one");
  KARUNA_TRY(code, people::make_link(people, record->fields.login, ask::this_hour() + link_hours));
  return send_one(installation, record->fields.email,
                  show::mail::sign_in_link(installation.name, installation.studio + "/signin#" + code, link_hours, record->fields.language));
}

Result<int> preview(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  KARUNA_TRY(message, message_of(wishes.message));
  KARUNA_TRY(wave, open(installation, wishes.wave));
  KARUNA_TRY(envelope, envelope_of(installation, "person@example.org"));
  if (envelope.from.empty()) envelope.from = "karuna@example.org";
  fmt::print("{}", show::mail::compose(show::mail::invitation(message, invitation_of(installation, wave), wishes.language), envelope));
  return 0;
}

struct Due {
  ask::OpenedWave wave;
  std::vector<int> messages;
};

/// What was named, or everything whose time it is.
Result<std::vector<Due>> due_now(const ask::Installation& installation, const Wishes& wishes) {
  std::vector<Due> due;
  if (wishes.wave.empty() != wishes.message.empty()) return fail(Fault::usage, "give --wave and --message together, or neither: then everything goes out whose time it is");
  if (wishes.wave.empty()) {
    for (auto& [name, wave] : ask::open_waves(installation.waves(), installation.signers()))
      if (wave) due.push_back({*wave, people::due_mail(*wave, ask::this_hour())});
    return due;
  }
  KARUNA_TRY(wave, open(installation, wishes.wave));
  KARUNA_TRY(message, message_of(wishes.message));
  const auto times = people::due_mail(wave, ask::this_hour());
  if (!wave.token_part.trial && std::find(times.begin(), times.end(), static_cast<int>(message)) == times.end()) {
    const auto time = people::time_of_mail(wave, static_cast<int>(message));
    return fail(Fault::refused, !time ? "this wave does not have that message: it is too short for it, or its manifest allows fewer reminders"
                                      : "it is not the time of this message: that begins " + ask::hour_text(static_cast<std::uint32_t>(time->from)) + " and ends " +
                                            ask::hour_text(static_cast<std::uint32_t>(time->until)) + ", and the wave must stand where the message says");
  }
  due.push_back({std::move(wave), {static_cast<int>(message)}});
  return due;
}

void tell(const ask::OpenedWave& wave, Message message, const std::string& what) { fmt::print("{}  {}  {}\n", wave.token_part.title, show::mail::name_of(message), what); }

/// One process at a time; a second one has nothing to do.
Result<std::optional<FolderLock>> lock_mail(const ask::Installation& installation) {
  const auto file = installation.people() / "mail.lock";
  auto lock = FolderLock::try_take(file);
  struct stat about{};
  if (geteuid() == 0 && stat(installation.people().c_str(), &about) == 0 && chown(file.c_str(), about.st_uid, about.st_gid) != 0) { /* the desk's user says so */ }
  return lock;
}

/// The links that people asked for at the sign-in page.
Result<void> send_wanted_links(const ask::Installation& installation, const people::MailDatabase& people, http::MailServer& server) {
  for (;;) {
    KARUNA_TRY(wanted, people::next_wanted_link(people, ask::this_hour()));
    if (!wanted) return {};
    if (!show::mail::is_mailbox(wanted->mailbox)) continue;
    KARUNA_TRY(envelope, envelope_of(installation, wanted->mailbox));
    const auto letter = show::mail::sign_in_link(installation.name, installation.studio + "/signin#" + wanted->code, people::wanted_link_hours, wanted->language);
    const auto delivery = server.send(installation.mail.from, wanted->mailbox, show::mail::compose(letter, envelope));
    if (delivery == http::Delivery::unreachable) return fail(Fault::unreadable, server.why() + ". Who asked for a link asks again");
  }
}

Result<int> send(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  KARUNA_TRY(settings, mail_server_of(installation));
  KARUNA_TRY(lock, lock_mail(installation));
  if (!lock) {
    fmt::print("Another run is sending at this moment.\n");
    return 0;
  }
  KARUNA_TRY(due, due_now(installation, wishes));
  KARUNA_TRY(people, people::open_people_for_mail(installation.people()));
  http::MailServer server(settings);
  bool stopped = false;
  std::string why;
  if (!wishes.dry && wishes.wave.empty()) KARUNA_CHECK(send_wanted_links(installation, people, server));
  for (const Due& now : due) {
    const ask::WaveId& id = now.wave.token_part.wave;
    for (int number = 1; number <= people::messages; ++number) {
      const bool is_due = std::find(now.messages.begin(), now.messages.end(), number) != now.messages.end();
      const auto message = static_cast<Message>(number);
      if (wishes.dry) {
        if (!is_due) continue;
        KARUNA_TRY(count, people::count_mail(people, id, number));
        KARUNA_TRY(counts, people::mail_counts(people, id));
        const auto begun = std::find_if(counts.begin(), counts.end(), [&](const auto& each) { return each.message == number; });
        tell(now.wave, message, begun == counts.end() ? "would go to " + counted(count, "person", "people") : "has begun; " + std::to_string(begun->waiting) + " wait");
        continue;
      }
      if (is_due || wishes.wave.empty()) KARUNA_CHECK(people::settle_mail(people, id, number, is_due || now.wave.token_part.trial));
      if (!is_due || stopped) continue;
      KARUNA_TRY(fresh, people::queue_mail(people, id, number));
      KARUNA_TRY(run, send_waiting(installation, people, server, now.wave, message));
      stopped = stopped || run.stopped;
      if (!run.why.empty()) why = run.why;
      if (fresh || run.accepted + run.refused + run.unknown + run.later)
        tell(now.wave, message, fmt::format("{} sent, {} refused, {} unknown, {} for later", run.accepted, run.refused, run.unknown, run.later));
    }
  }
  if (stopped) return fail(Fault::unreadable, why + ". What waits goes out with the next run");
  return 0;
}

CLI::App* add(CLI::App& mail, const char* name, const char* what, const char* example, const Given& given, Command& run, Result<int> (*command)(const Wishes&)) {
  auto* added = mail.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  add_folder_option(*added, given->folder);
  added->callback([given, command, &run] { run = [given, command] { return command(*given); }; });
  return added;
}

}  // namespace

void add_mail(CLI::App& app, Command& run) {
  auto* mail = app.add_subcommand("mail", "the five messages of a wave, the same for everybody who is asked");
  mail->require_subcommand(1);
  auto given = std::make_shared<Wishes>();
  const std::string names = fmt::format("{}", fmt::join(show::mail::message_names, ", "));
  add(*mail, "test", "send one mail, to try the settings", "karuna mail test ana@example.org", given, run, test)->add_option("to", given->to, "mail address")->required();
  add(*mail, "link", "mail somebody a sign-in link that is good once", "karuna mail link ana@example.org", given, run, link)->add_option("login", given->login, "mail address or employee id")->required();
  auto* previewing = add(*mail, "preview", "show a message as it would go out, to the byte", "karuna mail preview 4f1c... --message ballots-open --language ar", given, run, preview);
  previewing->add_option("wave", given->wave, "the wave's id")->required();
  previewing->add_option("--message", given->message, names)->required();
  previewing->add_option("--language", given->language, "en, de, fr, es, ar")->capture_default_str();
  auto* sending = add(*mail, "send", "send whatever is due; again is safe, nobody gets a message twice", "karuna mail send --dry-run", given, run, send);
  sending->add_option("--wave", given->wave, "one wave, with --message; a trial has no dates and needs both");
  sending->add_option("--message", given->message, names);
  sending->add_flag("--dry-run", given->dry, "say what would go out, and to how many");
}

}  // namespace karuna
