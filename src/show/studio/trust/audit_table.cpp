// SPDX-License-Identifier: Apache-2.0
// The audit log: all of it for the council, and for everybody who opened results.
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "people/audit.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {

namespace {

using http::Response;
using nlohmann::json;

constexpr std::size_t most_rows = 200, most_looked_through = 5'000;

json row_of(const people::AuditEntry& entry) {
  return {{"number", entry.number}, {"hour", entry.hour}, {"who", entry.note.who}, {"role", entry.note.role}, {"action", entry.note.action}, {"object", entry.note.object}};
}

std::int64_t before_of(const http::Request& request) {
  const auto text = request.query_value("before").value_or("");
  std::int64_t before = 0;
  std::from_chars(text.data(), text.data() + text.size(), before);
  return before;
}

Response audit(const Asked& asked) {
  auto entries = people::read_audit(asked.rooms.people, before_of(asked.request), most_rows);
  auto check = people::check_audit(asked.rooms.people);
  if (!entries || !check) return http::error(503, "BUSY");
  json rows = json::array();
  for (const auto& entry : *entries) rows.push_back(row_of(entry));
  return http::json(json{{"rows", rows}, {"all", check->rows}, {"whole", !check->broken_at.has_value()}, {"broken_at", check->broken_at ? json(*check->broken_at) : json()},
                         {"last_hash", seal::to_hex(check->last)}}.dump());
}

Response audit_csv(const Asked& asked) {
  auto entries = people::read_audit(asked.rooms.people, before_of(asked.request), most_rows);
  if (!entries) return http::error(503, "BUSY");
  CsvWriter csv;
  for (const char* column : {"number", "hour", "who", "role", "action", "object", "hash"}) csv.text(column);
  csv.end_row();
  for (const auto& entry : *entries)
    csv.integer(entry.number).integer(entry.hour).text(entry.note.who).text(entry.note.role).text(entry.note.action).text(entry.note.object).text(seal::to_hex(entry.hash)).end_row();
  return {.content_type = "text/csv; charset=utf-8", .body = csv.take()};
}

/// Who opened results of groups, for every employee to read. Nobody is noted for reading what everybody may read.
std::optional<json> opened_now(const Asked& asked) {
  auto entries = people::read_audit(asked.rooms.people, 0, most_looked_through);
  if (!entries) return {};
  json rows = json::array();
  for (const auto& entry : *entries)
    if (entry.note.action == "results.opened" && rows.size() < most_rows) rows.push_back(row_of(entry));
  return rows;
}
Response opened(const Asked& asked) {
  const auto rows = opened_now(asked);
  return rows ? http::json(rows->dump()) : http::error(503, "BUSY");
}
Response opened_csv(const Asked& asked) {
  const auto rows = opened_now(asked);
  return rows ? table_answer(*rows, {"number", "hour", "who", "role", "action", "object"}) : http::error(503, "BUSY");
}

}  // namespace

std::vector<StudioRoute> audit_table() {
  return {
      {http::Method::get, "/api/audit.json", only({people::Role::council}), audit},
      {http::Method::get, "/api/audit.csv", only({people::Role::council}), audit_csv},
      {http::Method::get, "/api/opened.json", for_readers, opened},
      {http::Method::get, "/api/opened.csv", for_readers, opened_csv},
  };
}

}  // namespace karuna::show
