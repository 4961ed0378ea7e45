// SPDX-License-Identifier: Apache-2.0
#include "show/studio/groups/group_people.h"

#include "ask/planning/wave_file.h"
#include "base/numbers.h"
#include "people/audit.h"
#include "people/directory.h"

namespace karuna::show {

using nlohmann::json;

Result<act::GroupPeople> read_group_people(const StudioRooms& rooms) {
  act::GroupPeople all;
  KARUNA_TRY(directory, people::directory(rooms.people));
  KARUNA_TRY(choices, act::all_choices(rooms.act));
  KARUNA_TRY(rounds, act::kept_rounds(rooms.act));
  KARUNA_TRY(ambassadors, act::kept_ambassadors(rooms.act));
  KARUNA_TRY(pairs, act::kept_pairs(rooms.act));
  KARUNA_TRY(apart, act::pairs_apart(rooms.act));
  return act::GroupPeople{std::move(directory), std::move(choices), std::move(rounds), std::move(ambassadors), std::move(pairs), std::move(apart)};
}

Date today() { return *parse_date(ask::hour_text(static_cast<std::uint32_t>(ask::this_hour())).substr(0, 10), DateFormat::iso); }

Named::Named(const act::GroupPeople& people) {
  for (const auto& person : people.directory) login_[person.employee_id] = person.login;
}

std::string Named::login(const std::string& id) const {
  const auto found = login_.find(id);
  return found == login_.end() ? std::string() : found->second;
}

json Named::operator()(const std::string& id) const { return {{"id", id}, {"login", login(id)}}; }

std::int64_t number_of(const json& body, const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_number_integer()) return otherwise;
  const auto value = found->get<std::int64_t>();
  return value < least || value > most ? otherwise : value;
}

std::int64_t number_asked(const Asked& asked, std::string_view name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
  const auto text = asked.request.query_value(name);
  const auto value = text ? parse_integer(*text) : std::nullopt;
  return !value || *value < least || *value > most ? otherwise : *value;
}

bool noted_as_kept(const Asked& asked, const std::string& what) {
  return people::note_in_audit(asked.rooms.people,
                               {asked.account().login, std::string(people::role_names[static_cast<std::size_t>(asked.role())]), "groups.kept", what},
                               ask::this_hour())
      .has_value();
}

http::Response csv_answer(std::string bytes, const std::string& name) {
  return {.content_type = "text/csv; charset=utf-8", .headers = {{"Content-Disposition", "attachment; filename=\"" + name + "\""}}, .body = std::move(bytes)};
}

std::vector<StudioRoute> groups_table() {
  std::vector<StudioRoute> table;
  for (auto part : {pods_table(), pairs_table(), ambassadors_table(), mine_table()}) std::move(part.begin(), part.end(), std::back_inserter(table));
  return table;
}

}  // namespace karuna::show
