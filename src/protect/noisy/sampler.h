// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "seal/hash.h"
#include "seal/shake256.h"

namespace karuna::protect {

/// Largest variance that is drawn: with it every intermediate number fits in 128 bits.
inline constexpr std::uint64_t largest_sigma2 = std::uint64_t{1} << 56;

/// One draw of the discrete Gaussian with parameter sigma2, P(y) proportional to exp(-y^2 / (2 sigma2)), exact: whole numbers only.
///
/// Takes   the bits of a stream, each byte from its most significant bit; 1 <= sigma2 <= largest_sigma2 (the caller has checked)
/// Gives   the draw; as many bits are read as it needs
/// Cost    about 60 to 150 bits, no allocation
/// Note    A candidate beyond 100 (isqrt(sigma2) + 1) is turned down without the arithmetic that would not fit; its own acceptance would be
///         below 2^-6000.
/// Source  Canonne, Kamath, Steinke 2020, arXiv:2004.00010; bit by bit as anonymity design 6.12 says
std::int64_t discrete_gaussian(seal::Shake256& stream, std::uint64_t sigma2);

/// The noise of a release: z_i = gauss(SHAKE256("KARUNA-NOISE-v1" || s_i || c_i || blob_root || u32 i)), the same for ever.
///
/// Takes   two secret seeds of 32 bytes (in a wave the server's and the council's), and the root of what was sealed
class NoiseSource {
 public:
  NoiseSource(const seal::Digest& seed_s, const seal::Digest& seed_c, const seal::Digest& blob_root);

  /// For an analyst's file there is one secret of 32 bytes; both seeds come from it by HKDF-Expand with the labels
  /// "KARUNA-FILE-SEED-S-v1" and "KARUNA-FILE-SEED-C-v1".
  static NoiseSource of_file(const seal::Digest& secret, const seal::Digest& root);

  std::int64_t draw(std::uint32_t i, std::uint64_t sigma2) const;

 private:
  seal::SeedTree seeds_s_, seeds_c_;
  seal::Digest root_;
};

/// z from its leaf seeds, as anybody can repeat it who was given them.
std::int64_t noise(const seal::Digest& s_i, const seal::Digest& c_i, const seal::Digest& blob_root, std::uint32_t i, std::uint64_t sigma2);

}  // namespace karuna::protect
