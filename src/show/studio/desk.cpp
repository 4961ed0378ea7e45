// SPDX-License-Identifier: Apache-2.0
#include "show/studio/desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "seal/base64url.h"
#include "seal/canonical_json.h"
#include "seal/password.h"

namespace karuna::show {

namespace {

using nlohmann::json;
using http::Request;
using http::Response;

constexpr std::size_t most_body = 4096;
constexpr std::string_view cookie_name = "karuna_session";

std::optional<people::Sessions::Session> session_of(StudioRooms& rooms, const Request& request) {
  const auto cookie = request.cookie(cookie_name);
  return cookie.empty() ? std::nullopt : rooms.sessions.find(cookie);
}

Response never_kept(Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

json read_body(const Request& request) { return json::parse(request.body, nullptr, false); }

std::string text_of(const json& body, const char* name) {
  const auto found = body.is_object() ? body.find(name) : body.end();
  return body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<ask::WaveId> wave_of(std::string_view text) {
  const auto bytes = seal::from_base64url(text);
  ask::WaveId wave{};
  if (!bytes || bytes->size() != wave.size()) return {};
  std::copy(bytes->begin(), bytes->end(), wave.begin());
  return wave;
}

Response begin_session(StudioRooms& rooms, const Request& request) {
  const json body = read_body(request);
  const std::string link = text_of(body, "link"), login = text_of(body, "login"), password = text_of(body, "password");
  auto account = !link.empty() ? rooms.sign_in.by_link(link, ask::this_hour()) : rooms.sign_in.by_password(login, password);
  if (!account) return http::error(503, "BUSY");
  if (!*account) return http::error(403, "FORBIDDEN");
  auto cookie = rooms.sessions.begin(**account);
  if (!cookie) return http::error(503, "BUSY");
  const auto session = rooms.sessions.find(*cookie);
  Response response = http::json(json{{"csrf", session ? session->csrf : ""}}.dump());
  const bool secure = rooms.waves->installation().studio.starts_with("https://");
  response.headers.emplace_back("Set-Cookie", std::string(cookie_name) + "=" + *cookie + "; Path=/v1; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
  return response;
}

Response tell_session(StudioRooms& rooms, const Request& request) {
  const auto session = session_of(rooms, request);
  if (!session) return http::error(401, "SIGN_IN");
  return http::json(json{{"csrf", session->csrf}, {"login", session->account.login}}.dump());
}

bool from_our_page(const people::Sessions::Session& session, const Request& request) {
  return seal::same_bytes(request.header("X-Karuna-CSRF"), session.csrf);
}

Response end_session(StudioRooms& rooms, const Request& request) {
  const auto session = session_of(rooms, request);
  if (!session || !from_our_page(*session, request)) return http::error(403, "FORBIDDEN");
  rooms.sessions.end(request.cookie(cookie_name));
  return http::json("{}");
}

Response list_waves(StudioRooms& rooms, const Request& request) {
  const auto session = session_of(rooms, request);
  if (!session) return http::error(401, "SIGN_IN");
  json list = json::array();
  if (session->account.person) {
    auto mine = rooms.desk.waves_of(*session->account.person);
    if (!mine) return http::error(503, "BUSY");
    for (const auto& id : *mine) {
      const auto wave = rooms.waves->find(id);
      if (!wave || wave->state < ask::WaveState::desk_ready) continue;
      list.push_back({{"wave_id", seal::to_base64url(id)}, {"title", wave->token_part.title}, {"opens_desk", wave->token_part.opens_desk}, {"closes_desk", wave->token_part.closes_desk},
                      {"open", wave->desk_is_open(ask::this_hour())}});
    }
  }
  return http::json(list.dump());
}

Response my_cell(StudioRooms& rooms, const Request& request) {
  const auto session = session_of(rooms, request);
  if (!session) return http::error(401, "SIGN_IN");
  const auto id = wave_of(request.query_value("wave_id").value_or(""));
  const auto wave = id ? rooms.waves->find(*id) : nullptr;
  if (!wave || wave->state < ask::WaveState::desk_ready) return http::error(404, "UNKNOWN_WAVE");
  if (!session->account.person) return http::error(403, "NOT_ELIGIBLE");
  json admission = json::array(), cells = json::array();
  for (std::size_t c = 0; c < wave->token_part.classes.size(); ++c) {
    const std::uint8_t cls = wave->token_part.classes[c];
    auto cell = rooms.desk.my_cell(*session->account.person, *id, cls);
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

Response issue(StudioRooms& rooms, const Request& request) {
  const auto session = session_of(rooms, request);
  if (!session) return http::error(401, "SIGN_IN");
  if (!from_our_page(*session, request)) return http::error(403, "FORBIDDEN");
  const json body = read_body(request);
  const auto id = wave_of(text_of(body, "wave_id"));
  const auto blinded = seal::from_base64url(text_of(body, "blinded_msg"));
  const auto small = [&](const char* name) { return body.is_object() && body.contains(name) && body[name].is_number_unsigned() && body[name].get<std::uint64_t>() < 3 ? static_cast<std::uint8_t>(body[name].get<std::uint64_t>()) : std::uint8_t{255}; };
  const auto wave = id ? rooms.waves->find(*id) : nullptr;
  if (!wave) return http::error(404, "UNKNOWN_WAVE");
  if (!blinded) return http::error(400, "BAD_BLINDED_MESSAGE");
  if (!session->account.person) return http::error(403, "NOT_ELIGIBLE");
  auto issued = rooms.desk.issue(*session->account.person, *id, small("class"), small("kind"), *blinded, wave->desk_is_open(ask::this_hour()));
  if (!issued) return http::error(503, "BUSY");
  if (issued->refusal != people::DeskRefusal::none) return http::error(status_of(issued->refusal), people::name_of(issued->refusal));
  return http::json(json{{"blind_sig", seal::to_base64url(issued->blind_signature)}}.dump());
}

std::string policy(std::string_view page) {
  const auto hash_of = [&](std::string_view element) {
    const std::size_t open = page.find("<" + std::string(element)), begin = page.find('>', open), end = page.find("</" + std::string(element) + ">", open);
    if (open == std::string_view::npos || end == std::string_view::npos) return std::string("'none'");
    std::string code = seal::to_base64url(seal::sha256(page.substr(begin + 1, end - begin - 1)));
    std::replace(code.begin(), code.end(), '-', '+');
    std::replace(code.begin(), code.end(), '_', '/');
    while (code.size() % 4) code += '=';
    return "'sha256-" + code + "'";
  };
  return "default-src 'none'; script-src " + hash_of("script") + "; style-src " + hash_of("style") + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

}  // namespace

http::Routes studio_routes(std::shared_ptr<StudioRooms> rooms) {
  http::Routes routes;
  const auto with = [rooms](Response (*what)(StudioRooms&, const Request&)) { return http::at_once([rooms, what](const Request& request) { return never_kept(what(*rooms, request)); }); };
  const auto page = [](std::string html) { return http::at_once([html, rules = policy(html)](const Request&) { return never_kept(http::html(html, rules)); }); };
  routes.add(http::Method::get, "/", page(desk_page(rooms->waves->installation().respond)));
  routes.add(http::Method::get, "/signin", page(sign_in_page()));
  routes.add(http::Method::get, "/desk", page(desk_page(rooms->waves->installation().respond)));
  routes.add(http::Method::post, "/v1/session", with(begin_session), most_body);
  routes.add(http::Method::get, "/v1/session", with(tell_session));
  routes.add(http::Method::del, "/v1/session", with(end_session));
  routes.add(http::Method::get, "/v1/desk", with(list_waves));
  routes.add(http::Method::get, "/v1/mycell", with(my_cell));
  routes.add(http::Method::post, "/v1/issue", with(issue), most_body);
  return routes;
}

}  // namespace karuna::show
