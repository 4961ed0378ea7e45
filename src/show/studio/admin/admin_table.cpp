// SPDX-License-Identifier: Apache-2.0
// What an administrator does: health, people and imports, roles, settings. No result, no comment, no question is behind these addresses.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "act/groups/choices.h"
#include "base/csv.h"
#include "base/dates.h"
#include "base/text.h"
#include "people/audit.h"
#include "people/directory.h"
#include "people/person_record.h"
#include "people/rights/roles.h"
#include "show/studio/admin/health.h"
#include "show/studio/admin/people_upload.h"
#include "show/studio/admin/settings.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {

namespace {

using http::Respond;
using http::Response;
using nlohmann::json;
using people::Role;
constexpr Audience administrator_alone = only({Role::administrator});

std::string today() {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

/// Why not, in words for the person who asked. What only this role sees may say what is wrong.
Response refused(const Error& error) {
  const bool theirs = error.fault == Fault::invalid || error.fault == Fault::not_found || error.fault == Fault::refused || error.fault == Fault::usage ||
                      error.fault == Fault::too_few_people;
  return http::json(json{{"error", theirs ? "REFUSED" : "BUSY"}, {"words", error.what}}.dump(), theirs ? 422 : 503);
}

bool noted(const Asked& asked, const char* action, const std::string& object) {
  return people::note_in_audit(asked.rooms.people, {asked.account().login, "administrator", action, object.substr(0, 200)}, ask::this_hour()).has_value();
}

Response health(const Asked& asked) { return http::json(health_of(asked.rooms).dump()); }
/// A row a check, a wave that waits, an address that is asked outside.
Response health_csv(const Asked& asked) {
  const json all = health_of(asked.rooms);
  json rows = json::array();
  for (const auto& [list, what] : {std::pair("checks", "check"), std::pair("waves", "wave"), std::pair("outbound", "outbound")})
    for (json row : all[list]) {
      row["about"] = what;
      rows.push_back(std::move(row));
    }
  return table_answer(rows, {"about", "name", "good", "free", "of", "now", "sha256", "fits", "people", "administrators", "with_password", "tls", "rows", "wave", "title", "kind", "state", "waits_for", "what", "where"});
}

Response people_now(const Asked& asked) {
  auto stored = stored_people(asked.rooms.people);
  return stored ? http::json(stored->dump()) : refused(stored.error());
}
Response people_csv(const Asked& asked) {
  auto stored = stored_people(asked.rooms.people);
  return stored ? table_answer(rows_of_values(*stored), {"name", "value"}) : refused(stored.error());
}

Response people_template(const Asked&) {
  CsvWriter csv;
  for (const auto column : people::roster_columns)
    if (column != "unit") csv.text(column);
  csv.end_row();
  Response response{.content_type = "text/csv; charset=utf-8", .body = csv.take()};
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"people.csv\"");
  return response;
}

/// What was said about pods and pairs goes with the person, once the import before can no longer bring them back.
Result<void> forget_leavers(const StudioRooms& rooms) {
  KARUNA_TRY(known, people::known_people(rooms.people));
  KARUNA_CHECK(act::forget_groups_but(rooms.act, known));
  return {};
}

/// The file comes twice: once to be looked at, once to be taken. What is taken must be the bytes that were looked at.
void import_people(std::shared_ptr<Asked> asked, Respond respond) {
  const auto value = [&](const char* name) { return asked->request.query_value(name).value_or(""); };
  const bool take = value("take") == "1";
  if (take && value("sha256") != seal::to_hex(seal::sha256(asked->request.body))) return respond(http::error(409, "ANOTHER_FILE"));
  auto columns = read_column_names(value("columns"));
  if (!columns) return respond(refused(columns.error()));
  std::vector<std::string> units;
  for (const std::string_view unit : split(value("units"), ','))
    if (!trimmed(unit).empty()) units.emplace_back(trimmed(unit));
  std::string name = value("file").substr(0, 100);
  if (name.empty()) name = "people.csv";
  const bool taken = asked->rooms.work.add([asked, respond, take, name, columns = *std::move(columns), units = std::move(units)] {
    const auto& installation = asked->rooms.waves->installation();
    // Noted first: an import that could not be noted is not made.
    if (take && !noted(*asked, "people.imported", name)) return respond(http::error(503, "BUSY"));
    auto looked = look_at_people(asked->rooms.people, installation.people(), {name, asked->request.body, columns, units}, installation.name, today(), take);
    if (looked && take)
      if (const auto gone = forget_leavers(asked->rooms); !gone) return respond(refused(gone.error()));
    respond(looked ? http::json(looked->dump()) : refused(looked.error()));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

void undo_people(std::shared_ptr<Asked> asked, Respond respond) {
  const bool taken = asked->rooms.work.add([asked, respond] {
    if (!noted(*asked, "people.undone", "roster")) return respond(http::error(503, "BUSY"));
    const auto done = people::undo_roster(asked->rooms.people);
    respond(done ? http::json("{}") : refused(done.error()));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

std::optional<json> accounts_now(const Asked& asked) {
  const auto given = people::given_accounts(asked.rooms.people);
  if (!given) return {};
  json list = json::array();
  for (const auto& one : *given) {
    json roles = json::array();
    for (const Role role : one.roles) roles.push_back(people::role_names[static_cast<std::size_t>(role)]);
    list.push_back({{"login", one.login}, {"roles", roles}, {"has_password", one.has_password}, {"on_roster", one.on_roster}});
  }
  return list;
}
Response accounts(const Asked& asked) {
  const auto list = accounts_now(asked);
  return list ? http::json(json{{"accounts", *list}, {"sign_in", sign_in_settings(asked.rooms.waves->installation())}}.dump()) : http::error(503, "BUSY");
}
Response accounts_csv(const Asked& asked) {
  const auto list = accounts_now(asked);
  return list ? table_answer(*list, {"login", "roles", "has_password", "on_roster"}) : http::error(503, "BUSY");
}

Response change_role(const Asked& asked) {
  const std::string login = text_of_body(asked.request, "login"), name = text_of_body(asked.request, "role"), what = text_of_body(asked.request, "do");
  const auto found = std::ranges::find(people::role_names, name);
  if (found == std::end(people::role_names) || name == "employee" || (what != "give" && what != "take") || login.empty())
    return http::error(400, "BAD_REQUEST");
  const auto role = static_cast<Role>(found - std::begin(people::role_names));
  if (!noted(asked, what == "give" ? "role.given" : "role.withdrawn", login + " " + name)) return http::error(503, "BUSY");
  const auto done = what == "give" ? people::add_role(asked.rooms.people, login, role) : people::take_role(asked.rooms.people, login, role);
  if (!done) return refused(done.error());
  // What somebody may no longer see they do not go on seeing.
  if (what == "take" && login != asked.account().login) asked.rooms.sessions.end_all(login);
  return http::json("{}");
}

Response settings(const Asked& asked) {
  auto all = settings_of(asked.rooms.waves->installation());
  return all ? http::json(all->dump()) : refused(all.error());
}
Response settings_csv(const Asked& asked) {
  auto all = settings_of(asked.rooms.waves->installation());
  return all ? table_answer(*all, {"name", "value", "source", "floor"}) : refused(all.error());
}

/// A letter to whoever asks, and to nobody else: the address is that of the roster, else the login.
void test_mail(std::shared_ptr<Asked> asked, Respond respond) {
  std::string to = asked->account().login;
  if (asked->account().person)
    if (const auto record = people::person_record(asked->rooms.people, *asked->account().person); record && *record && !(*record)->fields.email.empty())
      to = (*record)->fields.email;
  if (!asked->rooms.send_trial) return respond(http::error(404, "NOT_FOUND"));
  const bool taken = asked->rooms.work.add([asked, respond, to] {
    const auto server = asked->rooms.send_trial(to);
    respond(server ? http::json(json{{"to", to}, {"server", *server}}.dump())
                   : http::json(json{{"error", "NOT_SENT"}, {"to", to}, {"words", server.error().what}}.dump(), 422));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

}  // namespace

std::vector<StudioRoute> admin_table() {
  return {
      {http::Method::get, "/api/admin/health.json", administrator_alone, health},
      {http::Method::get, "/api/admin/health.csv", administrator_alone, health_csv},
      {http::Method::get, "/api/admin/people.json", administrator_alone, people_now},
      {http::Method::get, "/api/admin/people.csv", administrator_alone, people_csv},
      {http::Method::get, "/api/admin/people/template.csv", administrator_alone, people_template},
      {http::Method::post, "/api/admin/people/import", administrator_alone, import_people, most_people_upload},
      {http::Method::post, "/api/admin/people/undo", administrator_alone, undo_people, most_small_body},
      {http::Method::get, "/api/admin/accounts.json", administrator_alone, accounts},
      {http::Method::get, "/api/admin/accounts.csv", administrator_alone, accounts_csv},
      {http::Method::post, "/api/admin/role", administrator_alone, change_role, most_small_body},
      {http::Method::post, "/api/admin/mail-test", administrator_alone, test_mail, most_small_body},
      {http::Method::get, "/api/admin/settings.json", administrator_alone, settings},
      {http::Method::get, "/api/admin/settings.csv", administrator_alone, settings_csv},
  };
}

}  // namespace karuna::show
