// SPDX-License-Identifier: Apache-2.0
#include "protect/released/read_release.h"

#include <algorithm>

#include "base/files.h"
#include "seal/file_signature.h"
#include "seal/hash.h"

namespace karuna::protect {

namespace {

constexpr std::uint64_t most_bytes = 2ULL << 30;

Result<std::string> signed_file(const std::filesystem::path& folder, const std::string& name, std::string_view context, const seal::Digest& key,
                                const seal::WaveId& wave) {
  KARUNA_TRY(bytes, read_file(folder / (name + ".json"), most_bytes));
  KARUNA_TRY(signature, read_file(folder / (name + ".server.sig"), 4096));
  if (!seal::verify_file(key, context, wave, bytes, signature))
    return fail(Fault::invalid, (folder / (name + ".json")).string() + " is not what the server signed: it was changed, or another server made it");
  return bytes;
}

Result<void> check_hash(const std::filesystem::path& file, const seal::Digest& named, std::string_view by) {
  KARUNA_TRY(bytes, read_file(file, most_bytes));
  if (seal::sha256(bytes) == named) return {};
  return fail(Fault::invalid, file.string() + " is not the file that " + std::string(by) + " names by its hash; it was changed after the close");
}

}  // namespace

Result<ReleasedWave> read_release(const std::filesystem::path& folder, const ask::SignedBy& keys) {
  KARUNA_TRY(wave, ask::open_wave(folder, keys));
  if (wave.state < ask::WaveState::released)
    return fail(Fault::not_found, folder.string() + " holds no release: this wave has not been closed. `karuna wave close` makes one");
  if (!wave.question_part) return fail(Fault::invalid, folder.string() + " holds a release and no question part; a file is missing");
  ReleasedWave read;
  const ask::WaveId id = wave.token_part.wave;
  KARUNA_TRY(head_json, signed_file(folder, "head", "HEAD", keys.server_key, id));
  KARUNA_TRY(release_json, signed_file(folder, "release", "RELEASE", keys.server_key, id));
  KARUNA_TRY(head, read_head(head_json));
  KARUNA_TRY(release, read_release_file(release_json));
  if (release.head_sha256 != seal::sha256(head_json)) return fail(Fault::invalid, (folder / "release.json").string() + " belongs to another head.json");
  if (release.question_part_sha256 != seal::sha256(wave.question_part_json))
    return fail(Fault::invalid, (folder / "release.json").string() + " belongs to another question_part.json");
  KARUNA_CHECK(check_hash(folder / "comments.json", release.comments_sha256, "release.json"));
  KARUNA_CHECK(check_hash(folder / "dropped.json", head.dropped_sha256, "head.json"));
  if (const auto signature = read_file(folder / "final.witness.sig", 4096)) {
    const std::string message = seal::final_message(head_json, release_json);
    read.final_signature = std::any_of(keys.witness_keys.begin(), keys.witness_keys.end(),
                                       [&](const seal::Digest& key) { return seal::verify_file(key, "FINAL", id, message, *signature); });
    if (!read.final_signature)
      return fail(Fault::invalid, (folder / "final.witness.sig").string() + " is not the signature of a witness of this installation on this head and release");
  }
  read.release_sha256 = seal::to_hex(seal::sha256(release_json));
  read.wave = std::move(wave);
  read.head = head;
  read.release = std::move(release);
  return read;
}

Result<std::vector<ReleasedWave>> read_releases(const std::filesystem::path& waves, const ask::SignedBy& keys) {
  std::vector<ReleasedWave> read;
  for (auto& [name, wave] : ask::open_waves(waves, keys)) {
    if (!wave) return std::unexpected(wave.error());
    if (wave->state < ask::WaveState::released) continue;
    KARUNA_TRY(one, read_release(wave->folder, keys));
    read.push_back(std::move(one));
  }
  if (read.empty()) return fail(Fault::not_found, waves.string() + " holds no wave that was released");
  std::sort(read.begin(), read.end(), [](const ReleasedWave& a, const ReleasedWave& b) {
    return std::pair(a.wave.token_part.opens_ballots, a.wave.token_part.wave) < std::pair(b.wave.token_part.opens_ballots, b.wave.token_part.wave);
  });
  return read;
}

}  // namespace karuna::protect
