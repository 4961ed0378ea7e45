// SPDX-License-Identifier: Apache-2.0
#include "show/studio/council/rules.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ask/wave/manifest_words.h"
#include "ask/wave/noise_plan.h"
#include "base/files.h"

namespace karuna::show {

namespace {

using nlohmann::json;

/// Which way a number is on the side of whoever answers.
enum class Safer { more, less, neither };

struct Rule {
  const char* name;
  json value;
  Safer safer;
};

/// Share of right guesses in percent, rounded up: a promise is not rounded in our favour. Without noise there is no such number.
json guess(const ask::TokenPart& part, std::uint32_t cap) {
  if (part.profile == ask::WaveProfile::exact) return json();
  return std::ceil(ask::guess_success(cap / 10'000.0) * 1000 - 1e-9) / 10;
}

std::vector<Rule> rules_of(const ask::OpenedWave& wave) {
  const auto& part = wave.token_part;
  const auto caps = ask::caps_of(part.profile, part.depth);
  json smallest;
  for (const auto& cell : wave.cells)
    if (smallest.is_null() || cell.record.eligible < smallest.get<std::uint32_t>()) smallest = cell.record.eligible;
  std::vector<Rule> rules{{"profile", ask::profile_words[static_cast<std::size_t>(part.profile)], Safer::neither},
                          {"k_index", part.k[0], Safer::more},
                          {"k_scales", part.k[1], Safer::more},
                          {"k_items", part.k[2], Safer::more},
                          {"guess_one", guess(part, caps.one), Safer::less},
                          {"guess_whole", guess(part, caps.whole), Safer::less},
                          {"smallest_cell", smallest, Safer::more},
                          {"cells", part.cells_count, Safer::neither},
                          {"reminders_max", part.reminders_max, Safer::less},
                          {"late_desk", part.late_desk, Safer::less},
                          {"ledger_days", part.ledger_days, Safer::less},
                          {"uses", part.uses, Safer::neither},
                          {"council", part.council, Safer::more}};
  if (wave.question_part) {
    rules.push_back({"questions", wave.question_part->questions.size(), Safer::neither});
    rules.push_back({"statistics", wave.question_part->statistics.size(), Safer::neither});
  }
  return rules;
}

double number_of(const json& value) { return value.is_boolean() ? (value.get<bool>() ? 1 : 0) : value.get<double>(); }

/// The order of profiles: without noise, with, with more.
int strength(const json& profile) { return profile == "exact" ? 0 : profile == "balanced" ? 1 : 2; }

const char* change_of(const Rule& rule, const json& before) {
  if (rule.value == before) return "same";
  double more = 0;
  if (std::string_view(rule.name) == "profile") more = strength(rule.value) - strength(before);
  else if (rule.safer == Safer::neither) return "other";
  else if (rule.value.is_null() || before.is_null()) return rule.value.is_null() ? "looser" : "stricter";
  else more = (number_of(rule.value) - number_of(before)) * (rule.safer == Safer::more ? 1 : -1);
  return more > 0 ? "stricter" : "looser";
}

json compared(const ask::OpenedWave& wave, const ask::OpenedWave* before) {
  std::vector<Rule> earlier;
  if (before) earlier = rules_of(*before);
  json rows = json::array();
  for (const Rule& rule : rules_of(wave)) {
    const auto same = std::ranges::find_if(earlier, [&](const Rule& one) { return std::string_view(one.name) == rule.name; });
    if (same == earlier.end()) rows.push_back({{"name", rule.name}, {"value", rule.value}, {"before", nullptr}, {"change", "first"}});
    else rows.push_back({{"name", rule.name}, {"value", rule.value}, {"before", same->value}, {"change", change_of(rule, same->value)}});
  }
  return rows;
}

/// Who signed a part. That the signatures hold was checked when the wave was read (ask::open_wave); here it is said which key of the council it was.
json signatures(const ask::OpenedWave& wave, const ask::Installation& installation) {
  json parts = json::array();
  for (const auto& [file, name, bytes] : {std::tuple("token_part", "TOKEN_PART", &wave.token_part_json), std::tuple("question_part", "QUESTION_PART", &wave.question_part_json)}) {
    if (bytes->empty()) continue;
    const auto server = read_file(wave.folder / (std::string(file) + ".server.sig"), 4096), council = read_file(wave.folder / (std::string(file) + ".witness.sig"), 4096);
    json key;
    if (council)
      for (const auto& one : installation.witness_keys)
        if (seal::verify_file(one, name, wave.token_part.wave, *bytes, *council)) key = seal::to_hex(one);
    parts.push_back({{"part", file}, {"server", server && seal::verify_file(installation.server_key, name, wave.token_part.wave, *bytes, *server)}, {"council", key}, {"sha256", seal::to_hex(seal::sha256(*bytes))}});
  }
  return parts;
}

}  // namespace

std::string_view state_word(ask::WaveState state) {
  static constexpr std::string_view words[] = {"drafted", "desk_ready", "published", "closed", "released", "witnessed"};
  return words[static_cast<std::size_t>(state)];
}

json rules_of(const ask::WaveWatch::Waves& waves, const ask::Installation& installation) {
  std::vector<const ask::OpenedWave*> order;
  for (const auto& [id, wave] : waves) order.push_back(wave.get());
  std::ranges::sort(order, {}, [](const ask::OpenedWave* wave) { return std::pair(wave->token_part.opens_desk, wave->token_part.wave); });
  json list = json::array();
  const ask::OpenedWave* before[2] = {nullptr, nullptr};
  for (const ask::OpenedWave* wave : order) {
    const auto& part = wave->token_part;
    const ask::OpenedWave*& last = before[static_cast<std::size_t>(part.depth)];
    list.push_back({{"wave", ask::hex_of(part.wave)}, {"title", part.title}, {"kind", ask::depth_words[static_cast<std::size_t>(part.depth)]}, {"trial", part.trial}, {"state", state_word(wave->state)},
                    {"opens_desk", part.opens_desk}, {"before", last ? json(last->token_part.title) : json()}, {"rules", compared(*wave, last)}, {"signed", signatures(*wave, installation)}});
    last = wave;
  }
  std::ranges::reverse(list);
  return list;
}

}  // namespace karuna::show
