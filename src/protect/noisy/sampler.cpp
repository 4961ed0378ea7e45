// SPDX-License-Identifier: Apache-2.0
#include "protect/noisy/sampler.h"

#include <algorithm>
#include <array>
#include <bit>

namespace karuna::protect {

namespace {

__extension__ using Wide = unsigned __int128;

/// The bits of a stream, each byte from its most significant bit.
class Bits {
 public:
  explicit Bits(seal::Shake256& stream) : stream_(stream) {}

  /// The next `count` bits, most significant first; count at most 57.
  std::uint64_t take(int count) {
    while (have_ < count) {
      buffer_ = (buffer_ << 8) | stream_.next_byte();
      have_ += 8;
    }
    have_ -= count;
    return (buffer_ >> have_) & ((std::uint64_t{1} << count) - 1);
  }

  /// A whole number from 0 to m - 1, each as likely as the others; reads nothing for m = 1.
  std::uint64_t below(std::uint64_t m) {
    const int length = static_cast<int>(std::bit_width(m - 1));
    for (;;) {
      const std::uint64_t value = length <= 56 ? take(length) : (take(length - 56) << 56) | take(56);
      if (value < m) return value;
    }
  }
  Wide below(Wide m) {
    if ((m - 1) >> 64 == 0) return below(static_cast<std::uint64_t>(m - 1) + 1);
    const int length = 64 + static_cast<int>(std::bit_width(static_cast<std::uint64_t>((m - 1) >> 64)));
    for (;;) {
      Wide value = 0;
      for (int left = length; left > 0;) {
        const int piece = left % 56 == 0 ? 56 : left % 56;
        value = (value << piece) | take(piece);
        left -= piece;
      }
      if (value < m) return value;
    }
  }

  /// True with probability exp(-a/b), 0 <= a <= b.
  template <typename Whole>
  bool exp1(Whole a, Whole b) {
    unsigned k = 1;
    while (below(b * k) < a) ++k;
    return k % 2 == 1;
  }

  /// True with probability exp(-a/b), any a >= 0.
  template <typename Whole>
  bool exp(Whole a, Whole b) {
    for (Whole whole = a / b; whole > 0; --whole)
      if (!exp1(std::uint64_t{1}, std::uint64_t{1})) return false;
    return exp1(a % b, b);
  }

  /// P(x) proportional to exp(-|x|/t).
  std::int64_t laplace(std::uint64_t t) {
    for (;;) {
      const std::uint64_t r = below(t);
      if (!exp1(r, t)) continue;
      std::uint64_t v = 0;
      while (exp1(std::uint64_t{1}, std::uint64_t{1})) ++v;
      const auto x = static_cast<std::int64_t>(r + t * v);
      const bool negative = take(1) == 1;
      if (negative && x == 0) continue;
      return negative ? -x : x;
    }
  }

 private:
  seal::Shake256& stream_;
  std::uint64_t buffer_ = 0;
  int have_ = 0;
};

std::uint64_t integer_root(std::uint64_t n) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= n) root |= bit;
  return root;
}

}  // namespace

std::int64_t discrete_gaussian(seal::Shake256& stream, std::uint64_t sigma2) {
  Bits bits(stream);
  const std::uint64_t t = integer_root(sigma2) + 1;
  const Wide b = Wide{2} * sigma2 * t * t;
  const bool narrow = sigma2 <= std::uint64_t{1} << 20;  // the same numbers fit 64 bits: (100 t^2)^2 < 2^55, and b k for any k that can come up
  for (;;) {
    const std::int64_t y = bits.laplace(t);
    const auto size = static_cast<std::uint64_t>(y < 0 ? -y : y);
    if (size > 100 * t) continue;
    const std::uint64_t product = size * t;  // at most 100 t^2 < 2^63
    const std::uint64_t distance = product > sigma2 ? product - sigma2 : sigma2 - product;
    const bool taken = narrow ? bits.exp(distance * distance, static_cast<std::uint64_t>(b)) : bits.exp(Wide{distance} * distance, b);
    if (taken) return y;
  }
}

std::int64_t noise(const seal::Digest& s_i, const seal::Digest& c_i, const seal::Digest& blob_root, std::uint32_t i, std::uint64_t sigma2) {
  constexpr std::string_view context = "KARUNA-NOISE-v1";
  std::array<std::uint8_t, context.size() + 3 * 32 + 4> message;
  auto at = std::copy(context.begin(), context.end(), message.begin());
  at = std::copy(s_i.begin(), s_i.end(), at);
  at = std::copy(c_i.begin(), c_i.end(), at);
  at = std::copy(blob_root.begin(), blob_root.end(), at);
  for (int shift = 24; shift >= 0; shift -= 8) *at++ = static_cast<std::uint8_t>(i >> shift);
  seal::Shake256 stream(message);
  return discrete_gaussian(stream, sigma2);
}

NoiseSource::NoiseSource(const seal::Digest& seed_s, const seal::Digest& seed_c, const seal::Digest& blob_root)
    : seeds_s_(seed_s, "KARUNA-SEED-v1"), seeds_c_(seed_c, "KARUNA-SEED-v1"), root_(blob_root) {}

NoiseSource NoiseSource::of_file(const seal::Digest& secret, const seal::Digest& root) {
  const auto seed = [&](std::string_view label) {
    const auto bytes = seal::hkdf_expand(secret, seal::bytes_of(label), 32);  // cannot fail: the key has 32 bytes
    seal::Digest digest{};
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
  };
  return {seed("KARUNA-FILE-SEED-S-v1"), seed("KARUNA-FILE-SEED-C-v1"), root};
}

std::int64_t NoiseSource::draw(std::uint32_t i, std::uint64_t sigma2) const { return noise(seeds_s_.leaf(i), seeds_c_.leaf(i), root_, i, sigma2); }

}  // namespace karuna::protect
