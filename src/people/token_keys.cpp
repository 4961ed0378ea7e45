// SPDX-License-Identifier: Apache-2.0
#include "people/token_keys.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "seal/blind_rsa.h"

namespace karuna::people {

namespace {

using store::Blob;
using store::Transaction;
using store::Value;

struct Wanted {
  std::uint8_t cls = 0, kind = 0;
  std::uint32_t cell = 0;
  Blob wrapped = {}, spki = {};
};

std::vector<std::uint8_t> place_of(const ask::WaveId& wave, const Wanted& key) {
  std::vector<std::uint8_t> place(wave.begin(), wave.end());
  place.push_back(key.cls);
  place.push_back(key.kind);
  for (int shift = 24; shift >= 0; shift -= 8) place.push_back(static_cast<std::uint8_t>(key.cell >> shift));
  return place;
}

Result<void> make(const PeopleDatabase& people, const ask::WaveId& wave, Wanted& key) {
  KARUNA_TRY(made, seal::RsaPrivateKey::generate(2048));
  auto der = made.pkcs8();
  auto wrapped = seal::wrap(people.ring, der, place_of(wave, key));
  seal::wipe(der);
  if (!wrapped) return std::unexpected(wrapped.error());
  key.wrapped = *std::move(wrapped);
  key.spki = made.public_key().spki();
  return {};
}

}  // namespace

Result<std::vector<ask::UnitHeadcount>> headcounts(const PeopleDatabase& people) {
  std::vector<ask::UnitHeadcount> units;
  KARUNA_CHECK(people->read("count people by unit", [&](Transaction& tx) -> Result<void> {
    // Parents before children: an id is its path, so a parent is shorter than its children.
    KARUNA_TRY(rows, tx.query("select u.unit_id, u.parent, u.name, (select count(*) from person p where p.unit_id=u.unit_id) from unit u "
                              "order by length(u.unit_id) - length(replace(u.unit_id, '/', '')), u.parent <> '', u.unit_id"));
    for (const auto& row : rows) units.push_back({row.text(0), row.text(1), row.text(2), static_cast<std::uint32_t>(row.integer(3))});
    return {};
  }));
  if (units.empty()) return fail(Fault::too_few_people, "there are no people yet; `karuna people import FILE` brings them in");
  return units;
}

Result<std::map<std::string, std::uint32_t>> new_people(const PeopleDatabase& people, const std::string& day) {
  std::map<std::string, std::uint32_t> fresh;
  KARUNA_CHECK(people->read("count new people by unit", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{day};
    KARUNA_TRY(rows, tx.query("select unit_id, count(*) from person where start_date > ?1 group by unit_id", values));
    for (const auto& row : rows) fresh[row.text(0)] = static_cast<std::uint32_t>(row.integer(1));
    return {};
  }));
  return fresh;
}

Result<MadeKeys> make_token_keys(const PeopleDatabase& people, const ask::WaveId& wave, std::span<const std::uint8_t> classes,
                                 const std::map<std::string, std::uint32_t>& unit_cell, unsigned threads,
                                 const std::function<bool(std::size_t, std::size_t)>& progress) {
  std::set<std::uint32_t> cells;
  for (const auto& [unit, cell] : unit_cell) cells.insert(cell);
  std::vector<Wanted> keys;
  for (const std::uint8_t cls : classes) {
    keys.push_back({cls, ask::kind_admission, 0});
    for (const std::uint32_t cell : cells) keys.push_back({cls, ask::kind_right, cell});
  }

  std::atomic<std::size_t> next{0}, made{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  Result<void> outcome;
  const auto work = [&] {
    for (std::size_t i = next++; i < keys.size() && !stop; i = next++) {
      auto done = make(people, wave, keys[i]);
      const std::lock_guard lock(mutex);
      if (!done && outcome) outcome = done, stop = true;
      if (progress && !stop && !progress(++made, keys.size())) {
        outcome = fail(Fault::interrupted, "stopped while token keys were made; nothing was stored");
        stop = true;
      }
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < std::max(1U, threads); ++t) others.emplace_back(work);
  work();
  others.clear();
  KARUNA_CHECK(outcome);

  KARUNA_CHECK(people->write("keep the token keys of a wave and freeze its roster", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> this_wave{blob_of(wave)};
    KARUNA_TRY(there, tx.query("select 1 from token_key where wave_id=?1 limit 1", this_wave));
    if (!there.empty()) return fail(Fault::refused, "this wave has its keys already; they are made once");
    for (const Wanted& key : keys) {
      const std::array<Value, 6> values{blob_of(wave), std::int64_t{key.cls}, std::int64_t{key.kind}, std::int64_t{key.cell}, key.wrapped, key.spki};
      KARUNA_TRY(added, tx.run("insert into token_key(wave_id, class, kind, cell, enc_private, spki) values(?1, ?2, ?3, ?4, ?5, ?6)", values));
      (void)added;
    }
    for (const std::uint8_t cls : classes)
      for (const auto& [unit, cell] : unit_cell) {
        const std::array<Value, 4> values{blob_of(wave), std::int64_t{cls}, std::int64_t{cell}, unit};
        KARUNA_TRY(frozen,
                   tx.run("insert into wave_person(wave_id, person_id, class, cell) select ?1, person_id, ?2, ?3 from person where unit_id=?4", values));
        (void)frozen;
      }
    return {};
  }));
  MadeKeys public_keys;
  for (const Wanted& key : keys) {
    if (key.kind == ask::kind_admission)
      public_keys.admission_spki[key.cls] = key.spki;
    else
      public_keys.right_spki[{key.cls, key.cell}] = key.spki;
  }
  return public_keys;
}

}  // namespace karuna::people
