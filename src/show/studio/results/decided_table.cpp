// SPDX-License-Identifier: Apache-2.0
// What is done about it: what the programme lead enters, for everybody, and how many managers have set something out, never what or where.
#include <nlohmann/json.hpp>

#include "act/decisions/decisions.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::size_t least_managers = 5;  // below, the number would be told of people one knows

std::optional<json> decided_now(const Asked& asked) {
  const auto found = act::decisions(asked.rooms.act);
  const auto open = act::open_commitments(asked.rooms.act);
  if (!found || !open) return {};
  json list = json::array();
  for (const act::Decision& one : *found) list.push_back({{"words", one.words}, {"why", one.why}, {"will", one.will}, {"hour", one.hour}});
  return json{{"decisions", list}, {"managers", *open >= least_managers ? json(*open) : json()}};
}
Response decided(const Asked& asked) {
  const auto now = decided_now(asked);
  return now ? http::json(now->dump()) : http::error(503, "BUSY");
}
Response decided_csv(const Asked& asked) {
  const auto now = decided_now(asked);
  if (!now) return http::error(503, "BUSY");
  json rows = (*now)["decisions"];
  for (json& row : rows) row["what"] = "decision";
  if (!(*now)["managers"].is_null()) rows.push_back({{"what", "managers with a commitment"}, {"count", (*now)["managers"]}});
  return table_answer(rows, {"what", "will", "words", "why", "hour", "count"});
}

/// {"words": ..., "why": ..., "will": true or false}
Response decide(const Asked& asked) {
  const json body = json::parse(asked.request.body, nullptr, false);
  if (!body.is_object() || !body.contains("will") || !body["will"].is_boolean()) return http::error(400, "BAD_REQUEST");
  const auto made = act::decide(asked.rooms.act, {text_of_body(asked.request, "words"), text_of_body(asked.request, "why"), body["will"].get<bool>(), ask::this_hour()});
  if (!made) return made.error().fault == Fault::invalid ? http::error(400, "BAD_REQUEST") : http::error(503, "BUSY");
  return decided(asked);
}

}  // namespace

std::vector<StudioRoute> decided_table() {
  return {
      {http::Method::get, "/api/decided.json", for_readers, decided},
      {http::Method::get, "/api/decided.csv", for_readers, decided_csv},
      {http::Method::post, "/api/lead/decision", only({people::Role::programme_lead}), decide, most_small_body},
  };
}

}  // namespace karuna::show
