// SPDX-License-Identifier: Apache-2.0
#include "stats/units/empirical_bayes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/units/posterior_draws.h"
#include "stats/units/random_intercept.h"

namespace karuna::stats {
namespace {

// Effects of coaching in eight schools: Rubin 1981, doi:10.3102/10769986006004377.
const std::vector<double> school{28, 8, -3, 7, -1, 1, 18, 12}, error{15, 10, 16, 11, 9, 11, 10, 18};

std::vector<double> squared(const std::vector<double>& x) {
  std::vector<double> all;
  for (const double e : x) all.push_back(e * e);
  return all;
}

TEST(EmpiricalBayes, finds_no_variance_between_the_eight_schools) {  // Gelman et al., Bayesian Data Analysis: pooled 7.7, standard error 4.1
  const auto found = empirical_bayes(school, squared(error));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_TRUE(found->boundary);
  EXPECT_NEAR(found->mu, 7.7, 0.05);
  EXPECT_NEAR(found->se_mu, 4.1, 0.05);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(found->value[i], found->mu);
    EXPECT_EQ(found->naive_variance[i], 0);
    EXPECT_GT(found->variance[i], found->se_mu * found->se_mu);  // tau2 might still be above 0
  }
}

TEST(EmpiricalBayes, is_closed_where_variances_are_equal) {  // tau2 = variance of y less v; Morris 1983, section 5
  const std::vector<double> y{1, 2, 3, 4, 5, 6, 7}, v(7, 1.0);
  const auto found = empirical_bayes(y, v);
  ASSERT_TRUE(found);
  const double variance = 28. / 6, tau2 = variance - 1, lost = 1 / variance;
  EXPECT_NEAR(found->tau2, tau2, 1e-8);
  EXPECT_NEAR(found->mu, 4, 1e-12);
  EXPECT_NEAR(found->value[0], 4 - 3 * (1 - lost), 1e-9);
  EXPECT_NEAR(found->variance[0], (1 - lost) + lost / 7 + 2. / 4 * lost * lost * 9, 1e-8);  // v (1 - B (k - 1)/k) + 2/(k - 3) B^2 (y - mu)^2
}

TEST(EmpiricalBayes, shrinks_as_the_random_intercept_does) {
  const GroupSums sums{0, {3, 3, 3}, {6, 12, 18}, {14, 50, 110}};
  const auto model = random_intercept(sums).value();
  const std::vector<double> y{2, 4, 6}, v(3, model.sigma2 / 3);
  const EmpiricalBayes found = shrink(y, v, model.mu, model.tau2);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(found.value[j], model.value[j], 1e-10);
}

TEST(EmpiricalBayes, gives_a_unit_without_value_the_common_mean) {
  const auto found = empirical_bayes(std::vector<double>{1, not_known, 5, 9}, std::vector<double>{1, 1, 1, 1});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value[1], found->mu);
  EXPECT_NEAR(found->naive_variance[1], found->tau2, 1e-12);
}

TEST(EmpiricalBayes, says_what_is_wrong) {
  EXPECT_EQ(empirical_bayes(std::vector<double>{1}, std::vector<double>{1}).error().fault, Fault::too_few_people);
  EXPECT_EQ(empirical_bayes(std::vector<double>{1, 2}, std::vector<double>{1, 0}).error().what, "the variance of unit 2 must be a number above 0, it is 0");
}

TEST(PosteriorDraws, know_that_the_schools_may_differ) {
  const auto found = posterior_draws(school, squared(error), {.draws = 4000, .seed = 5, .confidence = 0.90});
  ASSERT_TRUE(found) << found.error().what;
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_LT(found->intervals[i].low, found->fit[0].value[i]);
    EXPECT_GT(found->intervals[i].high, found->fit[0].value[i]);
    EXPECT_GT(found->intervals[i].high - found->intervals[i].low, 2 * 1.645 * found->fit[0].se_mu);  // more than the common mean alone
  }
  double mean = 0;
  for (std::size_t draw = 0; draw < 4000; ++draw) mean += found->at(draw, 0, 0) / 4000;
  EXPECT_NEAR(mean, found->fit[0].value[0], 1e-9);
}

TEST(PosteriorDraws, are_the_same_bytes_on_any_number_of_threads) {
  for (const auto how : {Hyperparameters::drawn, Hyperparameters::refitted}) {
    const auto one = posterior_draws(school, squared(error), {.draws = 101, .threads = 1, .hyperparameters = how});
    const auto three = posterior_draws(school, squared(error), {.draws = 101, .threads = 3, .hyperparameters = how});
    ASSERT_TRUE(one && three);
    EXPECT_EQ(one->values, three->values);
    EXPECT_EQ(one->mu, three->mu);
  }
}

TEST(PosteriorDraws, of_two_measures_are_each_that_of_one_and_vary_together) {
  // Two measures that are the same up to a constant, with the same errors: the draws must be the same up to that constant.
  std::vector<double> y, within;
  const std::vector<double> first{3, 5, 9, 4, 6, 8, 1, 7};
  for (const double x : first) {
    y.insert(y.end(), {x, x + 10});
    within.insert(within.end(), {1, 1, 1, 1});
  }
  const auto found = posterior_draws_jointly(y, within, 8, 2, {.draws = 2000, .seed = 9});
  ASSERT_TRUE(found) << found.error().what;
  const auto alone = empirical_bayes(first, std::vector<double>(8, 1.0)).value();
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t draw = 0; draw < 2000; ++draw) {
    const double a = found->at(draw, 0, 0) - found->fit[0].value[0], b = found->at(draw, 0, 1) - found->fit[1].value[0];
    xx += a * a, yy += b * b, xy += a * b;
  }
  EXPECT_NEAR(found->fit[0].value[0], alone.value[0], 1e-12);
  EXPECT_NEAR(found->fit[1].value[0], alone.value[0] + 10, 1e-9);
  EXPECT_GT(xy / std::sqrt(xx * yy), 0.95);
}

TEST(PosteriorDraws, of_unrelated_measures_vary_apart) {
  const std::vector<double> a{3, 5, 9, 4, 6, 8, 1, 7}, b{2, 2, 1, 5, 1, 3, 3, 3};
  std::vector<double> y, within;
  for (std::size_t i = 0; i < a.size(); ++i) {
    y.insert(y.end(), {a[i], i == 7 ? not_known : b[i]});
    within.insert(within.end(), {1, 0, 0, 1});
  }
  const auto found = posterior_draws_jointly(y, within, 8, 2, {.draws = 500});
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->fit[1].value[7], found->fit[1].mu);
  EXPECT_FALSE(posterior_draws_jointly(y, std::span(within).first(5), 8, 2));
}

}  // namespace
}  // namespace karuna::stats
