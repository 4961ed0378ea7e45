// SPDX-License-Identifier: Apache-2.0
#include "show/studio/groups/pods_json.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace karuna::show {

using nlohmann::json;

namespace {

/// A pod this much heavier than the mean of pods is told: one more than the others by a whole step of one member.
constexpr double even_load = 1;

double rounded(double value) { return std::round(value * 1e4) / 1e4; }

json rules_json(const act::PodInput& input) {
  const auto& rules = input.rules;
  json out = json::array({{{"rule", "size"}, {"least", rules.least}, {"most", rules.most}}, {{"rule", "line"}, {"steps", rules.chain_steps}}});
  if (rules.most_per_department > 0) out.push_back({{"rule", "department"}, {"most", rules.most_per_department}});
  out.push_back({{"rule", "hour"}, {"minutes", rules.minutes}, {"checked", input.members.has_hours}});
  out.push_back({{"rule", "confidential"}});  // whether or not there are any
  return out;
}

std::uint32_t levels_wanted(const act::PodInput& input) {
  std::set<std::string> levels;
  for (const auto i : act::participants(input)) levels.insert(input.members.people[i].level);
  return std::min(input.wishes.levels_wanted, static_cast<std::uint32_t>(levels.size()));
}

/// Every wish that is not met, pod by pod.
json unmet_json(const act::PodInput& input, const act::PodAnswer& answer) {
  json out = json::array();
  const std::uint32_t wanted = levels_wanted(input);
  double mean = 0;
  for (const act::Pod& pod : answer.pods) mean += pod.load / static_cast<double>(answer.pods.size());
  for (std::size_t p = 0; p < answer.pods.size(); ++p) {
    const act::Pod& pod = answer.pods[p];
    if (pod.levels < wanted) out.push_back({{"wish", "levels"}, {"pod", p + 1}, {"has", pod.levels}, {"wanted", wanted}});
    if (pod.met_before > 0) out.push_back({{"wish", "novelty"}, {"pod", p + 1}, {"has", pod.met_before}});
    if (input.members.has_load && pod.load - mean > even_load) out.push_back({{"wish", "load"}, {"pod", p + 1}, {"has", pod.load}, {"wanted", rounded(mean)}});
  }
  return out;
}

/// Members of each pod by the pod they were in the round before (or the department, in the first round).
json origins_json(const act::PodInput& input, const act::PodAnswer& answer) {
  int last = 0;
  for (const auto& pod : input.history)
    if (pod.round < answer.round) last = std::max(last, pod.round);
  std::vector<std::string> names;
  std::map<std::uint32_t, std::size_t> column;
  if (last > 0) {
    for (const auto& pod : input.history) {
      if (pod.round != last) continue;
      for (const auto i : pod.people) column[i] = names.size();
      names.push_back(std::to_string(names.size() + 1));
    }
  } else {
    std::map<std::string, std::size_t> at;
    for (const auto i : act::participants(input)) {
      const auto& department = input.members.people[i].department;
      const auto [place, fresh] = at.emplace(department, names.size());
      if (fresh) names.push_back(department);
      column[i] = place->second;
    }
  }
  json rows = json::array();
  for (const act::Pod& pod : answer.pods) {
    std::vector<std::uint32_t> count(names.size(), 0);
    for (const auto i : pod.people)
      if (const auto found = column.find(i); found != column.end()) ++count[found->second];
    rows.push_back(count);
  }
  return {{"round", last}, {"columns", names}, {"rows", rows}};
}

}  // namespace

json proposal_json(const act::PodInput& input, const act::PodAnswer& answer, const Named& named) {
  json pods = json::array();
  for (std::size_t p = 0; p < answer.pods.size(); ++p) {
    const act::Pod& pod = answer.pods[p];
    json people = json::array();
    for (const auto i : pod.people) people.push_back(named(input.members.people[i].id));
    pods.push_back({{"pod", p + 1},
                    {"people", people},
                    {"departments", pod.departments},
                    {"levels", pod.levels},
                    {"met_before", pod.met_before},
                    {"start", pod.starts.empty() ? json() : json(pod.starts.front())}});
  }
  return {{"round", answer.round},
          {"seed", answer.seed},
          {"gap", rounded(answer.gap)},
          {"proven", answer.proven_best},
          {"difference", rounded(answer.difference)},
          {"difference_of_all", rounded(answer.difference_of_all)},
          {"again", answer.repeats},
          {"rules", rules_json(input)},
          {"unmet", unmet_json(input, answer)},
          {"origins", origins_json(input, answer)},
          {"pods", pods}};
}

act::KeptRound round_of(const act::PodInput& input, const act::PodAnswer& answer) {
  act::KeptRound round{.round = answer.round, .minutes = input.rules.minutes};
  for (std::size_t p = 0; p < answer.pods.size(); ++p) {
    const act::Pod& pod = answer.pods[p];
    act::KeptPod kept{.number = static_cast<int>(p + 1)};
    if (!pod.starts.empty()) kept.start = pod.starts.front();
    for (const auto i : pod.people) kept.people.push_back(input.members.people[i].id);
    round.pods.push_back(std::move(kept));
  }
  return round;
}

json kept_json(const act::KeptRound& round, const Named& named) {
  json pods = json::array();
  std::size_t want_other = 0;
  for (const act::KeptPod& pod : round.pods) {
    json people = json::array();
    for (const std::string& id : pod.people) people.push_back(named(id));
    want_other += pod.want_other.size();
    pods.push_back(
        {{"pod", pod.number}, {"people", people}, {"start", pod.start ? json(*pod.start) : json()}, {"too_small", pod.people.size() < act::smallest_pod}});
  }
  return {{"round", round.round},
          {"begins", to_text(round.begins)},
          {"every_weeks", round.every_weeks},
          {"meetings", round.meetings},
          {"minutes", round.minutes},
          {"want_other", want_other},
          {"pods", pods}};
}

}  // namespace karuna::show
