// SPDX-License-Identifier: Apache-2.0
#include "people/desk.h"

#include <algorithm>
#include <array>

namespace karuna::people {

namespace {

using store::Blob;
using store::Transaction;
using store::Value;

/// What the private part of a key is bound to while it lies encrypted: its place in the table.
std::vector<std::uint8_t> place_of(const ask::WaveId& wave, std::uint8_t cls, std::uint8_t kind, std::uint32_t cell) {
  std::vector<std::uint8_t> place(wave.begin(), wave.end());
  place.push_back(cls);
  place.push_back(kind);
  for (int shift = 24; shift >= 0; shift -= 8) place.push_back(static_cast<std::uint8_t>(cell >> shift));
  return place;
}

}  // namespace

std::string_view name_of(DeskRefusal refusal) {
  static constexpr std::string_view names[] = {"", "NOT_ELIGIBLE", "WINDOW_CLOSED", "ALREADY_ISSUED", "BAD_BLINDED_MESSAGE", "UNKNOWN_WAVE"};
  return names[static_cast<std::size_t>(refusal)];
}

Result<std::optional<std::uint32_t>> Desk::my_cell(const PersonId& person, const ask::WaveId& wave, std::uint8_t cls) const {
  std::optional<std::uint32_t> cell;
  KARUNA_CHECK(people_->read("find a person's cell", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 3> values{blob_of(wave), blob_of(person), std::int64_t{cls}};
    KARUNA_TRY(rows, tx.query("select cell from wave_person where wave_id=?1 and person_id=?2 and class=?3", values));
    if (!rows.empty()) cell = static_cast<std::uint32_t>(rows[0].integer(0));
    return {};
  }));
  return cell;
}

Result<std::vector<ask::WaveId>> Desk::waves_of(const PersonId& person) const {
  std::vector<ask::WaveId> waves;
  KARUNA_CHECK(people_->read("find a person's waves", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(person)};
    KARUNA_TRY(rows, tx.query("select distinct wave_id from wave_person where person_id=?1", values));
    for (const auto& row : rows) {
      ask::WaveId wave{};
      if (row.blob(0).size() == wave.size()) std::copy(row.blob(0).begin(), row.blob(0).end(), wave.begin());
      waves.push_back(wave);
    }
    return {};
  }));
  return waves;
}

Result<std::unique_ptr<seal::RsaPrivateKey>> Desk::lend(const KeyName& name) {
  {
    const std::lock_guard lock(mutex_);
    auto& pool = free_[name];
    if (!pool.empty()) {
      auto key = std::move(pool.back());
      pool.pop_back();
      return key;
    }
  }
  Blob wrapped;
  KARUNA_CHECK(people_->read("fetch a token key", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 4> values{blob_of(name.wave), std::int64_t{name.cls}, std::int64_t{name.kind}, std::int64_t{name.cell}};
    KARUNA_TRY(rows, tx.query("select enc_private from token_key where wave_id=?1 and class=?2 and kind=?3 and cell=?4", values));
    if (!rows.empty()) wrapped = rows[0].blob(0);
    return {};
  }));
  if (wrapped.empty()) return std::unique_ptr<seal::RsaPrivateKey>();
  KARUNA_TRY(der, seal::unwrap(people_.ring, wrapped, place_of(name.wave, name.cls, name.kind, name.cell)));
  auto key = seal::RsaPrivateKey::from_pkcs8(der);
  seal::wipe(der);
  if (!key) return std::unexpected(key.error());
  return std::make_unique<seal::RsaPrivateKey>(*std::move(key));
}

void Desk::give_back(const KeyName& name, std::unique_ptr<seal::RsaPrivateKey> key) {
  const std::lock_guard lock(mutex_);
  free_[name].push_back(std::move(key));
}

Result<Issued> Desk::issue(const PersonId& person, const ask::WaveId& wave, std::uint8_t cls, std::uint8_t kind, std::span<const std::uint8_t> blinded,
                           bool window_open) {
  if (!window_open) return Issued{DeskRefusal::window_closed, {}};
  if (kind > ask::kind_right || blinded.size() != ask::rsa_length) return Issued{DeskRefusal::bad_blinded_message, {}};
  KARUNA_TRY(cell, my_cell(person, wave, cls));
  if (!cell) return Issued{DeskRefusal::not_eligible, {}};
  const KeyName name{wave, cls, kind, kind == ask::kind_admission ? 0U : *cell};
  KARUNA_TRY(key, lend(name));
  if (!key) {  // a closed desk has no keys any more
    bool closed = false;
    KARUNA_CHECK(people_->read("see whether a desk is closed", [&](Transaction& tx) -> Result<void> {
      const std::array<Value, 1> this_wave{blob_of(wave)};
      KARUNA_TRY(rows, tx.query("select 1 from desk_closed where wave_id=?1", this_wave));
      closed = !rows.empty();
      return {};
    }));
    return Issued{closed ? DeskRefusal::window_closed : DeskRefusal::unknown_wave, {}};
  }
  // Made before the row, so that a message out of range leaves no row; given out only once the row is on the disk. A crash between loses nothing:
  // the same message gets the same signature.
  auto signature = key->blind_sign(blinded);
  give_back(name, std::move(key));
  if (!signature && signature.error().fault == Fault::invalid) return Issued{DeskRefusal::bad_blinded_message, {}};
  if (!signature) return std::unexpected(signature.error());

  const Blob hash = blob_of(seal::sha256(seal::Bytes(blinded)));
  DeskRefusal refusal = DeskRefusal::none;
  KARUNA_CHECK(people_->write("note that a token was issued", [&](Transaction& tx) -> Result<void> {
    refusal = DeskRefusal::none;
    const std::array<Value, 1> this_wave{blob_of(wave)};
    KARUNA_TRY(closed, tx.query("select 1 from desk_closed where wave_id=?1", this_wave));
    if (!closed.empty()) {
      refusal = DeskRefusal::window_closed;
      return {};
    }
    const std::array<Value, 4> values{blob_of(person), blob_of(wave), std::int64_t{cls}, std::int64_t{kind}};
    KARUNA_TRY(rows, tx.query("select bm_hash from issuance where person_id=?1 and wave_id=?2 and class=?3 and kind=?4", values));
    if (!rows.empty()) {
      if (rows[0].blob(0) != hash) refusal = DeskRefusal::already_issued;
      return {};
    }
    const std::array<Value, 5> row{blob_of(person), blob_of(wave), std::int64_t{cls}, std::int64_t{kind}, hash};
    KARUNA_TRY(added, tx.run("insert into issuance(person_id, wave_id, class, kind, bm_hash) values(?1, ?2, ?3, ?4, ?5)", row));
    (void)added;
    return {};
  }));
  if (refusal != DeskRefusal::none) {
    seal::wipe(*signature);
    return Issued{refusal, {}};
  }
  return Issued{DeskRefusal::none, *std::move(signature)};
}

Result<std::vector<IssuedCount>> issued_counts(const PeopleDatabase& people, const ask::WaveId& wave) {
  std::vector<IssuedCount> counts;
  KARUNA_CHECK(people->read("count the tokens of each cell", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    KARUNA_TRY(rows, tx.query("select k.class, k.cell, (select count(*) from wave_person w join issuance i on i.person_id=w.person_id and i.wave_id=w.wave_id "
                              "and i.class=w.class and i.kind=1 where w.wave_id=k.wave_id and w.class=k.class and w.cell=k.cell) "
                              "from token_key k where k.wave_id=?1 and k.kind=1 order by k.class, k.cell",
                              values));
    for (const auto& row : rows)
      counts.push_back({static_cast<std::uint8_t>(row.integer(0)), static_cast<std::uint32_t>(row.integer(1)), static_cast<std::uint32_t>(row.integer(2))});
    return {};
  }));
  return counts;
}

Result<void> close_desk(const PeopleDatabase& people, const ask::WaveId& wave) {
  KARUNA_CHECK(people->write("close the desk of a wave", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    KARUNA_TRY(noted, tx.run("insert into desk_closed(wave_id) values(?1) on conflict do nothing", values));
    KARUNA_TRY(keys, tx.run("update token_key set enc_private=x'' where wave_id=?1", values));
    (void)noted, (void)keys;
    return {};
  }));
  return people->forget();  // until then the log still has them
}

Result<void> forget_wave(const PeopleDatabase& people, const ask::WaveId& wave) {
  KARUNA_CHECK(people->write("forget who drew in a wave", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    KARUNA_TRY(issued, tx.run("delete from issuance where wave_id=?1", values));
    KARUNA_TRY(listed, tx.run("delete from wave_person where wave_id=?1", values));
    KARUNA_TRY(cards, tx.run("delete from card where wave_id=?1", values));
    KARUNA_TRY(carded, tx.run("delete from card_person where wave_id=?1", values));
    KARUNA_TRY(mailed, tx.run("delete from mail where wave_id=?1", values));
    (void)issued, (void)listed, (void)cards, (void)carded, (void)mailed;
    return {};
  }));
  return people->forget();
}

}  // namespace karuna::people
