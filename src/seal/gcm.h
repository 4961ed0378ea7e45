// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::seal {

/// AES-GCM with a nonce of 12 bytes that is never used twice under a key: what wrap() and HPKE stand on.
///
/// Takes   key  16 or 32 bytes: AES-128 or AES-256
/// Gives   ciphertext and a tag of 16 bytes
/// Fails   invalid  another length of key or nonce; (open) less than 16 bytes, a tag that does not hold
/// Source  NIST SP 800-38D, by OpenSSL
Result<std::vector<std::uint8_t>> gcm_seal(Bytes key, Bytes nonce, Bytes associated, Bytes plaintext);
Result<std::vector<std::uint8_t>> gcm_open(Bytes key, Bytes nonce, Bytes associated, Bytes ciphertext);

}  // namespace karuna::seal
