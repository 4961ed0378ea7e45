// SPDX-License-Identifier: Apache-2.0
// What is done about it: what the programme lead enters, for everybody, and how many managers have set something out, never what or where.
#include <nlohmann/json.hpp>

#include "act/decisions/decisions.h"
#include "show/studio/routes.h"

namespace karuna::show {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::size_t least_managers = 5;  // below, the number would be told of people one knows

Response decided(const Asked& asked) {
  const auto found = act::decisions(asked.rooms.act);
  const auto open = act::open_commitments(asked.rooms.act);
  if (!found || !open) return http::error(503, "BUSY");
  json list = json::array();
  for (const act::Decision& one : *found) list.push_back({{"words", one.words}, {"why", one.why}, {"will", one.will}, {"hour", one.hour}});
  return http::json(json{{"decisions", list}, {"managers", *open >= least_managers ? json(*open) : json()}}.dump());
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
      {http::Method::post, "/api/lead/decision", only({people::Role::programme_lead}), decide, most_small_body},
  };
}

}  // namespace karuna::show
