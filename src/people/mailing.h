// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ask/ballot/ballot.h"
#include "ask/wave/wave_folder.h"
#include "people/people_database.h"

namespace karuna::people {

/// Which messages of a wave go to whom, and that each goes to a person once at most, whatever is killed in between. Works on a MailDatabase, which cannot
/// see who drew. Messages are numbers here (1 desk opens, 2 ballots open, 3 half-time, 4 last day, 5 results); what they say is show/mail's.

inline constexpr int messages = 5, half_time = 3, last_day = 4, results_out = 5;

/// From which hour to which a message may go out. Nothing: this wave does not have it (too short, or fewer reminders than two).
struct MailTime {
  std::int64_t from = 0, until = 0;
};
std::optional<MailTime> time_of_mail(const ask::OpenedWave& wave, int message);
/// The messages that are due now, by the dates of the manifest. Of a trial none: it has no dates that hold.
std::vector<int> due_mail(const ask::OpenedWave& wave, std::int64_t hour);

/// Puts a message of a wave into the queue, for everybody on its sign-in list who has a mail address; reminders without those who want none. Once a wave:
/// a second time nothing happens.
/// Gives  how many mails are new
Result<std::size_t> queue_mail(const MailDatabase& people, const ask::WaveId& wave, int message);
/// How many that would be.
Result<std::size_t> count_mail(const MailDatabase& people, const ask::WaveId& wave, int message);

struct MailTo {
  PersonId person{};
  std::string mailbox, language;
};
/// The next mail of the queue. It is marked as being on its way, on the disk, before this returns; if nothing is said of it afterwards (kill -9, power), it
/// counts as sent and is never sent again.
/// Takes   passed_over  people who are not tried again in this run
Result<std::optional<MailTo>> next_mail(const MailDatabase& people, const ask::WaveId& wave, int message, const std::vector<PersonId>& passed_over = {});

enum class Sent { accepted, refused, unknown, later, not_tried };
/// What became of it. `later` puts it back, and after five tries it is refused; `not_tried` puts it back as it was.
Result<void> note_mail(const MailDatabase& people, const ask::WaveId& wave, int message, const PersonId& person, Sent sent);

/// At the start of a run: what was on its way when the last run died is unknown now. And what waits although its time is over is dropped.
/// Takes   waits  whether the message may still be sent
Result<void> settle_mail(const MailDatabase& people, const ask::WaveId& wave, int message, bool waits);

/// Sums of a wave's message; nobody's name.
struct MailCount {
  int message = 0;
  std::int64_t waiting = 0, sent = 0, refused = 0, unknown = 0;
};
Result<std::vector<MailCount>> mail_counts(const MailDatabase& people, const ask::WaveId& wave);

}  // namespace karuna::people
