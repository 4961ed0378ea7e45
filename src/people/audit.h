// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/people_database.h"
#include "seal/hash.h"

namespace karuna::people {

/// Who did what, in a chain: each row carries the hash of the one before it, so that a row that is changed, taken out or put in between breaks all that
/// follow. Only what somebody did in a role with rights over others is noted, to the hour; nobody's coming to the desk, nobody's reading of their own.
struct AuditNote {
  std::string who;       ///< login
  std::string role;      ///< in which it was done: "programme-lead"
  std::string action;    ///< "role.taken", "results.opened": the words of docs/roles.md
  std::string object;    ///< what it was done to: a role, a wave, a page
};

struct AuditEntry {
  std::int64_t number = 0;   ///< from 1, without gaps
  std::int64_t hour = 0;     ///< since 1970
  AuditNote note;
  seal::Digest hash{};       ///< SHA-256("KARUNA-AUDIT-v1" || hash before || number || hour || each text with its length)
};

/// Adds one row. Fails  invalid  a text of more than 200 bytes; as the database
Result<void> note_in_audit(const PeopleDatabase& people, const AuditNote& note, std::int64_t hour);
/// The same within a change that is under way: both are there, or neither.
Result<void> note_in_audit(store::Transaction& tx, const AuditNote& note, std::int64_t hour);

/// The newest `most` rows with a number below `before` (0: from the end), newest first.
Result<std::vector<AuditEntry>> read_audit(const PeopleDatabase& people, std::int64_t before, std::size_t most);

/// Walks the whole chain. Gives  the number of the first row that does not fit the one before it, or nothing; and how many there are.
struct AuditCheck {
  std::int64_t rows = 0;
  std::optional<std::int64_t> broken_at;
  seal::Digest last{};       ///< what somebody may write down to compare with later
};
Result<AuditCheck> check_audit(const PeopleDatabase& people);
/// The same, and every row is shown on the way.
Result<AuditCheck> walk_audit(const PeopleDatabase& people, const std::function<void(const AuditEntry&)>& see);

}  // namespace karuna::people
