// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace karuna::stats {

/// Philox4x32-10: random words as a function of a counter and a key, so that draw number 17 is the same whoever asks for it, and when.
///
/// Takes   a counter of four words and a key of two.
/// Gives   four words.
/// Cost    some 10 ns.
/// Source  Salmon, Moraes, Dror and Shaw 2011, doi:10.1145/2063384.2063405; the known answers of the Random123 distribution are tests.
using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;
PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key);

/// A stream of random numbers named by a seed and two numbers (say, the replicate and the unit): streams with different names never meet.
/// Not for secrets; the noise that protects people comes from seal/.
class Random {
 public:
  /// stream and substream may be any 32-bit number; a stream holds 2^64 blocks of four words.
  Random(std::uint64_t seed, std::uint32_t stream, std::uint32_t substream = 0);

  std::uint32_t word();                          ///< 32 random bits
  double uniform();                              ///< strictly between 0 and 1, 53 bits
  std::uint32_t below(std::uint32_t bound);      ///< 0 .. bound - 1, exactly uniform (Lemire 2019, doi:10.1145/3230636); bound above 0
  double normal();                               ///< standard normal, by inversion: one uniform each
  double chi_square(double degrees_of_freedom);  ///< Marsaglia and Tsang 2000, doi:10.1145/358407.358414

  /// How often each of weights.size() people is drawn in `draws` draws with replacement (multinomial with equal chances).
  void resampling_counts(std::uint32_t draws, std::span<std::uint32_t> counts);

 private:
  PhiloxKey key_;
  PhiloxCounter counter_;
  PhiloxCounter block_{};
  int left_ = 0;
};

}  // namespace karuna::stats
