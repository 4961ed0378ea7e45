// SPDX-License-Identifier: Apache-2.0
// Ambassadors: which volunteers cover most of the organisation, and what each carries.
#include <algorithm>

#include "base/csv.h"
#include "seal/hash.h"
#include "show/studio/groups/group_people.h"

namespace karuna::show {
namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

/// Reads people and chooses; nothing where nobody volunteered or nobody is left after the rules.
struct Chosen {
  act::AmbassadorInput input;
  act::AmbassadorRules rules;
  std::optional<act::AmbassadorAnswer> answer;
};

act::AmbassadorRules rules_of(const Asked& asked) {
  act::AmbassadorRules rules;
  const json body = json::parse(asked.request.body, nullptr, false);
  const auto asked_for = [&](const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    return body.is_object() ? number_of(body, name, least, most, otherwise) : number_asked(asked, name, least, most, otherwise);
  };
  rules.most = static_cast<std::size_t>(asked_for("most", 1, 1000, 15));
  rules.most_per_department = static_cast<unsigned>(asked_for("per_department", 0, 100, 2));
  rules.people_each = static_cast<std::uint32_t>(asked_for("people_each", 1, 10'000, 50));
  return rules;
}

Chosen chosen_of(const act::GroupPeople& people, const act::AmbassadorRules& rules) {
  Chosen out{.input = act::ambassadors_of(people, today()), .rules = rules, .answer = {}};
  if (out.input.volunteers.empty()) return out;
  if (auto answer = act::choose_ambassadors(out.input, rules)) out.answer = *std::move(answer);
  return out;
}

std::string csv_of(const Chosen& chosen) {
  CsvWriter csv;
  csv.text("id").text("department").text("level").text("shift").end_row();
  if (chosen.answer)
    for (const auto i : chosen.answer->chosen) {
      const auto& person = chosen.input.members.people[i];
      csv.text(person.id).text(person.department).text(person.level).text(person.shift).end_row();
    }
  return csv.take();
}

std::string seen(const Chosen& chosen) { return seal::to_hex(seal::sha256(csv_of(chosen))); }

json ambassadors_json(const act::GroupPeople& people, const Chosen& chosen) {
  const Named named(people);
  json now = json::array();
  for (const auto& [id, rounds] : people.ambassadors) now.push_back({{"who", named(id)}, {"rounds", rounds}});
  json out{{"state", chosen.answer                     ? "found"
                     : chosen.input.volunteers.empty() ? "no_volunteers"
                                                       : "nobody_left"},
           {"volunteers", chosen.input.volunteers.size()},
           {"now", now},
           {"most_load", chosen.rules.most_load},
           {"most_rounds", chosen.rules.most_rounds},
           {"chosen", json::array()},
           {"cells", json::array()}};
  if (!chosen.answer) return out;
  const auto& answer = *chosen.answer;
  for (const auto i : answer.chosen) {
    const auto& person = chosen.input.members.people[i];
    const auto at = static_cast<std::size_t>(std::ranges::find(chosen.input.volunteers, i) - chosen.input.volunteers.begin());
    out["chosen"].push_back({{"who", named(person.id)},
                             {"department", person.department},
                             {"level", person.level},
                             {"shift", person.shift},
                             {"load", chosen.input.load[at]},
                             {"rounds", chosen.input.served[at]},
                             {"last_round", std::ranges::find(answer.hand_over, i) != answer.hand_over.end()}});
  }
  for (const auto& cell : answer.cells)
    out["cells"].push_back({{"department", cell.department},
                            {"level", cell.level},
                            {"shift", cell.shift},
                            {"people", cell.people},
                            {"need", cell.need},
                            {"covered", cell.covered}});
  out["needed"] = answer.needed;
  out["covered"] = answer.covered;
  out["most_possible"] = answer.most_possible;
  out["proven"] = answer.proven_best;
  out["levels_without"] = answer.levels_without;
  out["not_asked"] = {{"served", answer.set_aside_served}, {"load", answer.set_aside_load}};
  out["seen"] = seen(chosen);
  return out;
}

using Make = Response (*)(const Asked& asked, const act::GroupPeople& people, const Chosen& chosen);

void with_choice(const std::shared_ptr<Asked>& asked, const Respond& respond, Make make) {
  const bool taken = asked->rooms.work.add([asked, respond, make] {
    const auto people = read_group_people(asked->rooms);
    respond(people ? make(*asked, *people, chosen_of(*people, rules_of(*asked))) : http::error(503, "BUSY"));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

void show(std::shared_ptr<Asked> asked, Respond respond) {
  with_choice(asked, respond,
              [](const Asked&, const act::GroupPeople& people, const Chosen& chosen) { return http::json(ambassadors_json(people, chosen).dump()); });
}

void table(std::shared_ptr<Asked> asked, Respond respond) {
  with_choice(asked, respond, [](const Asked&, const act::GroupPeople&, const Chosen& chosen) { return csv_answer(csv_of(chosen), "ambassadors.csv"); });
}

/// {"seen"} and the rules that the choice was made with.
void accept(std::shared_ptr<Asked> asked, Respond respond) {
  with_choice(asked, respond, [](const Asked& request, const act::GroupPeople&, const Chosen& chosen) {
    if (!chosen.answer || text_of_body(request.request, "seen") != seen(chosen)) return http::error(409, "CHANGED");
    std::vector<std::string> people;
    for (const auto i : chosen.answer->chosen) people.push_back(chosen.input.members.people[i].id);
    if (!noted_as_kept(request, "ambassadors") || !act::keep_ambassadors(request.rooms.act, people)) return http::error(503, "BUSY");
    return http::json("{}");
  });
}

}  // namespace

std::vector<StudioRoute> ambassadors_table() {
  return {
      {http::Method::get, "/api/groups/ambassadors.json", for_the_lead, show},
      {http::Method::get, "/api/groups/ambassadors.csv", for_the_lead, table},
      {http::Method::post, "/api/groups/ambassadors/accept", for_the_lead, accept, most_small_body},
  };
}

}  // namespace karuna::show
