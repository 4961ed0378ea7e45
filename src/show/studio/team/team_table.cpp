// SPDX-License-Identifier: Apache-2.0
// A manager's four steps: read, talk, choose, follow up. Only the team that names this person as its manager; no list, no rank, no count of who answered.
#include <nlohmann/json.hpp>

#include "show/studio/routes.h"
#include "show/studio/table_answer.h"
#include "show/studio/team/team.h"

namespace karuna::show {
namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

constexpr std::int64_t longest_look = 2 * 365 * 24, shortest_look = 7 * 24;  // hours

const std::vector<act::Practice>& practices() {
  static const std::vector<act::Practice> read = act::builtin_practices().value_or(std::vector<act::Practice>());
  return read;
}

/// Which series speaks: deep waves where there is a report of them, else pulses; or the one that was asked for.
ask::Depth kind_of(const Asked& asked, const Released& released) {
  const auto wish = asked.request.query_value("kind");
  if (wish == "pulse") return ask::Depth::pulse;
  if (wish == "deep" || released.series[static_cast<std::size_t>(ask::Depth::deep)].report) return ask::Depth::deep;
  return released.series[static_cast<std::size_t>(ask::Depth::pulse)].report ? ask::Depth::pulse : ask::Depth::deep;
}

/// Gives what `write` makes of what this manager may read; noted before anything is given, whatever its form.
void give_team(std::shared_ptr<Asked> asked, Respond respond, Response (*write)(std::string team)) {
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond, write](const std::shared_ptr<const Released>& released) {
    const ask::Depth kind = kind_of(*asked, *released);
    const Series& series = released->series[static_cast<std::size_t>(kind)];
    people::Team team;
    if (asked->account().person) {
      const ask::WaveId newest = series.waves.empty() ? ask::WaveId{} : released->waves[series.waves.back()].wave.token_part.wave;
      auto found = people::team_of(asked->rooms.people, *asked->account().person, newest, ask::class_ballot);
      if (!found) return respond(http::error(503, "BUSY"));
      team = *std::move(found);
    }
    if (!team.cells.empty() && !noted_as_opened(*asked, "team")) return respond(http::error(503, "BUSY"));
    respond(write(team_json(*released, kind, team, practices(), language_of(*asked))));
  });
}
void read_team(std::shared_ptr<Asked> asked, Respond respond) {
  give_team(std::move(asked), std::move(respond), [](std::string team) { return http::json(std::move(team)); });
}
void read_team_csv(std::shared_ptr<Asked> asked, Respond respond) {
  give_team(std::move(asked), std::move(respond), [](std::string team) { return table_answer(team_rows(json::parse(team)), team_columns); });
}

Response all_practices(const Asked& asked) { return http::json(practices_json(practices(), language_of(asked))); }
Response all_practices_csv(const Asked& asked) {
  return table_answer(json::parse(practices_json(practices(), language_of(asked)))["practices"], {"id", "title", "minutes", "element", "evidence", "do", "first", "careful"});
}

Response my_commitments(const Asked& asked) {
  auto found = act::commitments_of(asked.rooms.act, asked.account().login);
  if (!found) return http::error(503, "BUSY");
  return http::json(commitments_json(*found, practices(), language_of(asked)));
}
Response my_commitments_csv(const Asked& asked) {
  auto found = act::commitments_of(asked.rooms.act, asked.account().login);
  if (!found) return http::error(503, "BUSY");
  json rows = json::parse(commitments_json(*found, practices(), language_of(asked)))["commitments"];
  for (json& row : rows) {
    const json practice = row["practice"];
    row["practice"] = practice.is_null() ? json() : practice["id"];
    if (!practice.is_null()) row["words"] = practice["title"];
  }
  return table_answer(rows, {"id", "practice", "words", "since", "look_again", "state", "ended"});
}

Response refused(const Error& error) {
  const int status = error.fault == Fault::invalid ? 400 : error.fault == Fault::refused ? 409 : error.fault == Fault::not_found ? 404 : 503;
  return http::json(json{{"error", status == 400 ? "BAD_REQUEST" : status == 409 ? "ONE_AT_A_TIME" : status == 404 ? "NOT_FOUND" : "BUSY"}, {"words", status == 503 ? "" : error.what}}.dump(), status);
}

/// {"practice": id} or {"words": "..."}, and {"look_again": hour}.
Response commit(const Asked& asked) {
  const json body = json::parse(asked.request.body, nullptr, false);
  if (!body.is_object() || !body.contains("look_again") || !body["look_again"].is_number_integer()) return http::error(400, "BAD_REQUEST");
  act::Commitment commitment;
  commitment.login = asked.account().login;
  commitment.practice = text_of_body(asked.request, "practice");
  commitment.words = text_of_body(asked.request, "words");
  commitment.since = ask::this_hour();
  commitment.look_again = body["look_again"].get<std::int64_t>();
  if (commitment.look_again < commitment.since + shortest_look || commitment.look_again > commitment.since + longest_look) return http::error(400, "BAD_REQUEST");
  if (!commitment.practice.empty() && std::ranges::find(practices(), commitment.practice, &act::Practice::id) == practices().end()) return http::error(400, "BAD_REQUEST");
  const auto made = act::commit(asked.rooms.act, std::move(commitment));
  if (!made) return refused(made.error());
  return my_commitments(asked);
}

/// {"id": ..., "how": "kept" | "stopped"}
Response end(const Asked& asked) {
  const std::string how = text_of_body(asked.request, "how");
  if (how != "kept" && how != "stopped") return http::error(400, "BAD_REQUEST");
  const auto ended = act::end_commitment(asked.rooms.act, asked.account().login, text_of_body(asked.request, "id"),
                                         how == "kept" ? act::Commitment::End::kept : act::Commitment::End::stopped, ask::this_hour());
  if (!ended) return refused(ended.error());
  return my_commitments(asked);
}

constexpr Audience for_managers = only({people::Role::manager});
constexpr Audience for_practices = only({people::Role::manager, people::Role::programme_lead, people::Role::employee});

}  // namespace

std::vector<StudioRoute> team_table() {
  return {
      {http::Method::get, "/api/team.json", for_managers, read_team},
      {http::Method::get, "/api/team.csv", for_managers, read_team_csv},
      {http::Method::get, "/api/team/practices.json", for_practices, all_practices},
      {http::Method::get, "/api/team/practices.csv", for_practices, all_practices_csv},
      {http::Method::get, "/api/team/commitments.json", for_managers, my_commitments},
      {http::Method::get, "/api/team/commitments.csv", for_managers, my_commitments_csv},
      {http::Method::post, "/api/team/commitment", for_managers, commit, most_small_body},
      {http::Method::post, "/api/team/commitment/end", for_managers, end, most_small_body},
  };
}

}  // namespace karuna::show
