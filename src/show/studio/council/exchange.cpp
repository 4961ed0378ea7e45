// SPDX-License-Identifier: Apache-2.0
#include "show/studio/council/exchange.h"

#include <algorithm>
#include <filesystem>

#include "ask/wave/manifest_words.h"
#include "base/files.h"
#include "show/studio/council/rules.h"

namespace karuna::show {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t signature_bytes = 64, most_small = 4096;

struct Wanted {
  ExchangeStep step;
  std::string_view file;
  std::size_t least, most;
};
constexpr Wanted wanted_files[] = {
    {ExchangeStep::token_part, "token_part.witness.sig", signature_bytes, signature_bytes},
    {ExchangeStep::token_part, "council_key.json", 2, most_small},
    {ExchangeStep::question_part, "question_part.json", 2, most_upload},
    {ExchangeStep::question_part, "question_part.witness.sig", signature_bytes, signature_bytes},
    {ExchangeStep::close, "request.witness.sig", signature_bytes, signature_bytes},
    {ExchangeStep::close, "half.sealed", 65, most_small},
    {ExchangeStep::final, "final.witness.sig", signature_bytes, signature_bytes},
};

bool there(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error);
}

fs::path to_council(const ask::OpenedWave& wave, const ask::Installation& installation) { return installation.exchange() / ask::hex_of(wave.token_part.wave) / "to-council"; }
fs::path from_council(const ask::OpenedWave& wave, const ask::Installation& installation) { return installation.exchange() / ask::hex_of(wave.token_part.wave) / "from-council"; }

/// A signature that can be checked already must hold.
bool fits(const ask::OpenedWave& wave, const ask::Installation& installation, std::string_view file, std::string_view signature) {
  std::string name, bytes;
  if (file == "token_part.witness.sig") name = "TOKEN_PART", bytes = wave.token_part_json;
  else if (file == "question_part.witness.sig") name = "QUESTION_PART", bytes = read_file(from_council(wave, installation) / "question_part.json", most_upload).value_or("");
  else if (file == "request.witness.sig") name = "REQUEST", bytes = read_file(to_council(wave, installation) / "request.json", most_small).value_or("");
  else if (file == "final.witness.sig")
    name = "FINAL", bytes = seal::final_message(read_file(wave.folder / "head.json", most_small).value_or(""), read_file(wave.folder / "release.json", ask::most_manifest_bytes).value_or(""));
  if (name.empty()) return true;
  return std::ranges::any_of(installation.witness_keys, [&](const auto& key) { return seal::verify_file(key, name, wave.token_part.wave, bytes, signature); });
}

json one_wave(const ask::OpenedWave& wave, const ask::Installation& installation) {
  const auto step = step_of(wave, installation);
  json wanted = json::array(), offered = json::array();
  for (const auto& one : wanted_files)
    if (one.step == step) {
      const fs::path place = from_council(wave, installation) / one.file;
      // An old answer to an earlier request is none.
      const bool good = there(place) && fits(wave, installation, one.file, read_file(place, most_upload).value_or(""));
      wanted.push_back({{"file", one.file}, {"there", good}});
    }
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(to_council(wave, installation), error))
    if (std::error_code here; entry.is_regular_file(here) && !entry.is_symlink(here)) files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) offered.push_back({{"file", file.filename().string()}, {"bytes", fs::file_size(file, error)}});
  return {{"wave", ask::hex_of(wave.token_part.wave)}, {"title", wave.token_part.title}, {"kind", ask::depth_words[static_cast<std::size_t>(wave.token_part.depth)]}, {"state", state_word(wave.state)},
          {"step", step_words[static_cast<std::size_t>(step)]}, {"wanted", wanted}, {"offered", offered}, {"opens_desk", wave.token_part.opens_desk}};
}

}  // namespace

ExchangeStep step_of(const ask::OpenedWave& wave, const ask::Installation& installation) {
  if (!wave.token_part.council) return ExchangeStep::none;
  const fs::path to = to_council(wave, installation);
  switch (wave.state) {
    case ask::WaveState::drafted: return there(to / "token_part.server.sig") ? ExchangeStep::token_part : ExchangeStep::none;
    case ask::WaveState::desk_ready: return there(to / "question_draft.json") ? ExchangeStep::question_part : ExchangeStep::none;
    case ask::WaveState::published:
    case ask::WaveState::closed: return there(to / "request.server.sig") ? ExchangeStep::close : ExchangeStep::none;
    case ask::WaveState::released: return ExchangeStep::final;
    case ask::WaveState::witnessed: return ExchangeStep::none;
  }
  return ExchangeStep::none;
}

json exchange_of(const ask::WaveWatch::Waves& waves, const ask::Installation& installation) {
  json list = json::array();
  for (const auto& [id, wave] : waves)
    if (wave->token_part.council) list.push_back(one_wave(*wave, installation));
  std::sort(list.begin(), list.end(), [](const json& a, const json& b) {
    return std::pair(a["step"] == "none", b["opens_desk"].get<std::uint32_t>()) < std::pair(b["step"] == "none", a["opens_desk"].get<std::uint32_t>());
  });
  return list;
}

Upload look_at(const ask::OpenedWave& wave, const ask::Installation& installation, std::string_view file, std::string_view bytes) {
  const auto step = step_of(wave, installation);
  const auto wanted = std::ranges::find_if(wanted_files, [&](const Wanted& one) { return one.file == file && one.step == step; });
  if (wanted == std::end(wanted_files)) return Upload::not_expected;
  if (bytes.size() < wanted->least || bytes.size() > wanted->most) return Upload::wrong_size;
  if (file == "question_part.json" && !ask::read_question_part(bytes)) return Upload::wrong_signature;
  return fits(wave, installation, file, bytes) ? Upload::kept : Upload::wrong_signature;
}

Upload take(const ask::OpenedWave& wave, const ask::Installation& installation, std::string_view file, std::string_view bytes) {
  if (const auto looked = look_at(wave, installation, file, bytes); looked != Upload::kept) return looked;
  return write_atomically(from_council(wave, installation) / file, bytes) ? Upload::kept : Upload::not_kept;
}

}  // namespace karuna::show
