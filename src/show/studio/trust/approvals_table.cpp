// SPDX-License-Identifier: Apache-2.0
// What loosens a rule takes two people in two roles: one asks, the other agrees, and everybody may read why.
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "people/rights/approvals.h"
#include "show/studio/routes.h"

namespace karuna::show {

namespace {

using http::Response;
using nlohmann::json;
using people::Approval;
using people::Role;

constexpr Audience two_roles = only({Role::programme_lead, Role::council});
constexpr std::size_t most_request = std::size_t{20} << 10U;  // a WAVE.toml of 16 KB and a reason

std::string_view name_of(Role role) { return people::role_names[static_cast<std::size_t>(role)]; }

/// Who asked and who decided is said by role; the names are for the two roles, in the audit log.
Response approvals(const Asked& asked) {
  const auto all = people::all_approvals(asked.rooms.people);
  if (!all) return http::error(503, "BUSY");
  json list = json::array();
  for (const Approval& one : *all) {
    json rules = json::array();
    for (const auto& rule : one.wish.rules) rules.push_back({{"rule", rule.rule}, {"before", rule.before}, {"value", rule.value}});
    const bool decided = one.state != Approval::State::waiting;
    list.push_back({{"id", one.id},
                    {"kind", one.wish.kind},
                    {"state", people::approval_state_names[static_cast<std::size_t>(one.state)]},
                    {"rules", rules},
                    {"reason", one.reason},
                    {"asked_role", name_of(one.asked_role)},
                    {"asked_hour", one.asked_hour},
                    {"decided_role", decided ? json(name_of(one.decided_role)) : json()},
                    {"decided_hour", decided ? json(one.decided_hour) : json()},
                    {"decision", one.decision},
                    {"yours", one.asked_by == asked.account().login || one.asked_role == asked.role()}});
  }
  return http::json(list.dump());
}

Response approvals_csv(const Asked& asked) {
  const auto all = people::all_approvals(asked.rooms.people);
  if (!all) return http::error(503, "BUSY");
  CsvWriter csv;
  for (const char* column :
       {"id", "kind", "rule", "before", "value", "state", "asked_role", "asked_hour", "reason", "decided_role", "decided_hour", "decision"})
    csv.text(column);
  csv.end_row();
  for (const Approval& one : *all)
    for (const auto& rule : one.wish.rules) {
      csv.text(one.id)
          .text(one.wish.kind)
          .text(rule.rule)
          .text(rule.before)
          .text(rule.value)
          .text(people::approval_state_names[static_cast<std::size_t>(one.state)]);
      csv.text(name_of(one.asked_role)).integer(one.asked_hour).text(one.reason);
      if (one.state == Approval::State::waiting)
        csv.empty().empty().empty().end_row();
      else
        csv.text(name_of(one.decided_role)).integer(one.decided_hour).text(one.decision).end_row();
    }
  return {.content_type = "text/csv; charset=utf-8", .body = csv.take()};
}

/// Why not, in words for the person who asked.
Response refused(const Error& error) {
  const int status = error.fault == Fault::invalid ? 400 : error.fault == Fault::not_found ? 404 : error.fault == Fault::refused ? 409 : 503;
  return http::json(json{{"error", status == 503 ? "BUSY" : "REFUSED"}, {"words", error.what}}.dump(), status);
}

people::Asker asker_of(const Asked& asked) { return {asked.account().login, asked.role()}; }

/// What is looser is computed here from the draft; nobody says it.
Response ask_to_loosen(const Asked& asked) {
  const std::string wave = text_of_body(asked.request, "wave");
  if (wave.empty() || !asked.rooms.plan_wave) return http::error(400, "BAD_REQUEST");
  const auto planned = asked.rooms.plan_wave(wave);
  if (!planned) return refused(planned.error());
  const auto id = people::ask_for_approval(asked.rooms.people, asker_of(asked), planned->loosening, text_of_body(asked.request, "reason"), ask::this_hour());
  return id ? http::json(json{{"id", *id}}.dump()) : refused(id.error());
}

Response decide(const Asked& asked) {
  const std::string how = text_of_body(asked.request, "do");
  if (how != "give" && how != "refuse") return http::error(400, "BAD_REQUEST");
  const auto done =
      people::decide_approval(asked.rooms.people, asker_of(asked), text_of_body(asked.request, "id"),
                              how == "give" ? Approval::State::given : Approval::State::refused, text_of_body(asked.request, "reason"), ask::this_hour());
  return done ? http::json("{}") : refused(done.error());
}

}  // namespace

std::vector<StudioRoute> approvals_table() {
  return {
      {http::Method::get, "/api/approvals.json", for_signed_in, approvals},
      {http::Method::get, "/api/approvals.csv", for_signed_in, approvals_csv},
      {http::Method::post, "/api/approvals/ask", two_roles, ask_to_loosen, most_request},
      {http::Method::post, "/api/approvals/decide", two_roles, decide, most_small_body},
  };
}

}  // namespace karuna::show
