// SPDX-License-Identifier: Apache-2.0
// New people and those who accompany them, and how many carriers growth takes.
#include "base/csv.h"
#include "seal/hash.h"
#include "show/studio/groups/group_people.h"

namespace karuna::show {
namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

constexpr int days_around = 30;

struct Paired {
  act::PairInput input;
  act::PairAnswer answer;
  bool possible = false;  ///< there are new people and carriers
};

Paired paired(const act::GroupPeople& people, bool stable) {
  Paired out{.input = act::pairs_of(people, today(), days_around), .answer = {}};
  if (out.input.hires.empty() || out.input.carriers.empty()) return out;
  if (auto answer = act::assign_pairs(out.input, {.way = stable ? act::PairWay::stable : act::PairWay::best_total}))
    out.answer = *std::move(answer), out.possible = true;
  return out;
}

std::string csv_of(const Paired& pairs) {
  CsvWriter csv;
  csv.text("hire").text("carrier").text("fit").text("cost").end_row();
  const auto& people = pairs.input.members.people;
  for (const auto& line : pairs.answer.lines) {
    csv.text(people[line.hire].id);
    if (line.carrier)
      csv.text(people[pairs.input.carriers[*line.carrier].person].id).integer(line.fit).integer(100 - line.fit).end_row();
    else
      csv.empty().empty().empty().end_row();
  }
  return csv.take();
}

/// What accepting names, so that nobody accepts what they did not see.
std::string seen(const std::string& csv) { return seal::to_hex(seal::sha256(csv)); }

json pairs_json(const act::GroupPeople& people, const Paired& pairs, bool stable) {
  const Named named(people);
  json accompanied = json::array();
  for (const auto& [hire, carrier] : people.carrier_of) accompanied.push_back({{"hire", named(hire)}, {"carrier", named(carrier)}});
  json out{{"state", pairs.possible              ? "found"
                     : pairs.input.hires.empty() ? "no_new_people"
                                                 : "no_carriers"},
           {"days", days_around},
           {"way", stable ? "stable" : "best"},
           {"new_people", pairs.input.hires.size()},
           {"carriers", json::array()},
           {"accompanied", accompanied},
           {"rows", json::array()}};
  if (!pairs.possible) return out;
  const auto& all = pairs.input.members.people;
  for (const auto& line : pairs.answer.lines) {
    json row{{"hire", named(all[line.hire].id)},
             {"start", people.directory[line.hire].start_date},
             {"carrier", json()},
             {"fit", line.fit},
             {"cost", 100 - line.fit}};
    if (line.carrier) row["carrier"] = named(all[pairs.input.carriers[*line.carrier].person].id);
    out["rows"].push_back(std::move(row));
  }
  for (std::size_t c = 0; c < pairs.input.carriers.size(); ++c)
    out["carriers"].push_back({{"who", named(all[pairs.input.carriers[c].person].id)},
                               {"places", pairs.input.carriers[c].places},
                               {"people", pairs.answer.load[c]},
                               {"resting", pairs.input.carriers[c].recovering}});
  out["without"] = pairs.answer.without;
  out["fit_of_best"] = pairs.answer.fit_of_best;
  out["fit_of_stable"] = pairs.answer.fit_of_stable;
  out["without_in_stable"] = pairs.answer.without_in_stable;
  out["blocking"] = pairs.answer.blocking;
  out["seen"] = seen(csv_of(pairs));
  return out;
}

using Make = Response (*)(const Asked& asked, const act::GroupPeople& people, const Paired& pairs, bool stable);

/// Pairs are looked for on the thread for long work; `make` says what becomes of them.
void with_pairs(const std::shared_ptr<Asked>& asked, const Respond& respond, bool stable, Make make) {
  const bool taken = asked->rooms.work.add([asked, respond, stable, make] {
    const auto people = read_group_people(asked->rooms);
    respond(people ? make(*asked, *people, paired(*people, stable), stable) : http::error(503, "BUSY"));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

bool stable_asked(const Asked& asked) { return asked.request.query_value("way") == "stable"; }

void show(std::shared_ptr<Asked> asked, Respond respond) {
  with_pairs(asked, respond, stable_asked(*asked), [](const Asked&, const act::GroupPeople& people, const Paired& pairs, bool stable) {
    return http::json(pairs_json(people, pairs, stable).dump());
  });
}

void table(std::shared_ptr<Asked> asked, Respond respond) {
  with_pairs(asked, respond, stable_asked(*asked),
             [](const Asked&, const act::GroupPeople&, const Paired& pairs, bool) { return csv_answer(csv_of(pairs), "pairs.csv"); });
}

/// {"way", "seen"}
void accept(std::shared_ptr<Asked> asked, Respond respond) {
  with_pairs(asked, respond, text_of_body(asked->request, "way") == "stable", [](const Asked& request, const act::GroupPeople&, const Paired& pairs, bool) {
    if (!pairs.possible || text_of_body(request.request, "seen") != seen(csv_of(pairs))) return http::error(409, "CHANGED");
    std::map<std::string, std::string> carrier_of;
    for (const auto& line : pairs.answer.lines)
      if (line.carrier) carrier_of[pairs.input.members.people[line.hire].id] = pairs.input.members.people[pairs.input.carriers[*line.carrier].person].id;
    if (!noted_as_kept(request, "pairs") || !act::keep_pairs(request.rooms.act, carrier_of)) return http::error(503, "BUSY");
    return http::json("{}");
  });
}

/// Growth from so many people to so many, spread evenly over months.
Result<act::GrowthPlan> plan_asked(const Asked& asked) {
  constexpr std::int64_t weeks_of_a_year = 52, months_of_a_year = 12, most_people = 100'000;
  const auto from = number_asked(asked, "from", 0, most_people, 50), to = number_asked(asked, "to", 0, most_people, 300);
  const auto weeks = number_asked(asked, "months", 1, 120, 18) * weeks_of_a_year / months_of_a_year, hires = std::max<std::int64_t>(0, to - from);
  std::vector<act::Cohort> cohorts;
  for (std::int64_t w = 0; w < weeks; ++w) cohorts.push_back({static_cast<int>(w), static_cast<std::uint32_t>(hires * (w + 1) / weeks - hires * w / weeks)});
  return act::plan_growth(cohorts, static_cast<std::uint32_t>(number_asked(asked, "carriers", 0, most_people, 0)),
                          static_cast<unsigned>(number_asked(asked, "places", 1, 3, 2)), static_cast<unsigned>(number_asked(asked, "weeks", 1, 104, 12)),
                          static_cast<unsigned>(number_asked(asked, "training", 0, 104, 4)));
}

Response plan(const Asked& asked) {
  const auto plan = plan_asked(asked);
  if (!plan) return http::error(400, "BAD_REQUEST");
  json rows = json::array();
  for (const auto& week : plan->weeks)
    rows.push_back({{"week", week.week},
                    {"hires", week.hires},
                    {"accompanied", week.accompanied},
                    {"needed", week.carriers_needed},
                    {"there", week.carriers_there},
                    {"train", week.train_by_now}});
  return http::json(json{{"most_needed", plan->most_needed}, {"to_train", plan->to_train}, {"weeks", rows}}.dump());
}

Response plan_table(const Asked& asked) {
  const auto plan = plan_asked(asked);
  if (!plan) return http::error(400, "BAD_REQUEST");
  CsvWriter csv;
  csv.text("week").text("hires").text("accompanied").text("carriers_needed").text("carriers_there").text("train_by_now").end_row();
  for (const auto& week : plan->weeks)
    csv.integer(week.week)
        .integer(week.hires)
        .integer(week.accompanied)
        .integer(week.carriers_needed)
        .integer(week.carriers_there)
        .integer(week.train_by_now)
        .end_row();
  return csv_answer(csv.take(), "growth.csv");
}

}  // namespace

std::vector<StudioRoute> pairs_table() {
  return {
      {http::Method::get, "/api/groups/pairs.json", for_the_lead, show},
      {http::Method::get, "/api/groups/pairs.csv", for_the_lead, table},
      {http::Method::post, "/api/groups/pairs/accept", for_the_lead, accept, most_small_body},
      {http::Method::get, "/api/groups/growth.json", for_the_lead, plan},
      {http::Method::get, "/api/groups/growth.csv", for_the_lead, plan_table},
  };
}

}  // namespace karuna::show
