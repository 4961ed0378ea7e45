// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/two_level_bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

struct People {
  std::vector<std::uint32_t> start{0};
  std::vector<double> sums;  ///< two columns: a value and a count of 1
  std::size_t rows = 0;
  MatrixView view() const { return {sums.data(), rows, 2}; }
};

People made_up(const std::vector<std::uint32_t>& sizes) {
  People people;
  for (const auto size : sizes) people.start.push_back(people.start.back() + size);
  people.rows = people.start.back();
  Random random(4, 0);
  for (std::size_t i = 0; i < people.rows; ++i) people.sums.push_back(1 + random.below(5));
  people.sums.insert(people.sums.end(), people.rows, 1.0);
  return people;
}

TEST(TwoLevelBootstrap, draws_each_unit_to_its_own_size) {
  const People people = made_up({5, 0, 60, 5000});  // the last one draws words of 32 bits
  const auto found = two_level_bootstrap(people.start, people.view(), {.replicates = 50});
  ASSERT_TRUE(found) << found.error().what;
  for (std::size_t r = 0; r < 50; ++r) {
    EXPECT_EQ(found->at(r, 0)[1], 5);
    EXPECT_EQ(found->at(r, 1)[1], 0);
    EXPECT_EQ(found->at(r, 2)[1], 60);
    EXPECT_EQ(found->at(r, 3)[1], 5000);
  }
}

TEST(TwoLevelBootstrap, has_the_mean_and_the_spread_it_must_have) {  // exactly: mean of the unit; variance (n - 1)/n s^2/n
  const People people = made_up({60, 60});
  constexpr std::uint32_t replicates = 20'000;
  const auto found = two_level_bootstrap(people.start, people.view(), {.replicates = replicates, .seed = 2});
  ASSERT_TRUE(found);
  double mean = 0, spread = 0, drawn = 0, squares = 0;
  for (std::size_t i = 0; i < 60; ++i) mean += people.sums[i] / 60;
  for (std::size_t i = 0; i < 60; ++i) spread += (people.sums[i] - mean) * (people.sums[i] - mean) / 60;
  for (std::size_t r = 0; r < replicates; ++r) {
    const double x = found->at(r, 0)[0] / 60;
    drawn += x / replicates;
    squares += (x - mean) * (x - mean) / replicates;
  }
  EXPECT_NEAR(drawn, mean, 5 * std::sqrt(spread / 60 / replicates));
  EXPECT_NEAR(squares / (spread / 60), 1, 5 * std::sqrt(2.0 / replicates));
}

TEST(TwoLevelBootstrap, gives_the_same_bytes_on_any_number_of_threads) {
  const People people = made_up({7, 60, 13, 4100});
  for (const auto units : {ResampleUnits::no, ResampleUnits::yes}) {
    const auto one = two_level_bootstrap(people.start, people.view(), {.replicates = 101, .seed = 3, .threads = 1, .units = units});
    const auto three = two_level_bootstrap(people.start, people.view(), {.replicates = 101, .seed = 3, .threads = 3, .units = units});
    ASSERT_TRUE(one && three);
    EXPECT_EQ(one->sums, three->sums);
    EXPECT_EQ(one->drawn, three->drawn);
  }
}

TEST(TwoLevelBootstrap, one_unit_at_a_time_gives_the_same_numbers) {
  const People people = made_up({7, 60});
  const auto all = two_level_bootstrap(people.start, people.view(), {.replicates = 20, .seed = 8});
  std::vector<double> alone(40);
  resample_unit(people.view(), 7, 60, 1, 8, 20, alone);
  for (std::size_t r = 0; r < 20; ++r) EXPECT_EQ(alone[2 * r], all->at(r, 1)[0]);
}

TEST(TwoLevelBootstrap, resamples_units_where_asked) {
  const People people = made_up({3, 4, 5, 6});
  const auto found = two_level_bootstrap(people.start, people.view(), {.replicates = 100, .units = ResampleUnits::yes});
  ASSERT_TRUE(found);
  for (std::size_t r = 0; r < 100; ++r) {
    std::uint32_t drawn = 0;
    for (std::size_t unit = 0; unit < 4; ++unit) {
      drawn += found->drawn[4 * r + unit];
      EXPECT_EQ(found->at(r, unit)[1], found->drawn[4 * r + unit] * (people.start[unit + 1] - people.start[unit]));
    }
    EXPECT_EQ(drawn, 4U);
  }
}

TEST(TwoLevelBootstrap, says_what_is_wrong) {
  People people = made_up({3, 4});
  EXPECT_FALSE(two_level_bootstrap(std::span(people.start).first(2), people.view(), {}));
  people.sums[2] = std::nan("");
  EXPECT_EQ(two_level_bootstrap(people.start, people.view(), {}).error().what, "column 1 of the people's sums holds a gap; give a sum and a count instead");
}

}  // namespace
}  // namespace karuna::stats
