// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::seal {

/// 32 bytes: a SHA-256 value, a key, a seed.
using Digest = std::array<std::uint8_t, 32>;
using Bytes = std::span<const std::uint8_t>;

/// The same bytes, seen as text or as octets.
Bytes bytes_of(std::string_view text);
std::string_view text_of(Bytes bytes);

/// SHA-256 in pieces.
///
/// Gives   finish() the value of everything added since the start; the object then begins anew.
/// Cost    O(bytes); a short message costs about a quarter of a microsecond, without allocation
/// Source  FIPS 180-4, by OpenSSL
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256& add(Bytes bytes);
  Sha256& add(std::string_view text) { return add(bytes_of(text)); }
  Sha256& add_u32(std::uint32_t value);            ///< big-endian
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(Bytes bytes);
inline Digest sha256(std::string_view text) { return sha256(bytes_of(text)); }

/// SHA-384, for RSA signatures.  Source  FIPS 180-4, by OpenSSL
std::array<std::uint8_t, 48> sha384(Bytes bytes);

/// HMAC-SHA256.  Source  RFC 2104, by OpenSSL
Digest hmac_sha256(Bytes key, Bytes message);

/// HKDF-Expand with SHA-256: as many bytes as asked for from a key that is already uniform.
///
/// Takes   prk     at least 32 bytes
///         info    what the bytes are for, e.g. "KARUNA-SEED-v1" || u32
/// Gives   `length` bytes
/// Fails   invalid  a key shorter than 32 bytes, more than 255 x 32 bytes asked for
/// Source  RFC 5869, section 2.3
Result<std::vector<std::uint8_t>> hkdf_expand(Bytes prk, Bytes info, std::size_t length);

/// Many 32-byte values from one key: HKDF-Expand(prk, label || u32 i, 32), with the key prepared once.
/// The same values as hkdf_expand.  Cost  two SHA-256 blocks each for labels of up to 50 bytes
class SeedTree {
 public:
  SeedTree(const Digest& prk, std::string_view label);
  ~SeedTree();
  SeedTree(const SeedTree&);
  SeedTree& operator=(const SeedTree&) = delete;
  Digest leaf(std::uint32_t i) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 32 or more bytes of the operating system's generator.
/// Fails  internal  the operating system has none to give
Result<std::vector<std::uint8_t>> random_bytes(std::size_t count);

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(Bytes bytes);
/// Fails  invalid  an odd number of digits, a character that is none
Result<std::vector<std::uint8_t>> from_hex(std::string_view text);

}  // namespace karuna::seal
