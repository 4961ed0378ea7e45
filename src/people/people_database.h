// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <memory>

#include "seal/secret.h"
#include "store/database.h"

namespace karuna::people {

/// A person's name in the database: 16 random bytes, so that no order tells who came first.
using PersonId = std::array<std::uint8_t, 16>;

/// people/people.sqlite and people/ring.key. Tables: unit, person, person_before, account, link, setting, wave_person, issuance, token_key, desk_closed, audit, approval,
/// card, card_batch, card_person, mailing, mail, link_wanted.
struct PeopleDatabase {
  std::unique_ptr<store::Database> database;
  seal::Secret<32> ring;                     ///< encrypts the private token keys

  store::Database* operator->() const { return database.get(); }
};

/// Takes   the folder people/ of an installation
/// Fails   as store::open_database; not_found  no ring.key (`karuna init` makes it); refused  others may read it
Result<PeopleDatabase> open_people(const std::filesystem::path& folder);
/// The same file for whatever sends mail: SQLite itself refuses it every look at who drew, at keys, cards, passwords and links, so that nobody can be
/// written to because they did or did not do something. It has no ring key.
struct MailDatabase {
  std::unique_ptr<store::Database> database;
  store::Database* operator->() const { return database.get(); }
};
Result<MailDatabase> open_people_for_mail(const std::filesystem::path& folder);
/// The first time: makes the folder's ring.key. Fails  refused  there is one
Result<void> make_ring(const std::filesystem::path& folder);

store::Blob blob_of(std::span<const std::uint8_t> bytes);

}  // namespace karuna::people
