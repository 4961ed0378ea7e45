// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::seal {

using Signature = std::array<std::uint8_t, 64>;

struct SigningKey {
  Digest seed{};          ///< secret
  Digest public_key{};
};

/// Ed25519 as libsodium does it: S < L, A canonical, A and R not of small order, no cofactor. Source  RFC 8032
SigningKey signing_key(const Digest& seed);
Result<SigningKey> new_signing_key();
Signature sign(const SigningKey& key, Bytes message);
bool verify(const Digest& public_key, Bytes message, Bytes signature);

}  // namespace karuna::seal
