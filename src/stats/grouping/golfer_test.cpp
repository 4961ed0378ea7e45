// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/golfer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

namespace karuna::stats {
namespace {

TEST(Golfer, nobody_meets_twice_on_an_affine_plane) {
  for (const auto& [groups, size, rounds] : {std::tuple{5U, 5U, 6U}, {7U, 7U, 8U}, {7U, 5U, 7U}, {8U, 6U, 8U}, {8U, 8U, 9U}, {9U, 9U, 10U}, {4U, 4U, 5U}, {6U, 6U, 3U}, {6U, 4U, 2U}}) {
    const auto found = golfer_rounds(groups, size, rounds, 1);
    EXPECT_TRUE(found.by_construction);
    ASSERT_EQ(found.rounds.size(), rounds);
    EXPECT_EQ(repeated_meetings(found.rounds), 0U) << groups << "-" << size << "-" << rounds;
    for (const auto& round : found.rounds)
      for (std::uint32_t g = 0; g < groups; ++g) EXPECT_EQ(std::count(round.begin(), round.end(), g), size);
  }
}

TEST(Golfer, search_counts_what_is_there) {
  const auto found = golfer_rounds(6, 3, 5, 3, 20'000'000);   // 18 people in threes: published 8 weeks and more
  EXPECT_FALSE(found.by_construction);
  EXPECT_EQ(found.repeats, repeated_meetings(found.rounds));
  EXPECT_EQ(found.repeats, 0U);
  EXPECT_EQ(golfer_rounds(6, 3, 5, 3, 20'000'000).rounds, found.rounds);
}

/// More rounds than pairs: three people in one group of three twice meet three times too often.
TEST(Golfer, repeats_by_hand) { EXPECT_EQ(repeated_meetings({{0, 0, 0}, {0, 0, 0}}), 3U); }

}  // namespace
}  // namespace karuna::stats
