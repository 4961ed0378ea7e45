// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "seal/p256.h"

namespace karuna::seal {

/// RFC 9180 in base mode, one message a context: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (AES-128-GCM for the RFC's vectors).
enum class Aead { aes_128_gcm, aes_256_gcm };

struct Sealed {
  Point enc{};
  std::vector<std::uint8_t> ct;   ///< plaintext and 16 bytes more
};

/// Fails  invalid  a recipient that is no point
Result<Sealed> hpke_seal(const Point& recipient, Bytes info, Bytes aad, Bytes plaintext, Aead aead = Aead::aes_256_gcm);
/// The same with the ephemeral key given: for the vectors alone.
Result<Sealed> hpke_seal_with(const Scalar& ephemeral, const Point& recipient, Bytes info, Bytes aad, Bytes plaintext, Aead aead);
/// Fails  invalid  enc is no point, ct too short, or the tag does not hold
Result<std::vector<std::uint8_t>> hpke_open(const Scalar& secret, const Point& enc, Bytes info, Bytes aad, Bytes ct, Aead aead = Aead::aes_256_gcm);

}  // namespace karuna::seal
