// SPDX-License-Identifier: Apache-2.0
// The desk of docs/protocol.md: waves, cells, blind signatures. GET changes nothing, so that a program that looks at links in advance spends none.
#include "show/studio/routes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "seal/base64url.h"
#include "seal/canonical_json.h"

namespace karuna::show {

namespace {

using nlohmann::json;
using http::Response;

std::optional<ask::WaveId> wave_of(std::string_view text) {
  const auto bytes = seal::from_base64url(text);
  ask::WaveId wave{};
  if (!bytes || bytes->size() != wave.size()) return {};
  std::copy(bytes->begin(), bytes->end(), wave.begin());
  return wave;
}

bool desk_is_open_for(const people::Account& account, const ask::OpenedWave& wave) {
  return account.card ? wave.card_desk_is_open(ask::this_hour()) : wave.desk_is_open(ask::this_hour());
}

Response list_waves(const Asked& asked) {
  StudioRooms& rooms = asked.rooms;
  json list = json::array();
  if (asked.account().person) {
    auto mine = rooms.desk.waves_of(*asked.account().person);
    if (!mine) return http::error(503, "BUSY");
    for (const auto& id : *mine) {
      const auto wave = rooms.waves->find(id);
      if (!wave || wave->state < ask::WaveState::desk_ready) continue;
      list.push_back({{"wave_id", seal::to_base64url(id)}, {"title", wave->token_part.title}, {"opens_desk", wave->token_part.opens_desk}, {"closes_desk", wave->token_part.closes_desk},
                      {"open", desk_is_open_for(asked.account(), *wave)}});
    }
  }
  return http::json(list.dump());
}

Response my_cell(const Asked& asked) {
  StudioRooms& rooms = asked.rooms;
  const auto id = wave_of(asked.request.query_value("wave_id").value_or(""));
  const auto wave = id ? rooms.waves->find(*id) : nullptr;
  if (!wave || wave->state < ask::WaveState::desk_ready) return http::error(404, "UNKNOWN_WAVE");
  if (!asked.account().person) return http::error(403, "NOT_ELIGIBLE");
  json admission = json::array(), cells = json::array();
  for (std::size_t c = 0; c < wave->token_part.classes.size(); ++c) {
    const std::uint8_t cls = wave->token_part.classes[c];
    auto cell = rooms.desk.my_cell(*asked.account().person, *id, cls);
    if (!cell) return http::error(503, "BUSY");
    if (!*cell) return http::error(403, "NOT_ELIGIBLE");
    const auto mine = std::pair(cls, **cell);
    const auto place = [](const ask::CellKey& key) { return std::pair(key.record.cls, key.record.cell); };
    const auto found = std::ranges::lower_bound(wave->cells, mine, {}, place);
    if (found == wave->cells.end() || place(*found) != mine) return http::error(403, "NOT_ELIGIBLE");
    const auto index = static_cast<std::size_t>(found - wave->cells.begin());
    json path = json::array();
    for (const auto& node : wave->cells_tree->path(index)) path.push_back(seal::to_base64url(node));
    cells.push_back({{"class", cls}, {"record", json::parse(ask::cell_leaf(found->record))}, {"index", index}, {"spki", seal::to_base64url(found->spki)}, {"merkle", path}});
    admission.push_back({{"class", cls}, {"spki", seal::to_base64url(wave->token_part.admission_spki[c])}});
  }
  return http::json(json{{"admission", admission}, {"cells", cells}}.dump());
}

unsigned status_of(people::DeskRefusal refusal) {
  switch (refusal) {
    case people::DeskRefusal::not_eligible: return 403;
    case people::DeskRefusal::window_closed:
    case people::DeskRefusal::already_issued: return 409;
    case people::DeskRefusal::bad_blinded_message: return 400;
    case people::DeskRefusal::unknown_wave: return 404;
    case people::DeskRefusal::none: break;
  }
  return 200;
}

Response issue(const Asked& asked) {
  StudioRooms& rooms = asked.rooms;
  const json body = json::parse(asked.request.body, nullptr, false);
  const auto id = wave_of(text_of_body(asked.request, "wave_id"));
  const auto blinded = seal::from_base64url(text_of_body(asked.request, "blinded_msg"));
  const auto small = [&](const char* name) { return body.is_object() && body.contains(name) && body[name].is_number_unsigned() && body[name].get<std::uint64_t>() < 3 ? static_cast<std::uint8_t>(body[name].get<std::uint64_t>()) : std::uint8_t{255}; };
  const auto wave = id ? rooms.waves->find(*id) : nullptr;
  if (!wave) return http::error(404, "UNKNOWN_WAVE");
  if (!blinded) return http::error(400, "BAD_BLINDED_MESSAGE");
  if (!asked.account().person) return http::error(403, "NOT_ELIGIBLE");
  auto issued = rooms.desk.issue(*asked.account().person, *id, small("class"), small("kind"), *blinded, desk_is_open_for(asked.account(), *wave));
  if (!issued) return http::error(503, "BUSY");
  if (issued->refusal != people::DeskRefusal::none) return http::error(status_of(issued->refusal), people::name_of(issued->refusal));
  return http::json(json{{"blind_sig", seal::to_base64url(issued->blind_signature)}}.dump());
}

}  // namespace

std::vector<StudioRoute> desk_table() {
  return {
      {http::Method::get, "/v1/desk", for_the_desk, list_waves},
      {http::Method::get, "/v1/mycell", for_the_desk, my_cell},
      {http::Method::post, "/v1/issue", for_the_desk, issue, most_small_body},
  };
}

}  // namespace karuna::show
