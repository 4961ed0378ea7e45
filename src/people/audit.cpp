// SPDX-License-Identifier: Apache-2.0
#include "people/audit.h"

#include <algorithm>
#include <array>

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

constexpr std::size_t most_text = 200;

seal::Digest chained(const seal::Digest& before, const AuditEntry& entry) {
  seal::Sha256 hash;
  hash.add("KARUNA-AUDIT-v1").add(before);
  for (const std::int64_t number : {entry.number, entry.hour})
    hash.add_u32(static_cast<std::uint32_t>(number >> 32)).add_u32(static_cast<std::uint32_t>(number));
  for (const std::string* text : {&entry.note.who, &entry.note.role, &entry.note.action, &entry.note.object})
    hash.add_u32(static_cast<std::uint32_t>(text->size())).add(*text);
  return hash.finish();
}

AuditEntry entry_of(const store::Row& row) {
  AuditEntry entry{row.integer(0), row.integer(1), {row.text(2), row.text(3), row.text(4), row.text(5)}, {}};
  if (row.blob(6).size() == entry.hash.size()) std::copy(row.blob(6).begin(), row.blob(6).end(), entry.hash.begin());
  return entry;
}

constexpr const char* newest = "select number, hour, who, role, action, object, hash from audit order by number desc limit 1";

}  // namespace

Result<void> note_in_audit(store::Transaction& tx, const AuditNote& note, std::int64_t hour) {
  for (const std::string* text : {&note.who, &note.role, &note.action, &note.object})
    if (text->size() > most_text) return fail(Fault::invalid, "a text of the audit log has at most 200 bytes, this one has " + std::to_string(text->size()));
  KARUNA_TRY(rows, tx.query(newest));
  const AuditEntry last = rows.empty() ? AuditEntry{} : entry_of(rows[0]);
  AuditEntry entry{last.number + 1, hour, note, {}};
  entry.hash = chained(last.hash, entry);
  const std::array<Value, 7> values{entry.number, entry.hour, note.who, note.role, note.action, note.object, blob_of(entry.hash)};
  KARUNA_TRY(added, tx.run("insert into audit(number, hour, who, role, action, object, hash) values(?1, ?2, ?3, ?4, ?5, ?6, ?7)", values));
  (void)added;
  return {};
}

Result<void> note_in_audit(const PeopleDatabase& people, const AuditNote& note, std::int64_t hour) {
  return people->write("note in the audit log", [&](Transaction& tx) { return note_in_audit(tx, note, hour); });
}

Result<std::vector<AuditEntry>> read_audit(const PeopleDatabase& people, std::int64_t before, std::size_t most) {
  std::vector<AuditEntry> entries;
  KARUNA_CHECK(people->read("read the audit log", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> values{before > 0 ? before : INT64_MAX, static_cast<std::int64_t>(most)};
    KARUNA_TRY(rows, tx.query("select number, hour, who, role, action, object, hash from audit where number<?1 order by number desc limit ?2", values));
    for (const auto& row : rows) entries.push_back(entry_of(row));
    return {};
  }));
  return entries;
}

Result<AuditCheck> check_audit(const PeopleDatabase& people) {
  return walk_audit(people, [](const AuditEntry&) {});
}

Result<AuditCheck> walk_audit(const PeopleDatabase& people, const std::function<void(const AuditEntry&)>& see) {
  AuditCheck check;
  KARUNA_CHECK(people->read("check the audit log", [&](Transaction& tx) -> Result<void> {
    return tx.each("select number, hour, who, role, action, object, hash from audit order by number", {}, [&](const store::Row& row) {
      const AuditEntry entry = entry_of(row);
      ++check.rows;
      if (!check.broken_at && (entry.number != check.rows || entry.hash != chained(check.last, entry))) check.broken_at = entry.number;
      check.last = entry.hash;
      see(entry);
      return true;
    });
  }));
  return check;
}

}  // namespace karuna::people
