// SPDX-License-Identifier: Apache-2.0
#include "stats/group_moments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/moments.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

struct Survey {
  std::vector<std::uint32_t> unit;
  std::vector<std::int16_t> answer;
};

Survey made_up(std::size_t people, std::uint32_t units, std::uint32_t options, int lowest, bool gaps) {
  Survey survey;
  Random random(7, units);
  for (std::size_t i = 0; i < people; ++i) {
    survey.unit.push_back(random.below(units));
    survey.answer.push_back(gaps && random.below(20) == 0 ? no_code : static_cast<std::int16_t>(lowest + static_cast<int>(random.below(options))));
  }
  return survey;
}

void matches_moments(const Survey& survey, std::uint32_t units, unsigned threads) {
  const auto found = group_moments(survey.unit, units, std::span<const std::int16_t>(survey.answer), {.threads = threads});
  ASSERT_TRUE(found) << found.error().what;
  std::vector<std::vector<double>> by_unit(units);
  for (std::size_t i = 0; i < survey.unit.size(); ++i)
    if (survey.answer[i] != no_code) by_unit[survey.unit[i]].push_back(survey.answer[i]);
  for (std::uint32_t unit = 0; unit < units; ++unit) {
    const Moments m = moments(by_unit[unit]);
    ASSERT_EQ(found->n[unit], m.n);
    if (m.n < 2) continue;
    EXPECT_NEAR(found->mean[unit], m.mean, 1e-12 * std::fabs(m.mean) + 1e-14);
    EXPECT_NEAR(found->variance[unit], m.variance, 1e-11 * m.variance + 1e-14);
    EXPECT_NEAR(found->low[unit], m.interval.low, 1e-11 * std::fabs(m.interval.low) + 1e-12);
  }
}

TEST(GroupMoments, agree_with_moments_of_each_unit) {
  matches_moments(made_up(5'000, 37, 5, 1, true), 37, 1);
  matches_moments(made_up(5'000, 2, 11, 0, true), 2, 1);
  matches_moments(made_up(5'000, 37, 100, 0, true), 37, 1);  // too wide to be packed
  matches_moments(made_up(5'000, 37, 3, -20'000, false), 37, 1);
}

TEST(GroupMoments, count_more_people_in_a_unit_than_fit_the_packed_words) { matches_moments(made_up(600'000, 1, 5, 1, true), 1, 1); }

TEST(GroupMoments, start_again_when_a_later_answer_is_outside_the_window) {
  Survey survey = made_up(20'000, 5, 3, 1, true);
  survey.answer.back() = 30'000;
  matches_moments(survey, 5, 1);
}

TEST(GroupMoments, give_the_same_bytes_on_any_number_of_threads) {
  const Survey survey = made_up(300'000, 500, 7, 1, true);
  const auto one = group_moments(survey.unit, 500, std::span<const std::int16_t>(survey.answer), {.threads = 1});
  const auto three = group_moments(survey.unit, 500, std::span<const std::int16_t>(survey.answer), {.threads = 3});
  ASSERT_TRUE(one && three);
  EXPECT_EQ(one->mean, three->mean);
  EXPECT_EQ(one->variance, three->variance);
  EXPECT_EQ(one->high, three->high);
}

TEST(GroupMoments, take_bytes_and_decimals_too) {
  const std::vector<std::uint32_t> unit{0, 1, 0, 1, 0};
  const std::vector<std::int8_t> bytes{1, 5, 2, INT8_MIN, 3};
  const std::vector<double> decimals{1, 5, 2, not_known, 3};
  const auto a = group_moments(unit, 3, std::span<const std::int8_t>(bytes)), b = group_moments(unit, 3, std::span<const double>(decimals));
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->n, (std::vector<std::uint32_t>{3, 1, 0}));
  EXPECT_EQ(b->n, a->n);
  EXPECT_DOUBLE_EQ(a->mean[0], 2);
  EXPECT_DOUBLE_EQ(b->variance[0], 1);
  EXPECT_TRUE(std::isnan(a->variance[1]));
  EXPECT_TRUE(std::isnan(a->mean[2]));
}

TEST(GroupMoments, say_what_is_wrong_with_the_units) {
  const std::vector<std::uint32_t> unit{0, 3};
  const std::vector<std::int16_t> answer{1, 2};
  const auto found = group_moments(unit, 3, std::span<const std::int16_t>(answer));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().what, "a unit number is too large: there are 3 units, counted from 0");
  EXPECT_FALSE(group_moments(std::span(unit).first(1), 4, std::span<const std::int16_t>(answer)));
}

}  // namespace
}  // namespace karuna::stats
