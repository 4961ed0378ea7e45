// SPDX-License-Identifier: Apache-2.0
#include "act/pods/pod_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/text.h"

namespace karuna::act {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

std::string meeting_of(const Pod& pod) { return pod.starts.empty() ? "" : name_of_half_hour(pod.starts.front()); }

/// Columns of the terminal's matrix: pods of the last round, or departments.
struct Origins {
  std::string title;
  std::map<std::uint32_t, std::size_t> column_of;
  std::vector<std::string> names;
};

Origins origins(const PodInput& input) {
  Origins out;
  int last = 0;
  for (const PastPod& pod : input.history) last = std::max(last, pod.round);
  if (last > 0) {
    out.title = "Where members were in round " + std::to_string(last);
    for (const PastPod& pod : input.history)
      if (pod.round == last) {
        for (const auto i : pod.people) out.column_of[i] = out.names.size();
        out.names.push_back(std::to_string(out.names.size() + 1));
      }
    return out;
  }
  out.title = "Departments";
  std::map<std::string, std::size_t> columns;
  for (std::uint32_t i = 0; i < input.members.people.size(); ++i) {
    const auto& name = input.members.people[i].department;
    if (!columns.contains(name)) columns.emplace(name, columns.size()), out.names.push_back(name);
    out.column_of[i] = columns[name];
  }
  return out;
}

}  // namespace

std::string pods_csv(const PodInput& input, const std::vector<PodAnswer>& rounds) {
  CsvWriter table;
  table.text("round").text("pod").text("id").end_row();
  for (const PodAnswer& answer : rounds)
    for (std::size_t p = 0; p < answer.pods.size(); ++p)
      for (const auto i : answer.pods[p].people) table.integer(answer.round).integer(static_cast<long long>(p + 1)).text(input.members.people[i].id).end_row();
  return table.take();
}

Json pods_json(const PodInput& input, const std::vector<PodAnswer>& rounds) {
  Json out{{"format", "karuna-pods-1"}, {"rounds", Json::array()}, {"rows", Json::array()}};
  for (const PodAnswer& answer : rounds) {
    Json round{{"round", answer.round},
               {"seed", answer.seed},
               {"value", rounded(answer.value)},
               {"bound", rounded(answer.bound)},
               {"gap", rounded(answer.gap)},
               {"proven_best", answer.proven_best},
               {"difference_in_pods", rounded(answer.difference)},
               {"difference_of_all", rounded(answer.difference_of_all)},
               {"pairs_who_meet_again", answer.repeats},
               {"rules", Json::array()},
               {"pods", Json::array()}};
    for (const RuleLine& rule : answer.rules) round["rules"].push_back({{"rule", rule.rule}, {"asks", rule.asks}, {"state", rule.state}});
    for (std::size_t p = 0; p < answer.pods.size(); ++p) {
      const Pod& pod = answer.pods[p];
      Json people = Json::array();
      for (const auto i : pod.people) {
        people.push_back(input.members.people[i].id);
        out["rows"].push_back({{"round", answer.round}, {"pod", p + 1}, {"id", input.members.people[i].id}});
      }
      Json one{{"pod", p + 1}, {"people", people}, {"departments", pod.departments}, {"levels", pod.levels}, {"pairs_who_meet_again", pod.met_before}};
      if (input.members.has_load) one["load"] = pod.load;
      if (!pod.starts.empty()) one["meets"] = meeting_of(pod);
      round["pods"].push_back(std::move(one));
    }
    out["rounds"].push_back(std::move(round));
  }
  return out;
}

namespace {

Json blanks(const Said& said) {
  Json out = Json::object();
  for (const auto& [name, value] : said.values) out[name] = value;
  return out;
}

}  // namespace

Json explanation_json(const Explanation& explanation) {
  Json out{{"format", "karuna-pods-explained-1"}, {"possible", explanation.possible}, {"certain", explanation.certain}, {"because", Json::array()}, {"ways", Json::array()}};
  for (const Obstacle& one : explanation.because) out["because"].push_back({{"words", one.words}, {"code", one.said.code}, {"blanks", blanks(one.said)}});
  for (const WayOut& way : explanation.ways) {
    Json one{{"rule", way.rule}, {"words", way.words}, {"code", way.said.code}, {"blanks", blanks(way.said)}, {"enough", way.enough}};
    if (way.rule != "confidential") one["amount"] = way.amount;
    out["ways"].push_back(std::move(one));
  }
  return out;
}

std::string pods_terminal(const PodInput& input, const PodAnswer& answer) {
  std::size_t people = 0;
  for (const Pod& pod : answer.pods) people += pod.people.size();
  std::string out = fmt::format("Round {}: {} in {}.\n", answer.round, counted(people, "person", "people"), counted(answer.pods.size(), "pod"));
  out += answer.proven_best ? "No other pods are better: proven.\n" : fmt::format("At most {:.1f} % better is possible (bound {:.2f}, found {:.2f}; seed {}).\n", 100 * answer.gap, answer.bound, answer.value, answer.seed);
  if (answer.difference_of_all > 0)
    out += fmt::format("Two members of a pod differ by {:.2f} on average, two people picked from all\nby {:.2f} (0 alike, 1 nothing shared).\n", answer.difference, answer.difference_of_all);
  out += "\n";
  for (const RuleLine& rule : answer.rules) {
    out += "  " + pad_right(rule.rule, 16) + rule.asks + "\n";
    out += "  " + pad_right("", 18) + rule.state + "\n";
  }
  const Origins from = origins(input);
  constexpr std::size_t most_columns = 12, most_rows = 20;
  const std::size_t columns = std::min(from.names.size(), most_columns), rows = std::min(answer.pods.size(), most_rows);
  if (columns > 1) {
    out += "\n  " + from.title + (from.title == "Departments" ? "" : ", by pod") + ": members of each pod\n\n" + pad_right("", 15);
    for (std::size_t c = 0; c < columns; ++c) out += " " + pad_left(truncated(from.names[c], 4), 4);
    out += "\n";
    for (std::size_t p = 0; p < rows; ++p) {
      std::vector<std::size_t> count(from.names.size(), 0);
      for (const auto i : answer.pods[p].people)
        if (const auto column = from.column_of.find(i); column != from.column_of.end()) ++count[column->second];
      out += "  " + pad_right("pod " + std::to_string(p + 1), 8) + pad_left(std::to_string(answer.pods[p].people.size()), 3) + "  ";
      for (std::size_t c = 0; c < columns; ++c) out += " " + pad_left(count[c] == 0 ? "·" : std::to_string(count[c]), 4);
      if (const auto when = meeting_of(answer.pods[p]); !when.empty()) out += "  " + when;
      out += "\n";
    }
    if (answer.pods.size() > rows || from.names.size() > columns) out += "  The rest is in the table and the page.\n";
  }
  return out;
}

std::string explanation_terminal(const Explanation& explanation) {
  if (explanation.possible) return "Pods that keep every rule are possible.\n";
  std::string out = explanation.certain ? "No pods can keep every rule.\n" : "No pods were found that keep every rule. There may be some all the same.\n";
  for (const auto& because : explanation.because) out += "\n  " + because.words + "\n";
  if (explanation.ways.empty()) return out + "\nNo single change is enough. Change two rules, or ask fewer people at once.\n";
  out += "\nEach of these alone is enough, the smallest first. Nothing was relaxed.\n\n";
  for (const WayOut& way : explanation.ways) out += "  - " + way.words + "\n";
  return out;
}

}  // namespace karuna::act
