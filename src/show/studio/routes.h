// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "http/routes.h"
#include "show/studio/rooms.h"

namespace karuna::show {

/// Who may use an address. docs/roles.md has the same table, and a test walks every address as every role and compares.
struct Audience {
  bool everybody = false;        ///< without signing in
  unsigned roles = 0;            ///< a bit for each Role
  bool cards = false;            ///< whoever came with a printed card too: the desk, and nothing else
  constexpr bool has(people::Role role) const { return everybody || (roles >> static_cast<unsigned>(role) & 1U) != 0; }
};
constexpr Audience only(std::initializer_list<people::Role> roles) {
  Audience audience;
  for (const people::Role role : roles) audience.roles |= 1U << static_cast<unsigned>(role);
  return audience;
}
inline constexpr Audience for_everybody{true, 0, true};
inline constexpr Audience for_signed_in{false, (1U << std::size(people::role_names)) - 1, false};
inline constexpr Audience for_the_desk{false, for_signed_in.roles, true};
/// Whoever may read results: everybody but the administrator.
inline constexpr Audience for_readers = only({people::Role::employee, people::Role::manager, people::Role::programme_lead, people::Role::council, people::Role::sponsor});

/// A request that was let in.
struct Asked {
  StudioRooms& rooms;
  http::Request request;
  std::optional<people::Sessions::Session> session;   ///< of whoever is signed in
  std::string cookie;
  const people::Account& account() const { return session->account; }
  people::Role role() const { return session->role; }
};

using AnswerNow = http::Response (*)(const Asked& asked);
using AnswerLater = void (*)(std::shared_ptr<Asked> asked, http::Respond respond);

struct StudioRoute {
  http::Method method = http::Method::get;
  std::string pattern;
  Audience audience;
  std::variant<AnswerNow, AnswerLater> answer;
  std::size_t most_body = 0;
};

/// Every address of the studio, each group in a file of its own.
std::vector<StudioRoute> studio_table(const Site& site);
std::vector<StudioRoute> site_table(const Site& site);
std::vector<StudioRoute> session_table();
std::vector<StudioRoute> desk_table();
std::vector<StudioRoute> person_table();
std::vector<StudioRoute> results_table();
std::vector<StudioRoute> promise_table();
std::vector<StudioRoute> audit_table();
std::vector<StudioRoute> approvals_table();
std::vector<StudioRoute> print_table();
std::vector<StudioRoute> decided_table();
std::vector<StudioRoute> lead_table();
std::vector<StudioRoute> wave_table();
std::vector<StudioRoute> council_table();
std::vector<StudioRoute> admin_table();
std::vector<StudioRoute> oidc_table();
std::vector<StudioRoute> api_table();
std::vector<StudioRoute> team_table();

/// The table behind its checks, in this order: 401 SIGN_IN without a session where one is needed, 403 FORBIDDEN in a role that is not named, and for whatever
/// changes something 403 FORBIDDEN without the session's X-Karuna-CSRF or with an Origin that is not this address. What a person gets is kept by no cache.
http::Routes studio_routes(std::shared_ptr<StudioRooms> rooms);

inline constexpr std::string_view session_cookie = "karuna_session";
inline constexpr std::size_t most_small_body = 4096;

/// The language a page asks for, for the names of scales; English where it names none.
std::string language_of(const Asked& asked);

/// Whoever opens figures of groups is noted in the audit log, once a session for each `what`, before anything is shown.
/// False: it could not be noted, and nothing may be shown.
bool noted_as_opened(const Asked& asked, std::string_view what);

/// What a small body of JSON holds under a name, where it is text; else empty.
std::string text_of_body(const http::Request& request, const char* name);

/// The cookies of a session, for the desk and for the pages' data. `lifetime`: "" as long as the browser is open, or "; Max-Age=0" to take them back.
void set_session_cookies(const Asked& asked, http::Response& response, const std::string& value, std::string_view lifetime);

}  // namespace karuna::show
