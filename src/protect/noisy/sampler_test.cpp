// SPDX-License-Identifier: Apache-2.0
#include "protect/noisy/sampler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "stats/distributions.h"

namespace karuna::protect {
namespace {

seal::Digest counting_from(std::uint8_t first) {
  seal::Digest digest;
  for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = static_cast<std::uint8_t>(first + i);
  return digest;
}
const seal::Digest s = counting_from(0x00), c = counting_from(0x20), root = counting_from(0x40);

struct Draw {
  std::uint32_t i;
  std::uint64_t sigma2;
  std::int64_t z;
};

// The check values of the anonymity design, 6.12.
TEST(Sampler, draws_what_the_design_says) {
  for (const Draw& draw : {Draw{0, 1, 1}, Draw{1, 2, 3}, Draw{2, 7, 1}}) EXPECT_EQ(noise(s, c, root, draw.i, draw.sigma2), draw.z);
}

// From tests/reference/sampler/reference.py, written from the definition in Python's big whole numbers.
TEST(Sampler, draws_what_an_independent_program_draws) {
  for (const Draw& draw :
       {Draw{3, 16, -2}, Draw{4, 100, 17}, Draw{5, 572, 17}, Draw{6, 2288, -17}, Draw{7, 9152, -46}, Draw{255, 1000003, 219}, Draw{256, 4294967297, -19746},
        Draw{65536, 1099511627783, -1277295}, Draw{2147483648U, 1125899906842627, -9203584}, Draw{4294967295U, 72057594037927936, 206947053}})
    EXPECT_EQ(noise(s, c, root, draw.i, draw.sigma2), draw.z) << "i = " << draw.i;
}

TEST(Sampler, takes_the_leaves_of_two_seed_trees) {
  const NoiseSource source(s, c, root);
  for (const Draw& draw : {Draw{0, 2288, -7}, Draw{1, 206, 19}, Draw{12345, 536, 6}, Draw{4294967294U, 72057594037927936, 377334106}})
    EXPECT_EQ(source.draw(draw.i, draw.sigma2), draw.z) << "i = " << draw.i;
}

TEST(Sampler, makes_both_seeds_of_a_file_from_its_one_secret) {
  const NoiseSource source = NoiseSource::of_file(s, root);
  for (const Draw& draw : {Draw{0, 2288, 3}, Draw{1, 206, -4}, Draw{12345, 536, 3}, Draw{4294967294U, 72057594037927936, 65835485}})
    EXPECT_EQ(source.draw(draw.i, draw.sigma2), draw.z) << "i = " << draw.i;
  EXPECT_NE(NoiseSource::of_file(c, root).draw(4294967294U, 72057594037927936), 65835485);
}

// Chi-square against the probabilities themselves, exp(-y^2 / (2 sigma2)) normed; fixed seed, so the test is not random.
TEST(Sampler, follows_the_discrete_Gaussian) {
  for (const std::uint64_t sigma2 : {1ULL, 3ULL, 16ULL, 52ULL}) {
    constexpr int draws = 200'000;
    seal::Shake256 stream(seal::bytes_of("follows the discrete Gaussian" + std::to_string(sigma2)));
    std::map<std::int64_t, int> counts;
    double sum = 0, square = 0;
    for (int d = 0; d < draws; ++d) {
      const auto y = discrete_gaussian(stream, sigma2);
      ++counts[y];
      sum += static_cast<double>(y);
      square += static_cast<double>(y * y);
    }
    const auto width = static_cast<std::int64_t>(12 * std::sqrt(static_cast<double>(sigma2)) + 2);
    const auto density = [&](std::int64_t y) { return std::exp(-static_cast<double>(y * y) / (2 * static_cast<double>(sigma2))); };
    double norm = 0, variance = 0;
    for (std::int64_t y = -width; y <= width; ++y) norm += density(y), variance += static_cast<double>(y * y) * density(y);
    variance /= norm;
    EXPECT_NEAR(sum / draws, 0, 4 * std::sqrt(variance / draws));
    EXPECT_NEAR(square / draws, variance, 4 * variance * std::sqrt(2.0 / draws));
    double chi = 0, rest_seen = draws, rest_expected = draws;
    int cells = 0;
    for (std::int64_t y = -width; y <= width; ++y) {
      const double expected = draws * density(y) / norm;
      if (expected < 20) continue;
      chi += (counts[y] - expected) * (counts[y] - expected) / expected;
      rest_seen -= counts[y];
      rest_expected -= expected;
      ++cells;
    }
    chi += (rest_seen - rest_expected) * (rest_seen - rest_expected) / rest_expected;
    EXPECT_GT(stats::chi_square_upper(chi, cells), .001) << "sigma2 = " << sigma2 << ", chi-square " << chi << " on " << cells;
  }
}

TEST(Sampler, keeps_mean_and_variance_where_the_variance_is_large) {
  for (const std::uint64_t sigma2 : {std::uint64_t{2288}, std::uint64_t{1} << 40, largest_sigma2}) {
    constexpr int draws = 50'000;
    seal::Shake256 stream(seal::bytes_of("large" + std::to_string(sigma2)));
    const double sd = std::sqrt(static_cast<double>(sigma2));
    double sum = 0, square = 0;
    for (int d = 0; d < draws; ++d) {
      const double y = static_cast<double>(discrete_gaussian(stream, sigma2)) / sd;
      sum += y;
      square += y * y;
    }
    EXPECT_NEAR(sum / draws, 0, 4 / std::sqrt(draws));
    EXPECT_NEAR(square / draws, 1, 4 * std::sqrt(2.0 / draws));
  }
}

}  // namespace
}  // namespace karuna::protect
