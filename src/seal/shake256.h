// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "seal/hash.h"

namespace karuna::seal {

/// SHAKE256: absorb once, then squeeze as many bytes as wanted, in pieces of any length.
///
/// Takes   the whole message; the output does not depend on the pieces in which it is squeezed.
/// Cost    one permutation for every 136 bytes in and out, no allocation
/// Source  FIPS 202, section 6.2. The permutation is ours, because OpenSSL 3.0 cannot squeeze twice;
///         its test compares it with the vectors of FIPS 202 and with OpenSSL over thousands of lengths.
class Shake256 {
 public:
  static constexpr std::size_t rate = 136;

  explicit Shake256(Bytes message);
  void squeeze(std::span<std::uint8_t> out);
  std::uint8_t next_byte() {
    if (position_ == rate) refill();
    const std::size_t at = position_++;
    return static_cast<std::uint8_t>(lanes_[at / 8] >> (8 * (at % 8)));
  }

 private:
  void refill();
  std::array<std::uint64_t, 25> lanes_{};
  std::size_t position_ = 0;
};

}  // namespace karuna::seal
