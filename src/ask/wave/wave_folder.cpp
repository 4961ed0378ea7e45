// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/wave_folder.h"

#include <algorithm>
#include <chrono>

#include "ask/wave/manifest_words.h"
#include "base/files.h"

namespace karuna::ask {

namespace {

namespace fs = std::filesystem;

bool there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

std::unexpected<Error> changed(const fs::path& file, std::string_view why) {
  return fail(Fault::invalid, file.string() + " " + std::string(why) + "; a file of a wave is never changed after it was signed");
}

/// A signature that is there must hold; whether it is there says where the wave stands.
Result<bool> signed_by_server(const fs::path& folder, std::string_view file, std::string_view name, const WaveId& wave, std::string_view bytes,
                              const SignedBy& keys) {
  const fs::path place = folder / (std::string(file) + ".server.sig");
  if (!there(place)) return false;
  KARUNA_TRY(signature, read_file(place, 4096));
  if (!seal::verify_file(keys.server_key, name, wave, bytes, signature))
    return changed(folder / (std::string(file) + ".json"), "does not fit the server's signature");
  return true;
}

Result<bool> signed_by_witness(const fs::path& folder, std::string_view file, std::string_view name, const WaveId& wave, std::string_view bytes,
                               const SignedBy& keys) {
  const fs::path place = folder / (std::string(file) + ".witness.sig");
  if (!there(place)) return false;
  KARUNA_TRY(signature, read_file(place, 4096));
  for (const auto& key : keys.witness_keys)
    if (seal::verify_file(key, name, wave, bytes, signature)) return true;
  return changed(folder / (std::string(file) + ".json"), "does not fit the signature of a witness of this installation");
}

/// By both, or by the server alone where the wave has no council.
Result<bool> signed_by_all(const OpenedWave& wave, std::string_view file, std::string_view name, std::string_view bytes, const SignedBy& keys) {
  KARUNA_TRY(server, signed_by_server(wave.folder, file, name, wave.token_part.wave, bytes, keys));
  if (!server || !wave.token_part.council) return server;
  return signed_by_witness(wave.folder, file, name, wave.token_part.wave, bytes, keys);
}

bool within(std::int64_t hour, std::uint32_t from, std::uint32_t to) { return hour >= from && hour < to; }

}  // namespace

bool OpenedWave::desk_is_open(std::int64_t hour) const {
  if (state < WaveState::desk_ready || state >= WaveState::closed || stopped) return false;
  if (token_part.trial) return desk_opened;
  const std::uint32_t end = token_part.late_desk ? token_part.closes_ballots : token_part.closes_desk;
  return within(hour, token_part.opens_desk, end);
}

bool OpenedWave::card_desk_is_open(std::int64_t hour) const {
  if (state < WaveState::desk_ready || state >= WaveState::closed || stopped) return false;
  return token_part.trial ? desk_opened || ballots_opened : within(hour, token_part.opens_desk, token_part.closes_ballots);
}
bool OpenedWave::desk_has_opened(std::int64_t hour) const {
  if (state < WaveState::desk_ready) return false;
  return state >= WaveState::closed || stopped || (token_part.trial ? desk_opened : hour >= std::int64_t{token_part.opens_desk});
}
bool OpenedWave::ballots_are_open(std::int64_t hour) const {
  if (state != WaveState::published || stopped) return false;
  return token_part.trial ? ballots_opened : within(hour, token_part.opens_ballots, token_part.closes_ballots);
}

Result<OpenedWave> open_wave(const fs::path& folder, const SignedBy& keys) {
  OpenedWave wave;
  wave.folder = folder;
  KARUNA_TRY(token_json, read_file(folder / "token_part.json"));
  KARUNA_TRY(token, read_token_part(token_json));
  wave.token_part_json = token_json;
  wave.token_part = token;
  if (folder.filename() != hex_of(token.wave)) return changed(folder / "token_part.json", "belongs to another wave than its folder is named after");
  if (!token.council && !keys.witness_keys.empty()) return changed(folder / "token_part.json", "says there is no council, and this installation has one");
  KARUNA_TRY(cells_json, read_file(folder / "cells.json", most_manifest_bytes));
  KARUNA_TRY(cells, read_cells(cells_json));
  KARUNA_TRY(tree, cells_tree(cells));
  if (tree.root() != token.cells_root) return changed(folder / "cells.json", "does not fit the root in token_part.json");
  wave.cells = std::move(cells);
  wave.cells_tree = std::make_shared<const seal::MerkleTree>(std::move(tree));
  wave.desk_opened = there(folder / "desk.open");
  wave.ballots_opened = there(folder / "ballots.open");
  wave.stopped = there(folder / "ballots.stop");

  KARUNA_TRY(token_signed, signed_by_all(wave, "token_part", "TOKEN_PART", wave.token_part_json, keys));
  if (!token_signed) return wave;
  wave.state = WaveState::desk_ready;
  if (!there(folder / "question_part.json")) return wave;
  KARUNA_TRY(question_json, read_file(folder / "question_part.json"));
  KARUNA_TRY(question, read_question_part(question_json));
  if (question.wave != token.wave || question.token_part_sha256 != seal::sha256(wave.token_part_json))
    return changed(folder / "question_part.json", "belongs to another token part");
  wave.question_part_json = question_json;
  KARUNA_TRY(question_signed, signed_by_all(wave, "question_part", "QUESTION_PART", wave.question_part_json, keys));
  if (!question_signed || !question.tally_pk) return wave;
  wave.question_part = std::move(question);
  wave.state = WaveState::published;
  if (there(folder / "request.json")) wave.state = WaveState::closed;
  if (!there(folder / "release.json") || !there(folder / "head.json")) return wave;
  KARUNA_TRY(head, read_file(folder / "head.json"));
  KARUNA_TRY(release, read_file(folder / "release.json", most_manifest_bytes));
  KARUNA_TRY(head_signed, signed_by_server(folder, "head", "HEAD", token.wave, head, keys));
  KARUNA_TRY(release_signed, signed_by_server(folder, "release", "RELEASE", token.wave, release, keys));
  if (!head_signed || !release_signed) return wave;
  wave.state = WaveState::released;
  KARUNA_TRY(final_signed, signed_by_witness(folder, "final", "FINAL", token.wave, seal::final_message(head, release), keys));
  if (final_signed) wave.state = WaveState::witnessed;
  return wave;
}

std::vector<std::pair<std::string, Result<OpenedWave>>> open_waves(const fs::path& waves, const SignedBy& keys) {
  std::vector<std::pair<std::string, Result<OpenedWave>>> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(waves, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(error) && wave_id_from_hex(name)) found.emplace_back(name, open_wave(entry.path(), keys));
  }
  const auto opens = [](const auto& wave) { return wave.second ? wave.second->token_part.opens_desk : 0U; };
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return std::pair(opens(b), a.first) < std::pair(opens(a), b.first); });
  return found;
}

std::int64_t this_hour() { return std::chrono::duration_cast<std::chrono::hours>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace karuna::ask
