// SPDX-License-Identifier: Apache-2.0
// What a person says yes to, and the own pod. Their own alone: no manager and nobody else has an address for it.
#include <algorithm>

#include "act/pods/rhythm.h"
#include "base/text.h"
#include "people/person_record.h"
#include "show/studio/groups/group_people.h"

namespace karuna::show {
namespace {

using http::Response;
using nlohmann::json;

constexpr unsigned most_rounds = act::AmbassadorRules{}.most_rounds;

/// The employee id of whoever asks; nothing for an account that is nobody on the roster.
Result<std::optional<std::string>> myself(const Asked& asked) {
  if (!asked.account().person) return std::optional<std::string>();
  KARUNA_TRY(record, people::person_record(asked.rooms.people, *asked.account().person));
  return record ? std::optional(record->fields.employee_id) : std::nullopt;
}

/// Agenda and boundaries of act::agenda as lists.
json agenda_json(unsigned minutes, std::string_view language) {
  json out{{"agenda", json::array()}, {"boundaries", json::array()}};
  bool boundaries = false;
  for (const std::string_view line : split(act::agenda(minutes, language), '\n')) {
    boundaries = boundaries || line.starts_with("## ");
    if (line.starts_with("- ")) out[boundaries ? "boundaries" : "agenda"].push_back(std::string(line.substr(2)));
  }
  return out;
}

const act::KeptPod* pod_of(const act::GroupPeople& people, const std::string& id) {
  if (people.rounds.empty()) return nullptr;
  for (const auto& pod : people.rounds.back().pods)
    if (std::ranges::find(pod.people, id) != pod.people.end()) return &pod;
  return nullptr;
}

/// The first meeting that is not before today; nothing after the last one, or where the members settle the time.
json next_meeting(const act::KeptRound& round, const act::KeptPod& pod) {
  if (!pod.start) return {};
  const std::int32_t first = act::first_day_of(round.begins, *pod.start), now = days_since_1970(today());
  for (unsigned k = 0; k < round.meetings; ++k) {
    const std::int32_t day = first + static_cast<std::int32_t>(k * round.every_weeks * 7);
    if (day >= now) return {{"hour", day * 24}, {"at", act::name_of_half_hour(*pod.start).substr(4)}};
  }
  return {};
}

json pod_json(const act::GroupPeople& people, const act::KeptPod& pod, const std::string& id, const Named& named) {
  const auto& round = people.rounds.back();
  json members = json::array();
  for (const auto& member : pod.people)
    if (member != id && !named.login(member).empty()) members.push_back(named.login(member));
  return {{"number", pod.number},
          {"members", members},
          {"next", next_meeting(round, pod)},
          {"every_weeks", round.every_weeks},
          {"minutes", round.minutes},
          {"settled", pod.start.has_value()},
          {"wants_other", std::ranges::find(pod.want_other, id) != pod.want_other.end()}};
}

json choice_json(const act::GroupChoice& choice) {
  return {{"pod", choice.pod},         {"ambassador", choice.ambassador}, {"carrier", choice.carrier},
          {"resting", choice.resting}, {"places", choice.places},         {"load", choice.load ? json(*choice.load) : json()},
          {"hours", choice.hours}};
}

/// "accompanies", the logins of new people, and "carrier", the login of whoever accompanies this person.
void add_pairs(json& out, const act::GroupPeople& people, const std::string& id, const Named& named) {
  out["accompanies"] = json::array();
  for (const auto& [hire, carrier] : people.carrier_of)
    if (carrier == id) out["accompanies"].push_back(named.login(hire));
  const auto carrier = people.carrier_of.find(id);
  out["carrier"] = carrier == people.carrier_of.end() ? json() : json(named.login(carrier->second));
}

json mine_json(const act::GroupPeople& people, const act::GroupChoice& choice, std::string_view language) {
  const std::string& id = choice.person;
  const Named named(people);
  json out = agenda_json(people.rounds.empty() ? act::PodRules{}.minutes : people.rounds.back().minutes, language);
  out["choice"] = choice_json(choice);
  const auto* pod = pod_of(people, id);
  out["pod"] = pod ? pod_json(people, *pod, id, named) : json();
  add_pairs(out, people, id, named);
  const auto rounds = people.ambassadors.find(id);
  out["ambassador"] = json();
  if (rounds == people.ambassadors.end()) return out;
  json peers = json::array();
  for (const auto& [other, count] : people.ambassadors)
    if (other != id && !named.login(other).empty()) peers.push_back(named.login(other));
  out["ambassador"] = {{"rounds", rounds->second}, {"most_rounds", most_rounds}, {"peers", peers}};
  return out;
}

Response show(const Asked& asked) {
  const auto me = myself(asked);
  if (!me) return http::error(503, "BUSY");
  if (!*me) return http::error(404, "NOT_FOUND");
  const auto people = read_group_people(asked.rooms);
  const auto choice = act::choice_of(asked.rooms.act, **me);
  if (!people || !choice) return http::error(503, "BUSY");
  return http::json(mine_json(*people, *choice, language_of(asked)).dump());
}

/// {"pod", "ambassador", "carrier", "resting": true or false; "places", "load": numbers; "hours"}. What is not named is no.
Response choose(const Asked& asked) {
  const auto me = myself(asked);
  if (!me) return http::error(503, "BUSY");
  if (!*me) return http::error(404, "NOT_FOUND");
  const json body = json::parse(asked.request.body, nullptr, false);
  if (!body.is_object()) return http::error(400, "BAD_REQUEST");
  const auto yes = [&](const char* name) { return body.value(name, json()) == json(true); };
  act::GroupChoice choice{.person = **me, .pod = yes("pod"), .ambassador = yes("ambassador"), .carrier = yes("carrier"), .resting = yes("resting")};
  choice.places = static_cast<unsigned>(number_of(body, "places", 1, 3, 2));
  if (const auto load = number_of(body, "load", 0, 3, -1); load >= 0) choice.load = static_cast<int>(load);
  choice.hours = text_of_body(asked.request, "hours");
  const auto chosen = act::choose(asked.rooms.act, choice);
  if (!chosen) return http::error(chosen.error().fault == Fault::invalid ? 400 : 503, chosen.error().fault == Fault::invalid ? "HOURS" : "BUSY");
  return show(asked);
}

/// {"do": "leave" | "other" | "stay"}. Leaving is saying no as well; it takes effect at once and asks for no reason.
Response change_pod(const Asked& asked) {
  const auto me = myself(asked);
  if (!me) return http::error(503, "BUSY");
  if (!*me) return http::error(404, "NOT_FOUND");
  const std::string what = text_of_body(asked.request, "do");
  if (what == "leave") {
    auto choice = act::choice_of(asked.rooms.act, **me);
    if (!choice) return http::error(503, "BUSY");
    choice->pod = false;
    if (!act::choose(asked.rooms.act, *choice)) return http::error(503, "BUSY");
    return show(asked);
  }
  if (what != "other" && what != "stay") return http::error(400, "BAD_REQUEST");
  const auto wanted = act::want_other_pod(asked.rooms.act, **me, what == "other");
  if (!wanted) return http::error(wanted.error().fault == Fault::not_found ? 409 : 503, wanted.error().fault == Fault::not_found ? "NO_POD" : "BUSY");
  return show(asked);
}

/// {"login"} or {"forget": true}: a confidential wish. The answer holds nothing of it.
Response apart(const Asked& asked) {
  const auto me = myself(asked);
  if (!me) return http::error(503, "BUSY");
  if (!*me) return http::error(404, "NOT_FOUND");
  const json body = json::parse(asked.request.body, nullptr, false);
  if (!body.is_object()) return http::error(400, "BAD_REQUEST");
  if (body.value("forget", json()) == json(true)) return act::forget_apart(asked.rooms.act, **me) ? http::json("{}") : http::error(503, "BUSY");
  const std::string login = text_of_body(asked.request, "login");
  const auto other = people::find_person(asked.rooms.people, login);
  if (!other) return http::error(503, "BUSY");
  if (!*other) return http::error(404, "NOBODY");
  const auto record = people::person_record(asked.rooms.people, **other);
  if (!record || !*record) return http::error(503, "BUSY");
  const auto kept = act::keep_apart(asked.rooms.act, **me, (*record)->fields.employee_id);
  if (!kept) return http::error(kept.error().fault == Fault::refused ? 409 : 503, kept.error().fault == Fault::refused ? "ENOUGH" : "BUSY");
  return http::json("{}");
}

Response my_calendar(const Asked& asked) {
  const auto me = myself(asked);
  const auto people = read_group_people(asked.rooms);
  if (!me || !people) return http::error(503, "BUSY");
  const auto* pod = *me ? pod_of(*people, **me) : nullptr;
  return pod ? calendar_answer(people->rounds.back(), *pod, language_of(asked)) : http::error(404, "NOT_FOUND");
}

}  // namespace

Result<json> groups_record(const StudioRooms& rooms, const std::string& employee_id) {
  KARUNA_TRY(people, read_group_people(rooms));
  KARUNA_TRY(choice, act::choice_of(rooms.act, employee_id));
  json out{
      {"choice", choice_json(choice)}, {"pods", json::array()}, {"confidential", "not listed, whether or not there is any; /mypod takes all of yours back"}};
  for (const auto& round : people.rounds)
    for (const auto& pod : round.pods)
      if (std::ranges::find(pod.people, employee_id) != pod.people.end())
        out["pods"].push_back(
            {{"round", round.round}, {"pod", pod.number}, {"wants_other", std::ranges::find(pod.want_other, employee_id) != pod.want_other.end()}});
  add_pairs(out, people, employee_id, Named(people));
  const auto rounds = people.ambassadors.find(employee_id);
  out["ambassador_rounds"] = rounds == people.ambassadors.end() ? 0 : rounds->second;
  return out;
}

std::vector<StudioRoute> mine_table() {
  return {
      {http::Method::get, "/api/me/groups.json", for_signed_in, show},
      {http::Method::post, "/api/me/groups", for_signed_in, choose, most_small_body},
      {http::Method::post, "/api/me/pod", for_signed_in, change_pod, most_small_body},
      {http::Method::post, "/api/me/apart", for_signed_in, apart, most_small_body},
      {http::Method::get, "/api/me/pod.ics", for_signed_in, my_calendar},
  };
}

}  // namespace karuna::show
