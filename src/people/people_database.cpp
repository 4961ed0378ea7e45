// SPDX-License-Identifier: Apache-2.0
#include "people/people_database.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/files.h"
#include "seal/hash.h"

namespace karuna::people {

namespace {

// person_before holds the roster as it was before the last import, for its undo.
// card holds no order either: its key is a hash. card_person says who gets a card; nothing joins it to card.
// issuance has no time and no row order: its key is random (person) and its rows lie in the order of the key.
constexpr store::Migration migrations[] = {{"001_people", R"(
create table unit(unit_id text primary key, parent text not null, name text not null) without rowid;
create table person(
  person_id blob primary key, employee_id text not null unique, login text not null unique, email text not null, unit_id text not null,
  manager_id text not null, job_family text not null, level_band text not null, employment_type text not null,
  start_date text not null, end_date text not null, language text not null, timezone text not null, shift_pattern text not null,
  no_reminders integer not null) without rowid;
create table unit_before(unit_id text primary key, parent text not null, name text not null) without rowid;
create table person_before(
  person_id blob primary key, employee_id text not null unique, login text not null unique, email text not null, unit_id text not null,
  manager_id text not null, job_family text not null, level_band text not null, employment_type text not null,
  start_date text not null, end_date text not null, language text not null, timezone text not null, shift_pattern text not null,
  no_reminders integer not null) without rowid;
create table account(login text primary key, roles text not null, password text not null) without rowid;
create table link(hash blob primary key, login text not null, valid_until integer not null) without rowid;
create table setting(name text primary key, value text not null) without rowid;
create table wave_person(wave_id blob not null, person_id blob not null, class integer not null, cell integer not null,
  primary key(wave_id, person_id, class)) without rowid;
create table issuance(person_id blob not null, wave_id blob not null, class integer not null, kind integer not null, bm_hash blob not null,
  primary key(person_id, wave_id, class, kind)) without rowid;
create table token_key(wave_id blob not null, class integer not null, kind integer not null, cell integer not null,
  enc_private blob not null, spki blob not null, primary key(wave_id, class, kind, cell)) without rowid;
create table desk_closed(wave_id blob primary key) without rowid;
)"},
                                           {"002_audit", R"(
create table audit(number integer primary key, hour integer not null, who text not null, role text not null, action text not null, object text not null,
  hash blob not null);
)"},
                                           {"003_cards", R"(
create table card(hash blob primary key, card_id blob not null, wave_id blob not null, batch integer not null) without rowid;
create table card_batch(wave_id blob not null, batch integer not null, cell integer not null, printed integer not null, voided integer not null,
  primary key(wave_id, batch)) without rowid;
create table card_person(wave_id blob not null, person_id blob not null, cell integer not null, primary key(wave_id, person_id)) without rowid;
)"},
                                           {"004_mail", R"(
create table link_wanted(person_id blob primary key) without rowid;
create table mailing(wave_id blob not null, message integer not null, primary key(wave_id, message)) without rowid;
create table mail(wave_id blob not null, message integer not null, person_id blob not null, state integer not null, tries integer not null,
  primary key(wave_id, message, person_id)) without rowid;
)"},
                                           {"005_approvals", R"(
create table approval(id text primary key, kind text not null, after text not null, rules text not null, reason text not null,
  asked_by text not null, asked_role text not null, asked_hour integer not null,
  state integer not null, decided_by text not null, decided_role text not null, decided_hour integer not null, decision text not null) without rowid;
)"}};

}  // namespace

Result<MailDatabase> open_people_for_mail(const std::filesystem::path& folder) {
  MailDatabase mail;
  KARUNA_TRY(database, store::open_database({.file = folder / "people.sqlite",
                                             .deleted = store::Deleted::overwritten,
                                             .migrations = migrations,
                                             .readers = 1,
                                             .hidden = {"issuance", "token_key", "desk_closed", "card", "card_batch", "card_person", "account", "audit", "approval"},
                                             .write_only = {"link"}}));
  mail.database = std::move(database);
  return mail;
}

store::Blob blob_of(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

Result<void> make_ring(const std::filesystem::path& folder) {
  const auto file = folder / "ring.key";
  std::error_code error;
  if (std::filesystem::exists(file, error))
    return fail(Fault::refused, file.string() + " is there already; without it no token key of a running wave could be used, so it is not replaced");
  KARUNA_TRY(bytes, seal::random_bytes(32));
  auto written = write_atomically(file, seal::text_of(bytes), FileMode::owner_only);
  seal::wipe(bytes);
  return written;
}

Result<PeopleDatabase> open_people(const std::filesystem::path& folder) {
  const auto file = folder / "ring.key";
  struct stat about{};
  if (stat(file.c_str(), &about) == 0 && (about.st_mode & 077) != 0)
    return fail(Fault::refused, file.string() + " can be read by others; `chmod 600 " + file.string() + "` mends that");
  KARUNA_TRY(bytes, read_file(file, 4096));
  if (bytes.size() != 32) return fail(Fault::invalid, file.string() + " has " + std::to_string(bytes.size()) + " bytes; a key ring has 32");
  PeopleDatabase people;
  std::copy(bytes.begin(), bytes.end(), people.ring.bytes().begin());
  seal::wipe({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  KARUNA_TRY(database,
             store::open_database({.file = folder / "people.sqlite", .deleted = store::Deleted::overwritten, .migrations = migrations, .readers = 2}));
  people.database = std::move(database);
  return people;
}

}  // namespace karuna::people
