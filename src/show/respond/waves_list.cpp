// SPDX-License-Identifier: Apache-2.0
#include "show/respond/waves_list.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "base/files.h"
#include "base/gzip.h"
#include "http/compressed.h"
#include "seal/base64url.h"

namespace karuna::show {

namespace {

using nlohmann::json;
using Waves = ask::WaveWatch::Waves;

std::string_view word_of(ask::WaveState state) {
  static constexpr std::array<std::string_view, 6> words{"drafted", "desk_ready", "published", "closed", "released", "witnessed"};
  return words.at(static_cast<std::size_t>(state));
}

/// {"token_part.json": its text, "token_part.server.sig": base64url, ...}; what is not there is left out.
json parts_of(const ask::OpenedWave& wave) {
  json parts = json::object();
  for (const std::string part : {"token_part", "question_part"}) {
    const std::string& text = part == "token_part" ? wave.token_part_json : wave.question_part_json;
    if (text.empty()) continue;
    parts[part + ".json"] = text;
    for (const std::string end : {".server.sig", ".witness.sig"})
      if (const auto signature = read_file(wave.folder / (part + end))) parts[part + end] = seal::to_base64url(seal::bytes_of(*signature));
  }
  return parts;
}

std::string list_of(const Waves& waves, std::int64_t hour) {
  std::vector<std::pair<ask::WaveId, std::shared_ptr<const ask::OpenedWave>>> shown;
  for (const auto& one : waves)
    if (one.second->state >= ask::WaveState::desk_ready) shown.emplace_back(one.first, one.second);
  // What can be done now first, then the newest.
  std::ranges::sort(shown, {}, [&](const auto& one) {
    const ask::OpenedWave& wave = *one.second;
    return std::tuple(!wave.ballots_are_open(hour), !wave.desk_is_open(hour), -static_cast<std::int64_t>(wave.token_part.opens_ballots), one.first);
  });
  json list = json::array();
  for (const auto& [id, wave] : shown) {
    const bool desk = wave->desk_is_open(hour), ballots = wave->ballots_are_open(hour);
    list.push_back({{"wave_id", seal::to_base64url(id)},
                    {"title", wave->token_part.title},
                    {"state", word_of(wave->state)},
                    {"desk_open", desk},
                    {"ballots_open", ballots}});
    if (desk || ballots) list.back()["parts"] = parts_of(*wave);
  }
  return list.dump();
}

}  // namespace

http::Response WavesList::answer(const http::Request& request) {
  const std::int64_t hour = ask::this_hour();
  auto waves = watch_->now();
  const std::lock_guard lock(mutex_);
  if (waves != of_ || hour != hour_) {
    plain_ = list_of(*waves, hour);
    packed_ = gzip(plain_);
    of_ = std::move(waves);
    hour_ = hour;
  }
  return http::compressed(http::json(plain_), packed_, request);
}

}  // namespace karuna::show
