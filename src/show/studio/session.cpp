// SPDX-License-Identifier: Apache-2.0
// Signing in and out, who is signed in, and in which role.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "people/audit.h"
#include "people/wanted_links.h"
#include "seal/base64url.h"
#include "show/studio/routes.h"

namespace karuna::show {

namespace {

using http::Response;
using nlohmann::json;
using people::Role;

std::string_view word(Role role) { return people::role_names[static_cast<std::size_t>(role)]; }

Response session_answer(const Asked& asked, people::Account account, json body) {
  auto cookie = asked.rooms.sessions.begin(std::move(account));
  if (!cookie) return http::error(503, "BUSY");
  const auto session = asked.rooms.sessions.find(*cookie);
  body["csrf"] = session ? session->csrf : "";
  Response response = http::json(body.dump());
  set_session_cookies(asked, response, *cookie, "");
  return response;
}

/// A printed card: a session for the desk of its wave, a quarter of an hour long.
Response begin_with_card(const Asked& asked, std::string_view typed) {
  auto card = asked.rooms.card_sign_in.by_card(typed);
  if (!card || card->kind == people::CardSignIn::Outcome::Kind::wait) return http::error(503, "BUSY");
  if (card->kind == people::CardSignIn::Outcome::Kind::wrong) return http::error(403, "FORBIDDEN");
  return session_answer(asked, std::move(card->account), json{{"wave_id", seal::to_base64url(card->wave)}});
}

Response begin_session(const Asked& asked) {
  StudioRooms& rooms = asked.rooms;
  if (const std::string card = text_of_body(asked.request, "card"); !card.empty()) return begin_with_card(asked, card);
  const std::string link = text_of_body(asked.request, "link");
  auto account = !link.empty() ? rooms.sign_in.by_link(link, ask::this_hour()) : rooms.sign_in.by_password(text_of_body(asked.request, "login"), text_of_body(asked.request, "password"));
  if (!account) return http::error(503, "BUSY");
  if (!*account) return http::error(403, "FORBIDDEN");
  return session_answer(asked, **std::move(account), json::object());
}

/// Somebody asks for a sign-in link by mail. The answer is the same for every login, known or not.
Response want_link(const Asked& asked) {
  people::want_link(asked.rooms.people, text_of_body(asked.request, "login"), ask::this_hour());
  return http::json("{}");
}

Response tell_session(const Asked& asked) { return http::json(json{{"csrf", asked.session->csrf}, {"login", asked.account().login}}.dump()); }

Response end_session(const Asked& asked) {
  asked.rooms.sessions.end(asked.cookie);
  Response response = http::json("{}");
  set_session_cookies(asked, response, "", "; Max-Age=0");
  return response;
}

/// What the frame of the pages needs before it draws anything.
Response tell_frame(const Asked& asked) {
  const auto& installation = asked.rooms.waves->installation();
  json frame{{"organisation", installation.name}, {"respond", installation.respond}, {"council", installation.council}, {"signed", nullptr}};
  if (asked.session) {
    json roles = json::array();
    for (const Role role : asked.account().roles) roles.push_back(word(role));
    if (roles.empty()) roles.push_back(word(Role::employee));
    frame["signed"] = {{"login", asked.account().login}, {"roles", roles}, {"role", word(asked.role())}, {"person", asked.account().person.has_value()}, {"card", asked.account().card}, {"csrf", asked.session->csrf}};
  }
  return http::json(frame.dump());
}

Response take_role(const Asked& asked) {
  const std::string wanted = text_of_body(asked.request, "role");
  const auto found = std::ranges::find(people::role_names, wanted);
  if (found == std::end(people::role_names)) return http::error(400, "BAD_REQUEST");
  const auto role = static_cast<Role>(found - std::begin(people::role_names));
  if (std::ranges::find(asked.account().roles, role) == asked.account().roles.end()) return http::error(403, "FORBIDDEN");
  // Noted first: a role that could not be noted is not taken.
  if (!people::note_in_audit(asked.rooms.people, {asked.account().login, wanted, "role.taken", std::string(word(asked.role()))}, ask::this_hour())) return http::error(503, "BUSY");
  if (!asked.rooms.sessions.take_role(asked.cookie, role)) return http::error(401, "SIGN_IN");
  return http::json(json{{"role", wanted}}.dump());
}

}  // namespace

/// One cookie for the desk and one for the pages' data, and none for anything else at this name: whatever answers on another port of the same machine gets none.
void set_session_cookies(const Asked& asked, Response& response, const std::string& value, std::string_view lifetime) {
  const bool secure = asked.rooms.waves->installation().studio.starts_with("https://");
  for (const char* path : {"/v1", "/api"})
    response.headers.emplace_back("Set-Cookie", std::string(session_cookie) + "=" + value + "; Path=" + path + "; HttpOnly; SameSite=Strict" + std::string(lifetime) + (secure ? "; Secure" : ""));
}

std::vector<StudioRoute> session_table() {
  return {
      {http::Method::post, "/v1/session", for_everybody, begin_session, most_small_body},
      {http::Method::post, "/v1/session/link", for_everybody, want_link, most_small_body},
      {http::Method::get, "/v1/session", for_the_desk, tell_session},
      {http::Method::del, "/v1/session", for_the_desk, end_session},
      {http::Method::get, "/api/session", for_everybody, tell_frame},
      {http::Method::del, "/api/session", for_the_desk, end_session},
      {http::Method::post, "/api/role", for_signed_in, take_role, most_small_body},
  };
}

}  // namespace karuna::show
