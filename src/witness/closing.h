// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "witness/council_folder.h"

namespace karuna::witness {

/// Looks at a request to open ballots: the server's signatures on request and counts, counts of the cells this council knows, tokens issued at most the
/// people eligible, and that no other pair of roots was signed for this wave.
///
/// Takes   in  exchange/<id>/to-council with request.json, request.server.sig, counts.json, counts.server.sig
Result<Examined> examine_request(const Council& council, const std::filesystem::path& in, const std::optional<seal::Digest>& server_key);

/// Notes the pair (blob roots, counts) as the only one of this wave, on the disk before anything is answered; signs the request; seals half, seed and board
/// nonce to the key of the process that asks. The same pair with a new key is answered again. Two at once take turns.
/// Fails  refused  it may not be signed: another pair was; it is not the pair that was looked at
Result<void> sign_request(const Council& council, const std::filesystem::path& in, const std::filesystem::path& out,
                          const std::optional<seal::Digest>& server_key, const std::optional<seal::Digest>& looked_at = {});

/// What ends a wave, read once: what is checked is what is signed, whoever writes to the folder meanwhile.
struct End {
  ask::WaveId wave{};
  std::string pair;            ///< ballots and counts the wave was closed over
  std::string head, release;   ///< the files, byte for byte
  /// SHA-256 of what the signature is over. karuna-verify is given it (--end) and finds it in the bundle that it checks, or says that it is another.
  seal::Digest digest() const;
};

/// Takes   bundle  the wave's public folder
/// Fails   not_found, invalid  files that are not there or cannot be read
Result<End> read_end(const std::filesystem::path& bundle);

/// Ends a wave: signs head and release hash together. The caller has run karuna-verify with the openings and this end, and it found nothing wrong.
///
/// Fails   refused  the request is not the pair this council signed; another end was signed before
Result<void> sign_final(const Council& council, const End& end, const std::filesystem::path& out);

/// After the end: half, seed and openings key of the wave are overwritten and removed.
Result<void> forget_secrets(const Council& council, const ask::WaveId& wave);

}  // namespace karuna::witness
