// SPDX-License-Identifier: Apache-2.0
#include "witness/council_folder.h"

#include <sys/stat.h>

#include <algorithm>

#include "ask/wave/installation.h"
#include "ask/wave/manifest_words.h"
#include "base/files.h"

namespace karuna::witness {

namespace fs = std::filesystem;

void Examined::add(std::string what, std::string found, bool good) {
  if (!good && refusal.empty()) refusal = what + ": " + found;
  checks.push_back({std::move(what), std::move(found), good});
}

Result<void> same_as_looked_at(const Examined& now, const std::optional<seal::Digest>& looked_at) {
  if (!looked_at || *looked_at == now.looked_at) return {};
  return fail(Fault::refused, "not signed. The files were changed after they were shown here; run the same command again and look at them anew");
}

Result<void> make_private_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || chmod(folder.c_str(), 0700) != 0)
    return fail(Fault::unwritable, "the folder " + folder.string() + " cannot be made; check who owns the folder above it");
  return {};
}

Result<FolderLock> one_at_a_time(const Council& council) { return FolderLock::wait(council.folder / "council.lock"); }

Result<Council> make_council(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder / "witness.key", error))
    return fail(Fault::refused,
                folder.string() + " holds a council's key already; a new one would make the old signatures worthless, so choose another folder");
  KARUNA_CHECK(make_private_folder(folder));
  KARUNA_CHECK(make_private_folder(folder / "waves"));
  KARUNA_TRY(key, seal::new_signing_key());
  KARUNA_CHECK(write_atomically(folder / "witness.key", seal::text_of(key.seed), FileMode::owner_only));
  return Council{folder, key};
}

Result<Council> open_council(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "witness.key", error))
    return fail(Fault::not_found, folder.string() + " is no folder of a council; `karuna witness init " + folder.string() + "` makes one");
  KARUNA_TRY(key, ask::read_key_file(folder / "witness.key"));
  return Council{folder, key};
}

Result<std::vector<SignedWave>> signed_waves(const Council& council) {
  std::vector<SignedWave> waves;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(council.folder / "waves", error)) {
    if (!fs::exists(entry.path() / "token_part.json", error)) continue;
    SignedWave wave;
    KARUNA_TRY(token_json, read_file(entry.path() / "token_part.json"));
    KARUNA_TRY(token, ask::read_token_part(token_json));
    KARUNA_TRY(cells_json, read_file(entry.path() / "cells.json", ask::most_manifest_bytes));
    KARUNA_TRY(cells, ask::read_cells(cells_json));
    wave.token_part = std::move(token);
    wave.token_part_json = std::move(token_json);
    wave.cells = std::move(cells);
    if (fs::exists(entry.path() / "question_part.json", error)) {
      KARUNA_TRY(question_json, read_file(entry.path() / "question_part.json"));
      KARUNA_TRY(question, ask::read_question_part(question_json));
      wave.question_part = std::move(question);
    }
    waves.push_back(std::move(wave));
  }
  std::sort(waves.begin(), waves.end(), [](const SignedWave& a, const SignedWave& b) { return a.token_part.wave < b.token_part.wave; });
  return waves;
}

Result<ask::ClosingHalf> read_half(const Council& council, const ask::WaveId& wave) {
  KARUNA_TRY(secret, ask::read_closing_secret(council.wave(wave) / "half.secret", wave));
  return secret.server;
}

Result<seal::Scalar> read_openings_key(const Council& council, const ask::WaveId& wave) {
  KARUNA_TRY(key, ask::read_key_file(council.wave(wave) / "openings.key"));
  return seal::Scalar(key.seed);
}

}  // namespace karuna::witness
