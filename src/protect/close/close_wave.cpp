// SPDX-License-Identifier: Apache-2.0
#include "protect/close/close_wave.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "ask/wave/closing_secret.h"
#include "ask/wave/counts.h"
#include "ask/wave/wave_folder.h"
#include "base/file_descriptor.h"
#include "base/files.h"
#include "protect/close/closing_keys.h"
#include "protect/close/compute_close.h"
#include "protect/close/publish_files.h"
#include "protect/close/request.h"
#include "seal/file_signature.h"
#include "seal/hpke.h"

namespace karuna::protect {

namespace {

namespace fs = std::filesystem;

/// The folders and keys of one close.
struct Place {
  const ask::Installation& installation;
  ask::OpenedWave wave;
  std::string hex;

  fs::path blobs() const { return installation.ballots() / (hex + ".blobs"); }
  fs::path secret() const { return installation.closing() / (hex + ".secret"); }
  fs::path to_council() const { return installation.exchange() / hex / "to-council"; }
  fs::path from_council() const { return installation.exchange() / hex / "from-council"; }
};

Result<void> ready_to_close(const Place& place, bool handed_over) {
  if (place.wave.state < ask::WaveState::published || !place.wave.question_part)
    return fail(Fault::refused, "this wave was never published, so there is nothing to close; `karuna wave status` says where it stands");
  std::error_code error;
  if (!place.wave.stopped || (!handed_over && !fs::exists(place.blobs(), error)))
    return fail(Fault::not_found, "the ballots of this wave are not stopped; `karuna wave close " + place.hex + "` does that first, then closes");
  return {};
}

struct SignedCounts {
  std::string json, signature;
};

Result<SignedCounts> read_signed_counts(const Place& place) {
  const fs::path file = place.wave.folder / "counts.json";
  auto json = read_file(file, 1ULL << 30);
  auto signature = read_file(place.wave.folder / "counts.server.sig", 4096);
  if (!json || !signature)
    return fail(Fault::not_found, "the desk has not told its counts; `karuna wave close " + place.hex + "` asks for them first, then closes");
  if (!seal::verify_file(place.installation.server_key, "COUNTS", place.wave.token_part.wave, *json, *signature))
    return fail(Fault::invalid, file.string() + " is not what the server signed; it was changed");
  KARUNA_TRY(counts, ask::read_counts(*json, place.wave.cells));
  for (std::size_t c = 0; c < counts.size(); ++c)
    if (counts[c].issued > place.wave.cells[c].record.eligible)
      return fail(Fault::refused, "counts.json says that " + std::to_string(counts[c].issued) + " tokens were issued in cell " +
                                      std::to_string(counts[c].cell) + ", where " + std::to_string(place.wave.cells[c].record.eligible) +
                                      " people are eligible");
  return SignedCounts{*std::move(json), *std::move(signature)};
}

/// A rehearsal may run where memory cannot be locked; whoever runs it is told.
Result<void> lock_memory(const Place& place, const CloseOptions& options) {
  auto locked = seal::guard_this_process(options.lock);
  if (locked || !place.wave.token_part.trial || options.lock != seal::MemoryLock::required) return locked;
  if (options.say) options.say("This is a trial, so it goes on, but opened ballots may reach the swap: " + locked.error().what + ".");
  return seal::guard_this_process(seal::MemoryLock::as_far_as_allowed);
}

/// Whether a request stands in the public folder. It must be for the same ballots and counts: a second pair is never opened.
Result<bool> requested_before(const Place& place, const Request& now) {
  const fs::path file = place.wave.folder / "request.json";
  std::error_code error;
  if (!fs::exists(file, error)) return false;
  KARUNA_TRY(json, read_file(file));
  KARUNA_TRY(before, read_request(json));
  KARUNA_TRY(server, read_file(place.wave.folder / "request.server.sig", 4096));
  if (!seal::verify_file(place.installation.server_key, "REQUEST", now.wave, json, server))
    return fail(Fault::invalid, file.string() + " is not what the server signed; it was changed");
  if (before.wave != now.wave || before.blob_root != now.blob_root || before.counts_sha256 != now.counts_sha256)
    return fail(Fault::refused,
                "this wave was to be closed before with other ballots or other counts. A wave is closed once, over one set of ballots: restore ballots/" +
                    place.hex + ".blobs and counts.json as they were then");
  return true;
}

/// Its signatures first, so that request.json is never there without them.
Result<void> publish_request(const Place& place, const std::string& json, const std::string& server, const std::string& witness) {
  KARUNA_CHECK(write_atomically(place.wave.folder / "request.server.sig", server));
  if (!witness.empty()) KARUNA_CHECK(write_atomically(place.wave.folder / "request.witness.sig", witness));
  return write_atomically(place.wave.folder / "request.json", json);
}

Result<ask::ClosingHalf> other_half(const Place& place, Request request, const seal::SigningKey& server_key, const SignedCounts& counts,
                                    const std::optional<ask::ClosingHalf>& own, const CloseOptions& options, Progress& progress) {
  KARUNA_TRY(before, requested_before(place, request));
  if (place.wave.token_part.council) {
    KARUNA_TRY(answer, ask_the_council(request, server_key, place.installation.signers(), counts.json, counts.signature,
                                       {place.to_council(), place.from_council(), options.wait_seconds, options.say}, progress));
    if (!before) KARUNA_CHECK(publish_request(place, answer.request_json, answer.server_signature, answer.witness_signature));
    return answer.half;
  }
  if (!own) return fail(Fault::invalid, place.secret().string() + " lacks the other half, and this wave has no council that holds it");
  if (!before) {
    KARUNA_TRY(ephemeral, seal::new_scalar());  // nobody will use it; the file has the same form with a council and without
    KARUNA_TRY(point, seal::public_point(ephemeral));
    request.ephemeral_pk = point;
    const std::string json = write_request(request);
    KARUNA_CHECK(publish_request(place, json, std::string(seal::text_of(seal::sign_file(server_key, "REQUEST", request.wave, json))), ""));
  }
  return *own;
}

Result<void> seal_openings(const Place& place, const std::vector<std::uint8_t>& openings) {
  const auto& recipient = place.wave.question_part->w_pk;
  if (!recipient) return fail(Fault::refused, "the question part has no key for the openings (w_pk), which a wave with a council needs");
  std::string info = "KARUNA-OPEN-v1";
  info.append(seal::text_of(place.wave.token_part.wave));
  KARUNA_TRY(sealed, seal::hpke_seal(*recipient, seal::bytes_of(info), {}, openings));
  std::string bytes(seal::text_of(sealed.enc));
  bytes.append(seal::text_of(sealed.ct));
  return write_atomically(place.to_council() / "openings.sealed", bytes);
}

}  // namespace

Result<CloseResult> close_wave(const ask::Installation& installation, const ask::WaveId& wave_id, const CloseOptions& options, Progress& progress) {
  Place place{installation, {}, ask::hex_of(wave_id)};
  KARUNA_TRY(wave, ask::open_wave(installation.waves() / place.hex, installation.signers()));
  place.wave = std::move(wave);
  const bool council = place.wave.token_part.council;
  CloseResult result;
  if (place.wave.state >= ask::WaveState::released) {
    if (!council) KARUNA_CHECK(destroy_file(place.secret()));
    result.released_before = true;
    return result;
  }
  KARUNA_CHECK(ready_to_close(place, options.blobs_descriptor >= 0));
  KARUNA_TRY(counts, read_signed_counts(place));
  seal::SigningKey server_key;
  if (options.server_key) {
    server_key = *options.server_key;
  } else {
    KARUNA_TRY(from_file, ask::read_key_file(installation.server_key_file()));
    server_key = from_file;
  }
  if (server_key.public_key != installation.server_key)
    return fail(Fault::invalid, installation.server_key_file().string() + " is not the key that karuna.toml names");
  KARUNA_CHECK(lock_memory(place, options));
  KARUNA_TRY(secret, ask::read_closing_secret(place.secret(), wave_id));
  KARUNA_TRY(sealed, options.blobs_descriptor >= 0 ? SealedBallots::open(options.blobs_descriptor, place.blobs().string(), options.threads)
                                                   : SealedBallots::open(place.blobs(), options.threads));

  const Request request{wave_id, sealed.root(ask::class_ballot), seal::sha256(counts.json), {}};
  KARUNA_TRY(other, other_half(place, request, server_key, counts, secret.other, options, progress));
  KARUNA_TRY(keys, closing_keys(*place.wave.question_part, place.wave.token_part.cells_count, secret.server, other));
  KARUNA_TRY(closed, compute_close({place.wave.token_part, *place.wave.question_part, place.wave.question_part_json, place.wave.cells, sealed, keys, server_key,
                                    options.threads},
                                   progress));
  KARUNA_CHECK(progress.check());
  if (council) KARUNA_CHECK(seal_openings(place, closed.openings));
  KARUNA_CHECK(publish_files(place.wave.folder, closed.files));
  if (!council) KARUNA_CHECK(destroy_file(place.secret()));
  return CloseResult{false, closed.received, closed.board, closed.counted, closed.withdrawn, closed.superseded, closed.dropped};
}

Result<void> destroy_file(const fs::path& file) {
  FileDescriptor opened(::open(file.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  if (opened.get() < 0) return errno == ENOENT ? Result<void>() : cannot_write(file, errno);
  struct stat about{};
  if (fstat(opened.get(), &about) != 0) return cannot_write(file, errno);
  const std::string zeros(1U << 16, '\0');
  for (auto left = static_cast<std::uint64_t>(about.st_size); left > 0;) {
    const std::size_t now = std::min<std::uint64_t>(left, zeros.size());
    if (const int code = write_all(opened.get(), std::string_view(zeros).substr(0, now)); code != 0) return cannot_write(file, code);
    left -= now;
  }
  if (fsync(opened.get()) != 0 || ::unlink(file.c_str()) != 0) return cannot_write(file, errno);
  static_cast<void>(sync_folder(file.parent_path()));
  return {};
}

}  // namespace karuna::protect
