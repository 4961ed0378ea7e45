// SPDX-License-Identifier: Apache-2.0
#include "show/studio/routes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "people/audit.h"
#include "seal/password.h"
#include "show/studio/groups/groups_table.h"

namespace karuna::show {

namespace {

using http::Method;
using http::Request;
using http::Respond;
using http::Response;

bool changes_something(Method method) { return method != Method::get && method != Method::head && method != Method::options; }

/// A browser names the page a change comes from; a program names none.
bool from_this_address(const Request& request) {
  const std::string_view origin = request.header("Origin");
  if (origin.empty()) return true;
  const std::size_t host = origin.find("://");
  return host != std::string_view::npos && origin.substr(host + 3) == request.header("Host");
}

std::optional<Response> refused(const StudioRoute& route, const Asked& asked) {
  if (!route.audience.everybody) {
    if (!asked.session) return http::error(401, "SIGN_IN");
    if (asked.account().card ? !route.audience.cards : !route.audience.has(asked.role())) return http::error(403, "FORBIDDEN");
  }
  if (!changes_something(route.method)) return {};
  if (!from_this_address(asked.request)) return http::error(403, "FORBIDDEN");
  if (!route.audience.everybody && !seal::same_bytes(asked.request.header("X-Karuna-CSRF"), asked.session->csrf)) return http::error(403, "FORBIDDEN");
  return {};
}

Response never_kept(Response response) {
  if (http::header_of(response.headers, "Cache-Control").empty()) response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Handler guarded(std::shared_ptr<StudioRooms> rooms, const StudioRoute& route) {
  return [rooms = std::move(rooms), route](Request request, Respond respond) {
    const std::string cookie(request.cookie(session_cookie));
    auto session = cookie.empty() ? std::nullopt : rooms->sessions.find(cookie);
    auto asked = std::make_shared<Asked>(Asked{*rooms, std::move(request), std::move(session), cookie});
    if (auto no = refused(route, *asked)) return respond(never_kept(*std::move(no)));
    if (const auto* now = std::get_if<AnswerNow>(&route.answer)) return respond(never_kept((*now)(*asked)));
    // The rooms live as long as the server, and so until the last answer is given.
    std::get<AnswerLater>(route.answer)(std::move(asked), Respond([rooms, respond](Response response, std::chrono::steady_clock::time_point when) { respond(never_kept(std::move(response)), when); }));
  };
}

}  // namespace

std::string text_of_body(const Request& request, const char* name) {
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object()) return {};
  const auto found = body.find(name);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string language_of(const Asked& asked) { return asked.request.query_value("language").value_or("en"); }

bool noted_as_opened(const Asked& asked, std::string_view what) {
  return !asked.rooms.sessions.first_time(asked.cookie, what) ||
         people::note_in_audit(asked.rooms.people, {asked.account().login, std::string(people::role_names[static_cast<std::size_t>(asked.role())]), "results.opened", std::string(what)}, ask::this_hour())
             .has_value();
}

std::vector<StudioRoute> studio_table(const Site& site) {
  std::vector<StudioRoute> table;
  for (auto part : {session_table(), desk_table(), person_table(), results_table(), decided_table(), promise_table(), audit_table(), approvals_table(), print_table(), lead_table(), wave_table(), council_table(), admin_table(), oidc_table(), api_table(), team_table(), groups_table(),
                    site_table(site)})
    std::move(part.begin(), part.end(), std::back_inserter(table));
  return table;
}

http::Routes studio_routes(std::shared_ptr<StudioRooms> rooms) {
  http::Routes routes;
  for (const StudioRoute& route : studio_table(rooms->site)) routes.add(route.method, route.pattern, guarded(rooms, route), route.most_body);
  return routes;
}

}  // namespace karuna::show
