// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

using testing::HasSubstr;

struct Teams {
  std::vector<double> y, x;
  std::vector<std::uint32_t> team;
  MixedModel model;
  Teams(std::uint32_t teams, std::uint32_t each, double between, double slopes, std::uint64_t seed) {
    Random random(seed, 0);
    for (std::uint32_t t = 0; t < teams; ++t) {
      const double level = between * random.normal(), slope = slopes * random.normal();
      for (std::uint32_t i = 0; i < each + t % 3; ++i) {
        team.push_back(t), x.push_back(random.normal());
        y.push_back(2 + 0.4 * x.back() + level + slope * x.back() + random.normal());
      }
    }
    model = {.y = y, .fixed = {{"(Intercept)", {}}, {"x", x}}, .groupings = {{"team", team, teams}}};
    model.terms = {{"(1 | team)", 0, {{"(Intercept)", {}}}}};
  }
  void with_slopes(Varying varying = Varying::together) { model.terms = {{"(1 + x | team)", 0, {{"(Intercept)", {}}, {"x", x}}, varying}}; }
};

/// By hand: the ML criterion with the coefficient of x held is that of y less the held part, without x.
TEST(MixedProfile, ends_where_the_deviance_of_the_other_figures_has_risen) {
  Teams world(14, 6, 0.7, 0.4, 3);
  world.with_slopes();
  const auto profile = profile_intervals(fit_mixed(world.model).value());
  ASSERT_TRUE(profile) << profile.error().what;
  EXPECT_TRUE(profile->open.empty());
  const double least = fit_mixed(world.model, {.likelihood = Likelihood::ML})->criterion;
  EXPECT_NEAR(profile->least, least, 1e-8);
  for (const double end : {profile->beta[1].low, profile->beta[1].high}) {
    std::vector<double> y = world.y;
    for (std::size_t i = 0; i < y.size(); ++i) y[i] -= end * world.x[i];
    MixedModel held = world.model;
    held.y = y;
    held.fixed.pop_back();
    EXPECT_NEAR(fit_mixed(held, {.likelihood = Likelihood::ML})->criterion - least, 3.841458820694124, 1e-6);
  }
  for (const double end : {profile->sigma.low, profile->sigma.high})
    EXPECT_NEAR(fit_mixed(world.model, {.likelihood = Likelihood::ML, .fixed_sigma2 = end * end})->criterion - least, 3.841458820694124, 1e-6);
}

TEST(MixedProfile, does_not_mind_the_scale_of_a_column) {
  Teams world(14, 6, 0.7, 0.4, 3);
  world.with_slopes();
  const auto plain = profile_intervals(fit_mixed(world.model).value()).value();
  std::vector<double> y = world.y;
  for (double& value : y) value = 1e6 * value + 3e7;
  world.model.y = y;
  const auto scaled = profile_intervals(fit_mixed(world.model).value()).value();
  EXPECT_NEAR(scaled.deviation[0][1].low, 1e6 * plain.deviation[0][1].low, 1e-6 * 1e6);
  EXPECT_NEAR(scaled.deviation[0][0].high, 1e6 * plain.deviation[0][0].high, 1e-6 * 1e6);
  EXPECT_NEAR(scaled.correlation[0][1].low, plain.correlation[0][1].low, 1e-6);
  EXPECT_NEAR(scaled.beta[0].high, 1e6 * plain.beta[0].high + 3e7, 1);
}

TEST(MixedProfile, ends_at_zero_where_groups_may_not_differ) {
  Teams world(12, 6, 0.0, 0, 4);
  const auto profile = profile_intervals(fit_mixed(world.model).value());
  ASSERT_TRUE(profile) << profile.error().what;
  EXPECT_EQ(profile->deviation[0][0].low, 0);
  EXPECT_GT(profile->deviation[0][0].high, 0.05);
  EXPECT_LT(profile->deviation[0][0].high, 1);
}

TEST(MixedProfile, of_slopes_that_do_not_vary_gives_no_correlation_or_all_of_them) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Teams world(10, 5, 0.6, 0, seed);
    world.with_slopes();
    const auto profile = profile_intervals(fit_mixed(world.model).value());
    ASSERT_TRUE(profile) << profile.error().what << " seed " << seed;
    EXPECT_EQ(profile->deviation[0][1].low, 0) << seed;
    EXPECT_GT(profile->deviation[0][1].high, 0) << seed;
    const Interval both = profile->correlation[0][1];
    if (std::isnan(both.low))
      EXPECT_THAT(profile->open.at(0), HasSubstr("does not vary")) << seed;
    else
      EXPECT_TRUE(both.low == -1 || both.high == 1) << both.low << " " << both.high << " seed " << seed;
  }
}

/// By hand: 0 belongs to the interval of a deviation where the model without it is not too unlikely.
TEST(MixedProfile, of_independent_effects_has_zero_where_the_model_without_is_likely) {
  int zeros = 0;
  for (const double slopes : {0.1, 0.3, 0.9}) {
    Teams world(14, 6, 0.7, slopes, 5);
    const double without = fit_mixed(world.model, {.likelihood = Likelihood::ML})->criterion;
    world.with_slopes(Varying::independently);
    const auto profile = profile_intervals(fit_mixed(world.model).value()).value();
    EXPECT_TRUE(std::isnan(profile.correlation[0][1].low));
    EXPECT_TRUE(profile.open.empty());
    EXPECT_EQ(profile.deviation[0][1].low == 0, without - profile.least <= profile.rise) << slopes;
    zeros += profile.deviation[0][1].low == 0;
  }
  EXPECT_GT(zeros, 0);
  EXPECT_LT(zeros, 3);
}

TEST(MixedProfile, is_wider_where_it_must_cover_more_often) {
  Teams world(14, 6, 0.7, 0, 6);
  const auto fit = fit_mixed(world.model).value();
  const auto some = profile_intervals(fit, 0.8).value(), most = profile_intervals(fit, 0.99).value();
  EXPECT_LT(most.deviation[0][0].low, some.deviation[0][0].low);
  EXPECT_GT(most.beta[1].high, some.beta[1].high);
  EXPECT_THAT(profile_intervals(fit, 1).error().what, HasSubstr("between 0 and 1"));
}

TEST(MixedProfile, says_what_it_is_not_made_for) {
  Teams world(12, 6, 0.5, 0, 7);
  const auto fixed = fit_mixed(world.model, {.fixed_sigma2 = 1}).value();
  const auto profile = profile_intervals(fixed);
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().fault, Fault::invalid);
  EXPECT_THAT(profile.error().what, HasSubstr("bootstrap"));
}

}  // namespace
}  // namespace karuna::stats
