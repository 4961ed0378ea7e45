// SPDX-License-Identifier: Apache-2.0
#include "act/commitments/commitments.h"

#include <array>
#include <random>

#include "act/groups/tables.h"

namespace karuna::act {
namespace {

using store::Transaction;
using store::Value;

constexpr store::Migration migrations[] = {{"001_commitments", R"(
create table commitment(id text primary key, login text not null, unit text not null, practice text not null, words text not null, since integer not null,
  look_again integer not null, ended integer not null, how integer not null) without rowid;
create index commitment_of on commitment(login);
)"}, group_tables,
                                           {"003_decisions", R"(
create table decision(id integer primary key, words text not null, why text not null, will integer not null, hour integer not null);
)"}, cover_tables};

/// Names a row; it opens nothing, because every question is asked together with the login.
std::string new_id() {
  std::random_device random;
  constexpr char digits[] = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 4; ++i)
    for (std::uint32_t word = random(), shift = 0; shift < 32; shift += 4) id += digits[word >> shift & 15U];
  return id;
}

constexpr const char* name_of_file = "act.sqlite";

}  // namespace

bool act_is_there(const std::filesystem::path& folder) { return std::filesystem::exists(folder / name_of_file); }

Result<ActDatabase> open_act(const std::filesystem::path& folder) {
  KARUNA_TRY(database, store::open_database({.file = folder / name_of_file, .deleted = store::Deleted::overwritten, .migrations = migrations, .readers = 2}));
  return ActDatabase{std::move(database)};
}

Result<Commitment> commit(const ActDatabase& act, Commitment commitment) {
  if (commitment.practice.empty() == commitment.words.empty())
    return fail(Fault::invalid, "a commitment is a practice or own words, one of the two; " +
                                    std::string(commitment.practice.empty() ? "neither was given" : "both were given"));
  if (commitment.words.size() > most_own_words)
    return fail(Fault::invalid, "own words have at most " + std::to_string(most_own_words) + " bytes, these have " + std::to_string(commitment.words.size()));
  if (commitment.look_again <= commitment.since) return fail(Fault::invalid, "the day to look again must come after the beginning");
  commitment.id = new_id();
  commitment.end = Commitment::End::open;
  commitment.ended = 0;
  KARUNA_CHECK(act->write("write a commitment down", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{commitment.login};
    KARUNA_TRY(open, tx.query("select id from commitment where login=?1 and how=0", whose));
    if (!open.empty()) return fail(Fault::refused, "one commitment is open already; end it first: one thing at a time");
    const std::array<Value, 7> values{commitment.id, commitment.login, commitment.unit, commitment.practice, commitment.words, commitment.since, commitment.look_again};
    KARUNA_TRY(added, tx.run("insert into commitment(id, login, unit, practice, words, since, look_again, ended, how) values(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0)", values));
    (void)added;
    return {};
  }));
  return commitment;
}

Result<std::vector<Commitment>> commitments_of(const ActDatabase& act, std::string_view login) {
  std::vector<Commitment> found;
  KARUNA_CHECK(act->read("read commitments", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{std::string(login)};
    KARUNA_TRY(rows, tx.query("select id, login, unit, practice, words, since, look_again, ended, how from commitment where login=?1 order by since desc, id", whose));
    for (const auto& row : rows)
      found.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5), row.integer(6), static_cast<Commitment::End>(row.integer(8)), row.integer(7)});
    return {};
  }));
  return found;
}

Result<void> end_commitment(const ActDatabase& act, std::string_view login, std::string_view id, Commitment::End how, std::int64_t hour) {
  if (how == Commitment::End::open) return fail(Fault::invalid, "a commitment ends as kept or as stopped");
  return act->write("end a commitment", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 4> values{std::string(login), std::string(id), static_cast<std::int64_t>(how), hour};
    KARUNA_TRY(changed, tx.run("update commitment set how=?3, ended=?4 where login=?1 and id=?2 and how=0", values));
    if (changed == 0) return fail(Fault::not_found, "there is no open commitment of this name");
    return {};
  });
}

Result<void> forget_commitments(const ActDatabase& act, std::string_view login) {
  KARUNA_CHECK(act->write("forget the commitments of a login", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{std::string(login)};
    KARUNA_TRY(gone, tx.run("delete from commitment where login=?1", whose));
    (void)gone;
    return {};
  }));
  return act->forget();
}

}  // namespace karuna::act
