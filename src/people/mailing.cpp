// SPDX-License-Identifier: Apache-2.0
#include "people/mailing.h"

#include <algorithm>
#include <array>
#include <set>

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

enum State : std::int64_t { waiting = 0, on_its_way = 1, sent_state = 2, refused_state = 3, unknown_state = 4 };
constexpr std::int64_t most_tries = 5;
constexpr std::int64_t results_days = 45;
constexpr const char* listed =
    "from wave_person w join person p on p.person_id=w.person_id where w.wave_id=?1 and p.email<>'' and (?2=0 or p.no_reminders=0)";

bool is_nudge(int message) { return message == half_time || message == last_day; }

Result<void> run(Transaction& tx, std::string_view sql, std::span<const Value> values) {
  KARUNA_TRY(done, tx.run(sql, values));
  (void)done;
  return {};
}

}  // namespace

std::optional<MailTime> time_of_mail(const ask::OpenedWave& wave, int message) {
  const auto& part = wave.token_part;
  const std::int64_t begin = part.opens_ballots, end = part.closes_ballots, length = end - begin;
  const std::optional<std::int64_t> last = length >= 2 * 24 && part.reminders_max >= 1 ? std::optional(end - 24) : std::nullopt;
  const std::optional<std::int64_t> half = length >= 4 * 24 && part.reminders_max >= 2 ? std::optional(begin + length / 2) : std::nullopt;
  switch (message) {
    case 1: return MailTime{part.opens_desk, part.closes_desk};
    case 2: return MailTime{begin, half.value_or(last.value_or(end))};
    case half_time: return half ? std::optional(MailTime{*half, end - 24}) : std::nullopt;
    case last_day: return last ? std::optional(MailTime{*last, end}) : std::nullopt;
    case results_out: return MailTime{end, end + results_days * 24};
    default: return {};
  }
}

std::vector<int> due_mail(const ask::OpenedWave& wave, std::int64_t hour) {
  std::vector<int> due;
  if (wave.token_part.trial) return due;
  for (int message = 1; message <= messages; ++message) {
    const auto time = time_of_mail(wave, message);
    if (!time || hour < time->from || hour >= time->until) continue;
    const bool stands = message == 1              ? wave.desk_is_open(hour)
                        : message == results_out ? wave.state >= (wave.token_part.council ? ask::WaveState::witnessed : ask::WaveState::released)
                                                 : wave.ballots_are_open(hour);
    if (stands) due.push_back(message);
  }
  return due;
}

Result<std::size_t> queue_mail(const MailDatabase& people, const ask::WaveId& wave, int message) {
  std::size_t added = 0;
  const auto written = people->write("queue a mail for everybody", [&](Transaction& tx) -> Result<void> {
    added = 0;
    const std::array<Value, 2> which{blob_of(wave), std::int64_t{message}};
    KARUNA_TRY(there, tx.query("select 1 from mailing where wave_id=?1 and message=?2", which));
    if (!there.empty()) return {};
    KARUNA_CHECK(run(tx, "insert into mailing(wave_id, message) values(?1, ?2)", which));
    const std::array<Value, 3> values{blob_of(wave), std::int64_t{is_nudge(message)}, std::int64_t{message}};
    KARUNA_TRY(rows, tx.run(std::string("insert into mail(wave_id, message, person_id, state, tries) select distinct ?1, ?3, p.person_id, 0, 0 ") + listed, values));
    added = static_cast<std::size_t>(rows);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return added;
}

Result<std::size_t> count_mail(const MailDatabase& people, const ask::WaveId& wave, int message) {
  std::size_t count = 0;
  KARUNA_CHECK(people->read("count who would get a mail", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> values{blob_of(wave), std::int64_t{is_nudge(message)}};
    KARUNA_TRY(rows, tx.query(std::string("select count(distinct p.person_id) ") + listed, values));
    count = static_cast<std::size_t>(rows[0].integer(0));
    return {};
  }));
  return count;
}

Result<std::optional<MailTo>> next_mail(const MailDatabase& people, const ask::WaveId& wave, int message, const std::vector<PersonId>& passed_over) {
  std::optional<MailTo> next;
  const auto written = people->write("take the next mail", [&](Transaction& tx) -> Result<void> {
    next.reset();
    const std::array<Value, 3> which{blob_of(wave), std::int64_t{message}, static_cast<std::int64_t>(passed_over.size()) + 1};
    // Somebody who left the roster since gets none; a reminder neither, who has wanted none since.
    const std::array<Value, 3> nudge{blob_of(wave), std::int64_t{message}, std::int64_t{is_nudge(message)}};
    KARUNA_CHECK(run(tx,
                     "delete from mail where wave_id=?1 and message=?2 and state=0 and person_id not in "
                     "(select person_id from person where email<>'' and (?3=0 or no_reminders=0))",
                     nudge));
    KARUNA_TRY(rows, tx.query("select m.person_id, p.email, p.language from mail m join person p on p.person_id=m.person_id "
                              "where m.wave_id=?1 and m.message=?2 and m.state=0 order by m.person_id limit ?3",
                              which));
    for (const auto& row : rows) {
      MailTo to;
      if (row.blob(0).size() != to.person.size()) continue;
      std::copy(row.blob(0).begin(), row.blob(0).end(), to.person.begin());
      if (std::find(passed_over.begin(), passed_over.end(), to.person) != passed_over.end()) continue;
      to.mailbox = row.text(1);
      to.language = row.text(2);
      const std::array<Value, 3> values{blob_of(wave), std::int64_t{message}, blob_of(to.person)};
      KARUNA_CHECK(run(tx, "update mail set state=1 where wave_id=?1 and message=?2 and person_id=?3", values));
      next = std::move(to);
      break;
    }
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return next;
}

Result<void> note_mail(const MailDatabase& people, const ask::WaveId& wave, int message, const PersonId& person, Sent sent) {
  return people->write("note what became of a mail", [&, person](Transaction& tx) -> Result<void> {
    const std::int64_t state = sent == Sent::accepted ? sent_state : sent == Sent::refused ? refused_state : sent == Sent::unknown ? unknown_state : waiting;
    const std::array<Value, 6> values{blob_of(wave), std::int64_t{message}, blob_of(person), state, most_tries, std::int64_t{sent != Sent::not_tried}};
    return run(tx,
               "update mail set tries=tries+?6, state=case when ?4=0 and tries+?6>=?5 then 3 else ?4 end "
               "where wave_id=?1 and message=?2 and person_id=?3 and state=1",
               values);
  });
}

Result<void> settle_mail(const MailDatabase& people, const ask::WaveId& wave, int message, bool waits) {
  return people->write("settle the mails of an earlier run", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> which{blob_of(wave), std::int64_t{message}};
    KARUNA_CHECK(run(tx, "update mail set state=4 where wave_id=?1 and message=?2 and state=1", which));
    if (waits) return {};
    return run(tx, "delete from mail where wave_id=?1 and message=?2 and state=0", which);
  });
}

Result<std::vector<MailCount>> mail_counts(const MailDatabase& people, const ask::WaveId& wave) {
  std::vector<MailCount> counts;
  KARUNA_CHECK(people->read("count mails", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    KARUNA_TRY(rows, tx.query("select g.message, sum(m.state=0), sum(m.state=2), sum(m.state=3), sum(m.state in (1, 4)) from mailing g "
                              "left join mail m on m.wave_id=g.wave_id and m.message=g.message where g.wave_id=?1 group by g.message order by g.message",
                              values));
    const auto number = [](const store::Row& row, std::size_t column) { return row.is_null(column) ? 0 : row.integer(column); };
    for (const auto& row : rows) counts.push_back({static_cast<int>(row.integer(0)), number(row, 1), number(row, 2), number(row, 3), number(row, 4)});
    return {};
  }));
  return counts;
}

}  // namespace karuna::people
