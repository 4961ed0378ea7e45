// SPDX-License-Identifier: Apache-2.0
#include "show/studio/council/rules.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "ask/wave/manifest_words.h"
#include "ask/wave/wave_rules.h"
#include "base/files.h"

namespace karuna::show {

namespace {

using nlohmann::json;

json json_of(const ask::RuleValue& value) {
  return std::visit(
      [](const auto& held) -> json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
          return json();
        else
          return json(held);
      },
      value);
}

constexpr std::string_view change_words[] = {"same", "stricter", "looser", "other"};

json compared(const ask::OpenedWave& wave, const ask::OpenedWave* before) {
  std::vector<ask::WaveRule> earlier;
  if (before) earlier = ask::rules_of(*before);
  json rows = json::array();
  for (const ask::WaveRule& rule : ask::rules_of(wave)) {
    const auto same = std::ranges::find(earlier, rule.name, &ask::WaveRule::name);
    const bool first = same == earlier.end();
    rows.push_back({{"name", rule.name},
                    {"value", json_of(rule.value)},
                    {"before", first ? json() : json_of(same->value)},
                    {"change", first ? std::string_view("first") : change_words[static_cast<std::size_t>(ask::change_of(rule, same->value))]}});
  }
  return rows;
}

/// Who signed a part. That the signatures hold was checked when the wave was read (ask::open_wave); here it is said which key of the council it was.
json signatures(const ask::OpenedWave& wave, const ask::Installation& installation) {
  json parts = json::array();
  for (const auto& [file, name, bytes] :
       {std::tuple("token_part", "TOKEN_PART", &wave.token_part_json), std::tuple("question_part", "QUESTION_PART", &wave.question_part_json)}) {
    if (bytes->empty()) continue;
    const auto server = read_file(wave.folder / (std::string(file) + ".server.sig"), 4096),
               council = read_file(wave.folder / (std::string(file) + ".witness.sig"), 4096);
    json key;
    if (council)
      for (const auto& one : installation.witness_keys)
        if (seal::verify_file(one, name, wave.token_part.wave, *bytes, *council)) key = seal::to_hex(one);
    parts.push_back({{"part", file},
                     {"server", server && seal::verify_file(installation.server_key, name, wave.token_part.wave, *bytes, *server)},
                     {"council", key},
                     {"sha256", seal::to_hex(seal::sha256(*bytes))}});
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
    list.push_back({{"wave", ask::hex_of(part.wave)},
                    {"title", part.title},
                    {"kind", ask::depth_words[static_cast<std::size_t>(part.depth)]},
                    {"trial", part.trial},
                    {"state", state_word(wave->state)},
                    {"opens_desk", part.opens_desk},
                    {"before", last ? json(last->token_part.title) : json()},
                    {"rules", compared(*wave, last)},
                    {"signed", signatures(*wave, installation)}});
    last = wave;
  }
  std::ranges::reverse(list);
  return list;
}

}  // namespace karuna::show
