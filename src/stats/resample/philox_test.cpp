// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/philox.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/distributions.h"
#include "stats/resample/random_blocks.h"

namespace karuna::stats {
namespace {

TEST(Philox, gives_the_known_answers) {  // kat_vectors of the Random123 distribution, philox 4x32 10
  EXPECT_EQ(philox4x32_10({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, many_blocks_at_once_are_the_same_blocks) {
  std::uint16_t halves[halves_at_once];
  random_halves({17, 4}, 0xfffffffeU, 5, 6, halves);  // the block number runs over on the way
  for (std::uint32_t i = 0; i < blocks_at_once; ++i) {
    const auto words = philox4x32_10({0xfffffffeU + i, 0, 5, 6}, {17, 4});
    for (std::size_t w = 0; w < 4; ++w) EXPECT_EQ(halves[8 * i + 2 * w] | std::uint32_t{halves[8 * i + 2 * w + 1]} << 16, words[w]);
  }
}

TEST(Random, streams_are_named_and_repeat) {
  Random a(1, 2, 3), b(1, 2, 3), c(1, 3, 2);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(a.word(), b.word());
  EXPECT_NE(a.word(), c.word());
}

TEST(Random, normal_and_chi_square_numbers_have_their_moments) {
  Random random(11, 0);
  constexpr int n = 200'000;
  double sum = 0, squares = 0, beyond = 0, chi = 0, chi_small = 0;
  for (int i = 0; i < n; ++i) {
    const double z = random.normal();
    sum += z, squares += z * z, beyond += std::fabs(z) > 1.959963984540054 ? 1 : 0;
    chi += random.chi_square(7);
    chi_small += random.chi_square(0.5);
  }
  EXPECT_NEAR(sum / n, 0, 5 / std::sqrt(double{n}));
  EXPECT_NEAR(squares / n, 1, 5 * std::sqrt(2.0 / n));
  EXPECT_NEAR(beyond / n, 0.05, 5 * std::sqrt(0.05 * 0.95 / n));
  EXPECT_NEAR(chi / n, 7, 5 * std::sqrt(14.0 / n));
  EXPECT_NEAR(chi_small / n, 0.5, 5 * std::sqrt(1.0 / n));
}

TEST(Random, bounded_numbers_are_even) {
  Random random(12, 0);
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70'000; ++i) ++counts[random.below(7)];
  double chi = 0;
  for (const int c : counts) chi += (c - 10'000.0) * (c - 10'000.0) / 10'000;
  EXPECT_LT(chi, chi_square_quantile(0.9999, 6));
  std::vector<std::uint32_t> drawn(5);
  random.resampling_counts(1000, drawn);
  EXPECT_EQ(drawn[0] + drawn[1] + drawn[2] + drawn[3] + drawn[4], 1000U);
}

}  // namespace
}  // namespace karuna::stats
