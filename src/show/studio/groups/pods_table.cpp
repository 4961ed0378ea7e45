// SPDX-License-Identifier: Apache-2.0
// Pods for whoever leads the programme: look for them (nothing is written), look at what was found, accept it.
#include <algorithm>
#include <set>

#include "act/groups/cover.h"
#include "act/pods/pod_output.h"
#include "act/pods/rhythm.h"
#include "base/csv.h"
#include "show/studio/groups/pods_json.h"

namespace karuna::show {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::size_t default_start = 20;  // Monday 10:00, where nobody gave hours
constexpr double share_moved = 0.1;

struct Wish {
  act::PodRules rules;
  std::uint64_t seed = 1;
  double effort = 1;
  bool mend = false;
};

/// Nothing where a rule is none that pods can have.
std::optional<Wish> wish_of(const json& body) {
  Wish wish;
  wish.rules.least = static_cast<std::uint32_t>(number_of(body, "least", act::smallest_pod, 12, 0));
  wish.rules.most = static_cast<std::uint32_t>(number_of(body, "most", act::smallest_pod, 12, 0));
  wish.rules.most_per_department = static_cast<std::uint32_t>(number_of(body, "per_department", 0, 12, 2));
  wish.rules.chain_steps = static_cast<unsigned>(number_of(body, "steps", 1, 5, 2));
  wish.rules.minutes = static_cast<unsigned>(number_of(body, "minutes", 30, 240, 60));
  wish.seed = static_cast<std::uint64_t>(number_of(body, "seed", 1, 1'000'000, 1));
  wish.effort = number_of(body, "longer", 0, 1, 0) == 1 ? 5 : 1;
  wish.mend = body.value("mend", json()) == json(true);
  if (wish.rules.least == 0 || wish.rules.most < wish.rules.least) return {};
  return wish;
}

std::string_view word(SearchState::Stage stage) {
  static constexpr std::string_view words[] = {"none", "running", "found", "refused", "stopped"};
  return words[static_cast<std::size_t>(stage)];
}

json search_json(const SearchState& state) {
  json out{{"stage", word(state.stage)}, {"number", state.number}, {"share", std::min(1.0, state.share)}};
  if (!state.body.empty()) out["result"] = json::parse(state.body);
  return out;
}

SearchState refused(std::string because, const act::Explanation& explanation) {
  json body = act::explanation_json(explanation);
  body["words"] = std::move(because);
  return {.stage = SearchState::Stage::refused, .body = body.dump()};
}

/// The search itself, on its own thread. What it refuses with never holds a confidential pair: act sees to it.
SearchState search(const act::GroupPeople& people, const Wish& wish, const GroupSearch::GoOn& go_on) {
  act::PodInput input = act::pods_of(people, wish.rules, today());
  const act::PodOptions options{.seed = wish.seed, .effort = wish.effort, .go_on = go_on};
  const Named named(people);
  act::PodAnswer answer;
  if (wish.mend) {
    const auto pods = act::pods_to_mend(people, input);
    auto mended = act::repair_pods(input, pods, 0, share_moved, options);
    if (!mended) return refused(mended.error().what, {});
    answer = std::move(mended->answer);
    answer.round = people.rounds.back().round;
  } else {
    auto found = act::form_pods(input, options);
    if (!found) {
      if (found.error().fault != Fault::refused) return refused(found.error().what, {});
      auto why = act::explain_pods(input, options);
      return refused({}, why.value_or(act::Explanation()));
    }
    answer = *std::move(found);
    answer.round = people.rounds.empty() ? 1 : people.rounds.back().round + 1;
  }
  json body = proposal_json(input, answer, named);
  body["mended"] = wish.mend;
  return {.stage = SearchState::Stage::found, .body = body.dump(), .round = round_of(input, answer)};
}

std::set<std::string> taking_part(const act::GroupPeople& people) {
  std::set<std::string> yes, there;
  for (const auto& person : people.directory) there.insert(person.employee_id);
  for (const auto& choice : people.choices)
    if (choice.pod && there.contains(choice.person)) yes.insert(choice.person);
  return yes;
}

Response show(const Asked& asked) {
  const auto people = read_group_people(asked.rooms);
  if (!people) return http::error(503, "BUSY");
  const auto yes = taking_part(*people);
  json out{{"taking_part", yes.size()}, {"smallest", act::smallest_pod}, {"rounds", people->rounds.size()},
           {"round", json()},           {"waiting", yes.size()},         {"search", search_json(asked.rooms.groups.now())}};
  if (!people->rounds.empty()) {
    const auto& newest = people->rounds.back();
    std::size_t in_pods = 0;
    for (const auto& pod : newest.pods)
      in_pods += static_cast<std::size_t>(std::ranges::count_if(pod.people, [&](const std::string& id) { return yes.contains(id); }));
    out["round"] = kept_json(newest, Named(*people));
    out["waiting"] = yes.size() - in_pods;
  }
  return http::json(out.dump());
}

Response table(const Asked& asked) {
  const auto rounds = act::kept_rounds(asked.rooms.act);
  if (!rounds) return http::error(503, "BUSY");
  CsvWriter csv;
  csv.text("round").text("pod").text("id").end_row();
  for (const auto& round : *rounds)
    for (const auto& pod : round.pods)
      for (const auto& id : pod.people) csv.integer(round.round).integer(pod.number).text(id).end_row();
  return csv_answer(csv.take(), "pods.csv");
}

Response begin(const Asked& asked) {
  const json body = json::parse(asked.request.body, nullptr, false);
  const auto wish = body.is_object() ? wish_of(body) : std::nullopt;
  if (!wish) return http::error(400, "BAD_REQUEST");
  if (!act::cover_wishes(asked.rooms.act)) return http::error(503, "BUSY");
  auto people = read_group_people(asked.rooms);
  if (!people) return http::error(503, "BUSY");
  if (wish->mend && people->rounds.empty()) return http::error(409, "NOTHING_TO_MEND");
  const bool begun = asked.rooms.groups.begin([people = *std::move(people), wish = *wish](const GroupSearch::GoOn& go_on) { return search(people, wish, go_on); });
  return begun ? http::json(search_json(asked.rooms.groups.now()).dump()) : http::error(409, "SEARCHING");
}

Response how_far(const Asked& asked) { return http::json(search_json(asked.rooms.groups.now()).dump()); }

Response stop(const Asked& asked) {
  asked.rooms.groups.stop();
  asked.rooms.groups.forget();
  return how_far(asked);
}

/// {"number", "begins", "every_weeks", "meetings"}: keeps what the search of that number found.
Response accept(const Asked& asked) {
  const json body = json::parse(asked.request.body, nullptr, false);
  const auto begins = parse_date(text_of_body(asked.request, "begins"), DateFormat::iso);
  if (!body.is_object() || !begins) return http::error(400, "BAD_REQUEST");
  const SearchState state = asked.rooms.groups.now();
  if (state.stage != SearchState::Stage::found || !state.round || number_of(body, "number", 0, 1'000'000'000, -1) != state.number)
    return http::error(409, "CHANGED");
  const auto people = read_group_people(asked.rooms);
  if (!people) return http::error(503, "BUSY");
  const auto yes = taking_part(*people);
  act::KeptRound round = *state.round;
  round.begins = *begins;
  round.every_weeks = static_cast<unsigned>(number_of(body, "every_weeks", 1, 12, 2));
  round.meetings = static_cast<unsigned>(number_of(body, "meetings", 1, 52, 6));
  // Who said no since the search is not put into a pod; where that leaves too few, it is looked for again.
  for (auto& pod : round.pods) {
    std::erase_if(pod.people, [&](const std::string& id) { return !yes.contains(id); });
    if (pod.people.size() < act::smallest_pod) return http::error(409, "CHANGED");
  }
  if (!noted_as_kept(asked, "pods, round " + std::to_string(round.round)) || !act::keep_round(asked.rooms.act, round)) return http::error(503, "BUSY");
  asked.rooms.groups.forget();
  return show(asked);
}

/// pod-3.ics of the newest round.
Response calendar(const Asked& asked) {
  const auto rounds = act::kept_rounds(asked.rooms.act);
  if (!rounds) return http::error(503, "BUSY");
  const std::string file(asked.request.part("file"));
  if (!rounds->empty()) {
    const auto& round = rounds->back();
    for (const auto& pod : round.pods)
      if (file == "pod-" + std::to_string(pod.number) + ".ics") return calendar_answer(round, pod, language_of(asked));
  }
  return http::error(404, "NOT_FOUND");
}

}  // namespace

Response calendar_answer(const act::KeptRound& round, const act::KeptPod& pod, std::string_view language) {
  const act::Rhythm rhythm{.begin = round.begins, .every_weeks = round.every_weeks, .meetings = round.meetings, .minutes = round.minutes};
  Response response{.content_type = "text/calendar; charset=utf-8"};
  response.body = act::calendar_of(rhythm, round.round, static_cast<std::size_t>(pod.number), pod.start.value_or(default_start), language);
  response.headers = {{"Content-Disposition", "attachment; filename=\"pod-" + std::to_string(pod.number) + ".ics\""}};
  return response;
}

std::vector<StudioRoute> pods_table() {
  return {
      {http::Method::get, "/api/groups/pods.json", for_the_lead, show},
      {http::Method::get, "/api/groups/pods.csv", for_the_lead, table},
      {http::Method::get, "/api/groups/pods/search.json", for_the_lead, how_far},
      {http::Method::post, "/api/groups/pods/search", for_the_lead, begin, most_small_body},
      {http::Method::post, "/api/groups/pods/stop", for_the_lead, stop, most_small_body},
      {http::Method::post, "/api/groups/pods/accept", for_the_lead, accept, most_small_body},
      {http::Method::get, "/api/groups/pods/calendar/{file}", for_the_lead, calendar},
  };
}

}  // namespace karuna::show
