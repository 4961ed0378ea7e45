// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "base/result.h"
#include "seal/ed25519.h"
#include "seal/secret.h"

namespace karuna::seal {

/// An uncompressed point of NIST P-256: 0x04 || x || y.
using Point = std::array<std::uint8_t, 65>;

/// A half of the tally key, or a whole key of HPKE: a number from 1 to n-1, 32 bytes big-endian, in locked memory.
using Scalar = Secret<32>;

Result<Scalar> new_scalar();
/// Fails  invalid  zero, or not below the group order
Result<Point> public_point(const Scalar& secret);
/// Fails  invalid  not on the curve, infinity, not 0x04
Result<void> check_point(const Point& point);

/// pk = pk_s + pk_c and sk = sk_s + sk_c mod n.  Fails  refused  equal points, a sum that is zero or infinity
Result<Point> add_points(const Point& a, const Point& b);
Result<Scalar> add_scalars(const Scalar& a, const Scalar& b);

/// Diffie-Hellman: the x coordinate of secret times point.  Fails  invalid  a secret or a point that is none
Result<Secret<32>> agree(const Scalar& secret, const Point& other);

/// Proof that a side holds its half: ECDSA (SHA-256, r || s, 64 bytes) over "KARUNA-POP-v1" || role || wave_id || pk_s || pk_c, role 1 server, 2 council.
enum class Half : std::uint8_t { server = 1, council = 2 };
Result<Signature> prove_half(const Scalar& secret, Half role, const std::array<std::uint8_t, 16>& wave, const Point& pk_s, const Point& pk_c);
bool check_half(Half role, const std::array<std::uint8_t, 16>& wave, const Point& pk_s, const Point& pk_c, Bytes proof);

}  // namespace karuna::seal
