// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/random_blocks.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "stats/wide.h"

namespace karuna::stats {
namespace {

void one_by_one(PhiloxKey key, std::uint32_t first_block, std::uint32_t stream, std::uint32_t substream, std::uint16_t* out) {
  for (std::uint32_t i = 0; i < blocks_at_once; ++i) {
    const PhiloxCounter words = philox4x32_10({first_block + i, 0, stream, substream}, key);
    for (std::size_t w = 0; w < 4; ++w) {
      *out++ = static_cast<std::uint16_t>(words[w]);
      *out++ = static_cast<std::uint16_t>(words[w] >> 16);
    }
  }
}

#if defined(__x86_64__)
/// Four blocks in each register, a word in the low half of every 64 bits: what stands in the high half is never looked at,
/// because the widening multiplication reads low halves only.
__attribute__((target("avx2"))) void eight_at_once(PhiloxKey key, std::uint32_t first_block, std::uint32_t stream, std::uint32_t substream,
                                                   std::uint16_t* out) {
  const __m256i m0 = _mm256_set1_epi64x(0xD2511F53), m1 = _mm256_set1_epi64x(0xCD9E8D57);
  const auto block = [&](std::uint32_t i) { return static_cast<long long>(first_block + i); };
  __m256i c0[2], c1[2], c2[2], c3[2];
  for (std::uint32_t g = 0; g < 2; ++g) {
    c0[g] = _mm256_set_epi64x(block(4 * g + 3), block(4 * g + 2), block(4 * g + 1), block(4 * g));
    c1[g] = _mm256_setzero_si256();
    c2[g] = _mm256_set1_epi64x(stream);
    c3[g] = _mm256_set1_epi64x(substream);
  }
  for (int round = 0; round < 10; ++round) {
    const __m256i k0 = _mm256_set1_epi64x(key[0]), k1 = _mm256_set1_epi64x(key[1]);
    for (int g = 0; g < 2; ++g) {
      const __m256i a = _mm256_mul_epu32(c0[g], m0), b = _mm256_mul_epu32(c2[g], m1);
      c0[g] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), c1[g]), k0);
      c1[g] = b;
      c2[g] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), c3[g]), k1);
      c3[g] = a;
    }
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  const __m256i low = _mm256_set1_epi64x(0xffffffff);
  for (int g = 0; g < 2; ++g) {
    const __m256i first = _mm256_or_si256(_mm256_and_si256(c0[g], low), _mm256_slli_epi64(c1[g], 32));   // words 0 and 1 of four blocks
    const __m256i second = _mm256_or_si256(_mm256_and_si256(c2[g], low), _mm256_slli_epi64(c3[g], 32));  // words 2 and 3
    const __m256i even = _mm256_unpacklo_epi64(first, second), odd = _mm256_unpackhi_epi64(first, second);
    auto* const to = reinterpret_cast<__m256i*>(out + 32 * g);
    _mm256_storeu_si256(to, _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(even, odd, 0x31));
  }
}
#endif

}  // namespace

void random_halves(PhiloxKey key, std::uint32_t first_block, std::uint32_t stream, std::uint32_t substream, std::uint16_t* out) {
#if defined(__x86_64__)
  static const bool wide = __builtin_cpu_supports("avx2") != 0;
  if (wide) return eight_at_once(key, first_block, stream, substream, out);
#endif
  one_by_one(key, first_block, stream, substream, out);
}

KARUNA_WIDE bool places_below(const std::uint16_t* halves, std::uint32_t bound, std::uint32_t unfair, std::uint16_t* places) {
  std::uint32_t again = 0;
  for (std::size_t i = 0; i < halves_at_once; ++i) {
    const std::uint32_t product = halves[i] * bound;
    places[i] = static_cast<std::uint16_t>(product >> 16);
    again |= static_cast<std::uint32_t>((product & 0xffffU) < unfair);
  }
  return again != 0;
}

}  // namespace karuna::stats
