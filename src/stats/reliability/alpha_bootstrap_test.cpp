// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/alpha_bootstrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stats/reliability/alpha.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

/// Answers of 12 people to four items; a gap in the last row.
struct Answers {
  std::vector<std::vector<std::int16_t>> columns{{1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 3, 2, no_code},
                                                 {2, 2, 3, 5, 5, 1, 1, 3, 4, 4, 3, 3, 5},
                                                 {1, 3, 3, 4, 4, 2, 2, 2, 5, 5, 4, 2, 1},
                                                 {2, 1, 4, 4, 5, 1, 3, 3, 3, 5, 2, 2, 3}};
  std::vector<CodeColumn> items() const { return {columns.begin(), columns.end()}; }
  /// Alpha of the people at these places, by the function that has R's figures to show.
  double alpha_of(const std::vector<std::uint32_t>& places) const {
    std::vector<std::vector<std::int16_t>> chosen(columns.size());
    for (std::size_t j = 0; j < columns.size(); ++j)
      for (const std::uint32_t place : places) chosen[j].push_back(columns[j][place]);
    const std::vector<CodeColumn> views(chosen.begin(), chosen.end());
    return cronbach_alpha(CodeColumns(views)).value().figures.raw;
  }
};

TEST(AlphaBootstrap, draws_people_and_finds_the_alpha_of_those_drawn) {
  const Answers answers;
  const auto items = answers.items();
  const auto found = bootstrap_alpha(items, {.replicates = 200, .seed = 5});
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->n, 12U);
  EXPECT_NEAR(found->raw, answers.alpha_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}), 1e-14);
  for (const std::uint32_t r : {0U, 1U, 199U}) {
    Random random(5, r);
    std::vector<std::uint32_t> places;
    for (int i = 0; i < 12; ++i) places.push_back(random.below(12));
    EXPECT_NEAR(found->replicates[r], answers.alpha_of(places), 1e-13) << r;
  }
  std::vector<double> without;
  for (std::uint32_t left_out = 0; left_out < 12; ++left_out) {
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < 12; ++i)
      if (i != left_out) places.push_back(i);
    without.push_back(answers.alpha_of(places));
  }
  EXPECT_NEAR(found->intervals.acceleration, jackknife_acceleration(found->raw, without), 1e-12);
  EXPECT_LT(found->intervals.bca.low, found->raw);
  EXPECT_GT(found->intervals.bca.high, found->raw);
}

TEST(AlphaBootstrap, is_the_same_on_any_number_of_threads) {
  const Answers answers;
  const auto items = answers.items();
  const auto one = bootstrap_alpha(items, {.replicates = 101, .threads = 1}), three = bootstrap_alpha(items, {.replicates = 101, .threads = 3});
  ASSERT_TRUE(one && three);
  EXPECT_EQ(one->replicates, three->replicates);
}

TEST(AlphaBootstrap, says_why_it_cannot_be_given) {
  const Answers answers;
  auto items = answers.items();
  EXPECT_EQ(bootstrap_alpha(items, {.replicates = 99}).error().fault, Fault::invalid);
  EXPECT_EQ(bootstrap_alpha(CodeColumns(items.data(), 1)).error().fault, Fault::invalid);
  items[0] = items[0].first(5);
  EXPECT_EQ(bootstrap_alpha(items).error().fault, Fault::invalid);
  const std::vector<std::int16_t> two{1, 2}, same{3, 3, 3, 3};
  EXPECT_EQ(bootstrap_alpha(std::vector<CodeColumn>{two, two}).error().fault, Fault::too_few_people);
  EXPECT_THAT(bootstrap_alpha(std::vector<CodeColumn>{same, same}).error().what, testing::HasSubstr("the same total"));
  const std::vector<std::int16_t> one_apart{3, 3, 3, 4};  // a quarter of the people, missed by a third of the draws
  EXPECT_THAT(bootstrap_alpha(std::vector<CodeColumn>{one_apart, one_apart}).error().what, testing::HasSubstr("draws every person had the same total"));
}

}  // namespace
}  // namespace karuna::stats
