// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "seal/ed25519.h"

namespace karuna::seal {

/// Detached signatures on files: Ed25519 over "KARUNA-<NAME>-v1" || wave_id (16 bytes) || SHA-256(file).
/// NAME is TOKEN_PART, QUESTION_PART, REQUEST, COUNTS, HEAD, RELEASE or FINAL. A signature file holds these 64 bytes and nothing else.

using WaveId = std::array<std::uint8_t, 16>;

Signature sign_file(const SigningKey& key, std::string_view name, const WaveId& wave, std::string_view file);
bool verify_file(const Digest& public_key, std::string_view name, const WaveId& wave, std::string_view file, std::string_view signature);

/// FINAL has head.json || SHA-256(release.json) in the place of the file.
std::string final_message(std::string_view head_json, std::string_view release_json);

}  // namespace karuna::seal
