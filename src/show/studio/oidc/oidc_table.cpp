// SPDX-License-Identifier: Apache-2.0
// Signing in through a provider: out to it, and back with a code.
#include <chrono>
#include <nlohmann/json.hpp>

#include "seal/password.h"
#include "show/studio/routes.h"

namespace karuna::show {

namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

constexpr const char* attempt_cookie = "karuna_oidc";
/// A role that came from a group is looked at again within the hour.
constexpr std::int64_t mapped_seconds = 3600;

std::int64_t now() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// Sent along when the provider sends the browser back, which is a step from another site: so Lax, for ten minutes, and for these two addresses alone.
std::string cookie_line(const Asked& asked, const std::string& value, const char* age) {
  const bool secure = asked.rooms.waves->installation().studio.starts_with("https://");
  return std::string(attempt_cookie) + "=" + value + "; Path=/api/oidc; HttpOnly; SameSite=Lax; Max-Age=" + age + (secure ? "; Secure" : "");
}

Response gone_to(const std::string& where) {
  Response response;
  response.status = 303;
  response.headers.emplace_back("Location", where);
  return response;
}

Response told(const Asked& asked) {
  const auto& provider = asked.rooms.provider;
  return http::json(json{{"provider", provider.on() ? json(provider.settings().name) : json()}}.dump());
}

void start(std::shared_ptr<Asked> asked, Respond respond) {
  if (!asked->rooms.provider.on()) return respond(http::error(404, "NOT_FOUND"));
  const bool taken = asked->rooms.work.add([asked, respond] {
    auto attempt = asked->rooms.provider.begin(now());
    auto address = attempt ? asked->rooms.provider.address_for(*attempt) : Result<std::string>(std::unexpected(attempt.error()));
    if (!address) return respond(gone_to("/signin#provider=failed"));
    Response response = gone_to(*address);
    response.headers.emplace_back("Set-Cookie", cookie_line(*asked, attempt->cookie, "600"));
    respond(std::move(response));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

/// The session of whoever the provider names, with the roles it has now.
Response let_in(const Asked& asked, const ProvidedPerson& person) {
  const auto& settings = asked.rooms.provider.settings();
  auto known = people::find_account(asked.rooms.people, person.login);
  if (!known) return http::error(503, "BUSY");
  people::Account account = *known ? **std::move(known) : people::Account{.login = person.login, .person = {}, .roles = {}, .card = false};
  account.roles = roles_through(settings, account.roles, person.groups);
  if (account.roles.empty()) return gone_to("/signin#provider=unknown");
  // Whoever lost a role there does not keep it here in an older session.
  asked.rooms.sessions.end_with_more(account.login, account.roles);
  auto cookie = asked.rooms.sessions.begin(std::move(account), settings.roles.empty() ? 0 : mapped_seconds);
  if (!cookie) return http::error(503, "BUSY");
  Response response = gone_to("/");
  set_session_cookies(asked, response, *cookie, "");
  return response;
}

void back(std::shared_ptr<Asked> asked, Respond respond) {
  auto& provider = asked->rooms.provider;
  if (!provider.on()) return respond(http::error(404, "NOT_FOUND"));
  const auto attempt = provider.attempt_of(asked->request.cookie(attempt_cookie), now());
  const std::string state = asked->request.query_value("state").value_or(""), code = asked->request.query_value("code").value_or("");
  const auto over = [asked](Response response) {
    response.headers.emplace_back("Set-Cookie", cookie_line(*asked, "", "0"));
    return response;
  };
  if (!attempt || code.empty() || !seal::same_bytes(state, attempt->state)) return respond(over(gone_to("/signin#provider=failed")));
  const bool taken = asked->rooms.work.add([asked, respond, over, attempt = *attempt, code] {
    const auto person = asked->rooms.provider.person_of(attempt, code, now());
    respond(over(person ? let_in(*asked, *person) : gone_to("/signin#provider=failed")));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

}  // namespace

std::vector<StudioRoute> oidc_table() {
  return {
      {http::Method::get, "/api/oidc.json", for_everybody, told},
      {http::Method::get, "/api/oidc/start", for_everybody, start},
      {http::Method::get, "/api/oidc/back", for_everybody, back},
  };
}

}  // namespace karuna::show
