// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/philox.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

namespace karuna::stats {

PhiloxCounter philox4x32_10(PhiloxCounter c, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0], b = std::uint64_t{0xCD9E8D57} * c[2];
    c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ key[1],
         static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return c;
}

Random::Random(std::uint64_t seed, std::uint32_t stream, std::uint32_t substream)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}, counter_{0, 0, stream, substream} {}

std::uint32_t Random::word() {
  if (left_ == 0) {
    block_ = philox4x32_10(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    left_ = 4;
  }
  return block_[static_cast<std::size_t>(4 - left_--)];
}

double Random::uniform() {
  const std::uint64_t high = word(), low = word();
  return (static_cast<double>((high << 32 | low) >> 11) + 0.5) * 0x1p-53;
}

std::uint32_t Random::below(std::uint32_t bound) {
  std::uint64_t product = std::uint64_t{word()} * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t unfair = (0U - bound) % bound;
    while (static_cast<std::uint32_t>(product) < unfair) product = std::uint64_t{word()} * bound;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

double Random::normal() {
  namespace policies = boost::math::policies;
  using Plain = policies::policy<policies::promote_double<false>, policies::overflow_error<policies::ignore_error>>;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * uniform(), Plain{});
}

double Random::chi_square(double df) {
  double shape = df / 2, boost = 1;
  if (shape < 1) {
    boost = std::pow(uniform(), 1 / shape);
    shape += 1;
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal(), cube = 1 + c * x;
    if (cube <= 0) continue;
    const double v = cube * cube * cube;
    if (std::log(uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return 2 * d * v * boost;
  }
}

void Random::resampling_counts(std::uint32_t draws, std::span<std::uint32_t> counts) {
  std::fill(counts.begin(), counts.end(), 0U);
  if (counts.empty()) return;
  const auto people = static_cast<std::uint32_t>(counts.size());
  for (std::uint32_t draw = 0; draw < draws; ++draw) ++counts[below(people)];
}

}  // namespace karuna::stats
