// SPDX-License-Identifier: Apache-2.0
#include "witness/closing.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/wave/counts.h"
#include "ask/wave/json_fields.h"
#include "ask/wave/manifest_words.h"
#include "base/files.h"
#include "base/text.h"
#include "seal/canonical_json.h"

namespace karuna::witness {

namespace {

namespace fs = std::filesystem;

bool there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

struct Request {
  std::string json, counts_json;
  ask::WaveId wave{};
  seal::Digest blob_root{}, counts_sha256{};
  seal::Point ephemeral{};

  /// What is signed once: the roots and the counts, without the key of the process that asks.
  std::string pair() const { return seal::to_hex(blob_root) + " " + seal::to_hex(counts_sha256) + "\n"; }
};

Result<Request> read_request(const fs::path& folder) {
  Request request;
  KARUNA_TRY(text, read_file(folder / "request.json", 65536));
  KARUNA_TRY(counts, read_file(folder / "counts.json", ask::most_manifest_bytes));
  KARUNA_TRY(value, seal::read_canonical_file("request.json", text));
  ask::JsonFields fields(value, "request.json");
  fields.bytes_into("wave_id", request.wave);
  fields.bytes_into("counts_sha256", request.counts_sha256);
  fields.bytes_into("ephemeral_pk", request.ephemeral);
  ask::JsonFields roots(fields.object("blob_roots"), "request.json, blob_roots");
  if (fields.good()) {
    roots.bytes_into("1", request.blob_root);
    if (auto done = roots.finish(); !done) fields.fails(done.error());
  }
  KARUNA_CHECK(fields.finish());
  KARUNA_CHECK(seal::check_point(request.ephemeral));
  request.json = text;
  request.counts_json = counts;
  return request;
}

Result<SignedWave> wave_of(const Council& council, const ask::WaveId& id) {
  KARUNA_TRY(waves, signed_waves(council));
  for (auto& wave : waves)
    if (wave.token_part.wave == id && wave.question_part) return std::move(wave);
  return fail(Fault::refused, "this council never signed the manifest of the wave " + ask::hex_of(id));
}

/// Overwrites a small secret in place before it is removed. On file systems that write elsewhere this is all a program can do.
Result<void> shred(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) return {};
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(Fault::unwritable, file.string() + " cannot be destroyed; check who owns it");
  const std::string zeros(static_cast<std::size_t>(size), '\0');
  const bool good = ::write(descriptor, zeros.data(), zeros.size()) == static_cast<ssize_t>(zeros.size()) && fsync(descriptor) == 0;
  ::close(descriptor);
  fs::remove(file, error);
  if (!good || error) return fail(Fault::unwritable, file.string() + " could not be destroyed");
  return {};
}

/// Of files that were read once: what is examined is what is signed, whoever writes to the folder meanwhile.
Result<Examined> examine(const Council& council, const Request& request, const fs::path& in, const std::optional<seal::Digest>& server_key) {
  KARUNA_TRY(wave, wave_of(council, request.wave));
  Examined seen;
  seen.wave = request.wave;
  seen.looked_at = seal::sha256(request.pair());
  seen.title = wave.token_part.title;
  if (server_key) {
    KARUNA_TRY(request_signature, read_file(in / "request.server.sig", 4096));
    KARUNA_TRY(counts_signature, read_file(in / "counts.server.sig", 4096));
    const bool request_good = seal::verify_file(*server_key, "REQUEST", request.wave, request.json, request_signature);
    const bool counts_good = seal::verify_file(*server_key, "COUNTS", request.wave, request.counts_json, counts_signature);
    seen.add("the server's signatures",
             request_good && counts_good ? "hold"
             : request_good              ? "that on the counts does not hold"
                                         : "that on the request does not hold",
             request_good && counts_good);
  } else {
    seen.add("the server's signatures", "not checked, for the server's key was not given (--server-key)");
  }
  const bool same_counts = seal::sha256(request.counts_json) == request.counts_sha256;
  seen.add("the counts", same_counts ? "are those the request names" : "are not those the request names", same_counts);
  if (auto counts = ask::read_counts(request.counts_json, wave.cells); !counts) {
    seen.add("tokens by cell", counts.error().what, false);
  } else {
    std::uint64_t issued = 0;
    std::string over;
    for (std::size_t c = 0; c < counts->size(); ++c) {
      issued += (*counts)[c].issued;
      if ((*counts)[c].issued > wave.cells[c].record.eligible) over = wave.cells[c].record.label;
    }
    seen.add("tokens by cell", over.empty() ? counted(issued, "token") + ", nowhere more than people" : over + " has more tokens than people", over.empty());
  }
  const fs::path signed_roots = council.wave(request.wave) / "signed.roots";
  if (there(signed_roots)) {
    KARUNA_TRY(before, read_file(signed_roots, 4096));
    const bool same = before == request.pair();
    seen.add("one set of ballots",
             same ? "the same set as was signed before" : "another set of ballots or counts was signed for this wave already, and only one ever is", same);
  } else {
    seen.add("one set of ballots", "the first for this wave; no other will be signed");
  }
  return seen;
}

}  // namespace

Result<Examined> examine_request(const Council& council, const fs::path& in, const std::optional<seal::Digest>& server_key) {
  KARUNA_TRY(request, read_request(in));
  return examine(council, request, in, server_key);
}

Result<void> sign_request(const Council& council, const fs::path& in, const fs::path& out, const std::optional<seal::Digest>& server_key,
                          const std::optional<seal::Digest>& looked_at) {
  KARUNA_TRY(lock, one_at_a_time(council));
  KARUNA_TRY(request, read_request(in));
  KARUNA_TRY(seen, examine(council, request, in, server_key));
  KARUNA_CHECK(same_as_looked_at(seen, looked_at));
  if (!seen.refusal.empty()) return fail(Fault::refused, "not signed. " + seen.refusal);
  const fs::path kept = council.wave(request.wave);
  if (!there(kept / "signed.roots")) {
    KARUNA_CHECK(write_atomically(kept / "counts.json", request.counts_json, FileMode::owner_only));
    KARUNA_CHECK(write_atomically(kept / "signed.roots", request.pair(), FileMode::owner_only));
  }
  KARUNA_TRY(half, read_half(council, request.wave));
  std::vector<std::uint8_t> plain;
  for (const auto part : {half.half.bytes(), half.seed.bytes(), half.board_nonce.bytes()}) plain.insert(plain.end(), part.begin(), part.end());
  std::string info = "KARUNA-HALF-v1";
  info.append(request.wave.begin(), request.wave.end());
  const auto aad = seal::sha256(request.json);
  auto sealed = seal::hpke_seal(request.ephemeral, seal::bytes_of(info), aad, plain);
  seal::wipe(plain);
  if (!sealed) return std::unexpected(sealed.error());
  std::string bytes(sealed->enc.begin(), sealed->enc.end());
  bytes.append(sealed->ct.begin(), sealed->ct.end());
  // The signature last: close waits for both, and takes them once both fit its request.
  KARUNA_CHECK(write_atomically(out / "half.sealed", bytes));
  return write_atomically(out / "request.witness.sig", seal::text_of(seal::sign_file(council.key, "REQUEST", request.wave, request.json)));
}

seal::Digest End::digest() const {
  const std::string file = seal::final_message(head, release);
  return seal::Sha256().add("KARUNA-FINAL-v1").add(wave).add(seal::sha256(file)).finish();
}

Result<End> read_end(const fs::path& bundle) {
  KARUNA_TRY(request, read_request(bundle));
  KARUNA_TRY(head, read_file(bundle / "head.json"));
  KARUNA_TRY(release, read_file(bundle / "release.json", ask::most_manifest_bytes));
  return End{request.wave, request.pair(), std::move(head), std::move(release)};
}

Result<void> sign_final(const Council& council, const End& end, const fs::path& out) {
  KARUNA_TRY(lock, one_at_a_time(council));
  const fs::path kept = council.wave(end.wave);
  if (!there(kept / "signed.roots")) return fail(Fault::refused, "not signed. This council signed no ballots of the wave " + ask::hex_of(end.wave));
  KARUNA_TRY(signed_pair, read_file(kept / "signed.roots", 4096));
  if (signed_pair != end.pair) return fail(Fault::refused, "not signed. The bundle was closed over another set of ballots than this council signed");
  const std::string message = seal::final_message(end.head, end.release), noted = seal::to_hex(seal::sha256(message)) + "\n";
  if (there(kept / "final.sha256")) {
    KARUNA_TRY(before, read_file(kept / "final.sha256", 4096));
    if (before != noted) return fail(Fault::refused, "not signed. This council signed another end of this wave already; there is one for each wave");
  }
  KARUNA_CHECK(write_atomically(kept / "final.sha256", noted, FileMode::owner_only));
  return write_atomically(out / "final.witness.sig", seal::text_of(seal::sign_file(council.key, "FINAL", end.wave, message)));
}

Result<void> forget_secrets(const Council& council, const ask::WaveId& wave) {
  for (const char* name : {"half.secret", "openings.key"}) KARUNA_CHECK(shred(council.wave(wave) / name));
  return {};
}

}  // namespace karuna::witness
