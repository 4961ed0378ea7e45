// SPDX-License-Identifier: Apache-2.0
#include "people/cards.h"

#include <algorithm>
#include <array>

#include "ask/wave/card_code.h"
#include "seal/hash.h"

namespace karuna::people {

namespace {

using store::Blob;
using store::Transaction;
using store::Value;

/// Under the ring key, so that a copy of the database alone is no help in trying codes.
Blob hash_of(const PeopleDatabase& people, std::string_view code) {
  const std::string message = "KARUNA-CARD-v1" + std::string(code);
  return blob_of(seal::hmac_sha256(people.ring.bytes(), seal::bytes_of(message)));
}

Result<void> run(Transaction& tx, std::string_view sql, std::span<const Value> values) {
  KARUNA_TRY(done, tx.run(sql, values));
  (void)done;
  return {};
}

Result<std::string> new_code() {
  std::array<std::uint8_t, 10> seed{};
  KARUNA_TRY(random, seal::random_bytes(32));
  std::copy_n(random.begin(), seed.size(), seed.begin());
  return ask::card_code(seed);
}

/// One card: a code, and in place of a person of the sign-in list an id of its own, that nothing joins to anybody.
Result<std::string> make_card(const PeopleDatabase& people, Transaction& tx, const ask::WaveId& wave, std::uint32_t cell, std::int64_t batch,
                              const std::vector<std::int64_t>& classes) {
  KARUNA_TRY(code, new_code());
  KARUNA_TRY(id, seal::random_bytes(16));
  const std::array<Value, 4> card{hash_of(people, code), id, blob_of(wave), batch};
  KARUNA_CHECK(run(tx, "insert into card(hash, card_id, wave_id, batch) values(?1, ?2, ?3, ?4)", card));
  for (const std::int64_t cls : classes) {
    const std::array<Value, 4> right{blob_of(wave), id, cls, std::int64_t{cell}};
    KARUNA_CHECK(run(tx, "insert into wave_person(wave_id, person_id, class, cell) values(?1, ?2, ?3, ?4)", right));
  }
  return code;
}

Result<void> move_to_card_list(Transaction& tx, const ask::WaveId& wave) {
  const std::array<Value, 1> this_wave{blob_of(wave)};
  KARUNA_CHECK(run(tx,
                   "insert into card_person(wave_id, person_id, cell) select distinct w.wave_id, w.person_id, w.cell from wave_person w "
                   "join person p on p.person_id=w.person_id where w.wave_id=?1 and p.email=''",
                   this_wave));
  return run(tx, "delete from wave_person where wave_id=?1 and person_id in (select person_id from card_person where wave_id=?1)", this_wave);
}

}  // namespace

std::size_t NewCards::count() const {
  std::size_t all = 0;
  for (const auto& [language, cards] : codes) all += cards.size();
  return all;
}

Result<std::vector<NewCards>> make_cards(const PeopleDatabase& people, const ask::WaveId& wave, bool desk_opened) {
  if (desk_opened)
    return fail(Fault::refused,
                "cards are printed before the desk opens: afterwards their number would tell how many people without a mail address have drawn already");
  std::vector<NewCards> made;
  const auto written = people->write("make cards", [&](Transaction& tx) -> Result<void> {
    made.clear();
    const std::array<Value, 1> this_wave{blob_of(wave)};
    std::vector<std::int64_t> classes;
    KARUNA_TRY(keys, tx.query("select distinct class from token_key where wave_id=?1 and kind=1", this_wave));
    if (keys.empty()) return fail(Fault::not_found, "this wave has no keys here; cards are made once `karuna wave publish` has begun it");
    for (const auto& row : keys) classes.push_back(row.integer(0));
    KARUNA_CHECK(move_to_card_list(tx, wave));
    KARUNA_TRY(last, tx.query("select coalesce(max(batch), 0) from card_batch where wave_id=?1", this_wave));
    std::int64_t batch = last[0].integer(0);
    KARUNA_TRY(counts, tx.query("select c.cell, coalesce(p.language, ''), count(*) from card_person c left join person p on p.person_id=c.person_id "
                                "where c.wave_id=?1 and c.cell not in (select cell from card_batch where wave_id=?1 and voided=0) "
                                "group by c.cell, coalesce(p.language, '') order by c.cell",
                                this_wave));
    for (const auto& row : counts) {
      const auto cell = static_cast<std::uint32_t>(row.integer(0));
      if (made.empty() || made.back().cell != cell) made.push_back({++batch, cell, {}});
      auto& codes = made.back().codes[row.text(1)];
      for (std::int64_t c = 0; c < row.integer(2); ++c) {
        KARUNA_TRY(code, make_card(people, tx, wave, cell, batch, classes));
        codes.push_back(code);
      }
    }
    for (const NewCards& cards : made) {
      const std::array<Value, 4> row{blob_of(wave), cards.batch, std::int64_t{cards.cell}, static_cast<std::int64_t>(cards.count())};
      KARUNA_CHECK(run(tx, "insert into card_batch(wave_id, batch, cell, printed, voided) values(?1, ?2, ?3, ?4, 0)", row));
    }
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return made;
}

Result<std::size_t> void_cards(const PeopleDatabase& people, const ask::WaveId& wave, const std::vector<std::int64_t>& batches) {
  std::size_t voided = 0;
  const auto written = people->write("void cards", [&](Transaction& tx) -> Result<void> {
    voided = 0;
    const std::array<Value, 1> this_wave{blob_of(wave)};
    KARUNA_TRY(there, tx.query("select batch, voided from card_batch where wave_id=?1 order by batch", this_wave));
    for (const std::int64_t batch : batches)
      if (std::none_of(there.begin(), there.end(), [&](const auto& row) { return row.integer(0) == batch; }))
        return fail(Fault::not_found, "this wave has no batch " + std::to_string(batch) + "; `karuna cards list` names those there are");
    for (const auto& row : there) {
      const std::int64_t batch = row.integer(0);
      if (row.integer(1) != 0 || (!batches.empty() && std::find(batches.begin(), batches.end(), batch) == batches.end())) continue;
      const std::array<Value, 2> which{blob_of(wave), batch};
      // A card that nothing was drawn with goes as if it had never been; of the others the count of what was issued must stay.
      KARUNA_CHECK(run(tx,
                       "delete from wave_person where wave_id=?1 and person_id in (select card_id from card where wave_id=?1 and batch=?2) "
                       "and person_id not in (select person_id from issuance where wave_id=?1)",
                       which));
      KARUNA_CHECK(run(tx, "delete from card where wave_id=?1 and batch=?2", which));
      KARUNA_CHECK(run(tx, "update card_batch set voided=1 where wave_id=?1 and batch=?2", which));
      ++voided;
    }
    return {};
  });
  if (!written) return std::unexpected(written.error());
  KARUNA_CHECK(people->forget());
  return voided;
}

Result<std::vector<CardBatch>> card_batches(const PeopleDatabase& people, const ask::WaveId& wave) {
  std::vector<CardBatch> batches;
  KARUNA_CHECK(people->read("list the cards of a wave", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> this_wave{blob_of(wave)};
    KARUNA_TRY(rows, tx.query("select batch, cell, printed, voided from card_batch where wave_id=?1 order by batch", this_wave));
    for (const auto& row : rows) batches.push_back({row.integer(0), static_cast<std::uint32_t>(row.integer(1)), row.integer(2), row.integer(3) != 0});
    return {};
  }));
  return batches;
}

Result<std::vector<CardPerson>> card_list(const PeopleDatabase& people, const ask::WaveId& wave) {
  std::vector<CardPerson> list;
  KARUNA_CHECK(people->read("list who gets a card", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> this_wave{blob_of(wave)};
    KARUNA_TRY(rows, tx.query("select c.cell, p.employee_id, p.unit_id, p.language from card_person c join person p on p.person_id=c.person_id "
                              "where c.wave_id=?1 order by c.cell, p.employee_id",
                              this_wave));
    for (const auto& row : rows) list.push_back({static_cast<std::uint32_t>(row.integer(0)), row.text(1), row.text(2), row.text(3)});
    return {};
  }));
  return list;
}

Result<std::size_t> spent_cards(const PeopleDatabase& people, const ask::WaveId& wave, bool released) {
  if (!released) return fail(Fault::refused, "how many cards were used is told with the results and not before");
  std::size_t spent = 0;
  KARUNA_CHECK(people->read("count the cards that were used", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> this_wave{blob_of(wave)};
    KARUNA_TRY(rows, tx.query("select count(distinct c.card_id) from card c join issuance i on i.person_id=c.card_id and i.wave_id=c.wave_id and i.kind=1 "
                              "where c.wave_id=?1",
                              this_wave));
    spent = static_cast<std::size_t>(rows[0].integer(0));
    return {};
  }));
  return spent;
}

bool CardSignIn::may_try() {
  const auto now = clock_();
  const std::lock_guard lock(mutex_);
  if (last_) left_ = std::min(most_wrong, left_ + wrong_a_second * std::chrono::duration<double>(now - *last_).count());
  last_ = now;
  return left_ >= 1;
}

void CardSignIn::count_wrong() {
  const std::lock_guard lock(mutex_);
  left_ = std::max(0.0, left_ - 1);
}

Result<CardSignIn::Outcome> CardSignIn::by_card(std::string_view typed) {
  Outcome outcome;
  if (typed.size() > 100) return outcome;
  const auto code = ask::read_card(typed);
  if (!code) return outcome;  // mistyped: no try at guessing, and no look at the database
  if (!may_try()) {
    outcome.kind = Outcome::Kind::wait;
    return outcome;
  }
  KARUNA_CHECK(people_->read("sign a card in", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{hash_of(people_, *code)};
    KARUNA_TRY(rows, tx.query("select card_id, wave_id from card where hash=?1", values));
    if (rows.empty() || rows[0].blob(0).size() != PersonId().size() || rows[0].blob(1).size() != outcome.wave.size()) return {};
    PersonId id{};
    std::copy(rows[0].blob(0).begin(), rows[0].blob(0).end(), id.begin());
    std::copy(rows[0].blob(1).begin(), rows[0].blob(1).end(), outcome.wave.begin());
    outcome.account.person = id;
    outcome.account.card = true;
    outcome.kind = Outcome::Kind::signed_in;
    return {};
  }));
  if (outcome.kind == Outcome::Kind::wrong) count_wrong();
  return outcome;
}

}  // namespace karuna::people
