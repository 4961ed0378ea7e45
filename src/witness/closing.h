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
/// nonce to the key of the process that asks. The same pair with a new key is answered again.
/// Fails  refused  it may not be signed: another pair was; it is not the pair that was looked at
Result<void> sign_request(const Council& council, const std::filesystem::path& in, const std::filesystem::path& out,
                          const std::optional<seal::Digest>& server_key, const std::optional<seal::Digest>& looked_at = {});

/// Ends a wave: signs head and release hash together. The caller has run karuna-verify on `bundle` with the openings and it found nothing wrong.
///
/// Fails   refused  the bundle's request is not the pair this council signed
Result<void> sign_final(const Council& council, const ask::WaveId& wave, const std::filesystem::path& bundle, const std::filesystem::path& out);

/// After the end: half, seed and openings key of the wave are overwritten and removed.
Result<void> forget_secrets(const Council& council, const ask::WaveId& wave);

}  // namespace karuna::witness
