// SPDX-License-Identifier: Apache-2.0
#include "stats/units/random_intercept.h"

#include <gtest/gtest.h>

namespace karuna::stats {
namespace {

// Yield of dyestuff by batch: Davies and Goldsmith 1972, as in lme4's manual.
const std::vector<double> yields{1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
                                 1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445};

GroupSums dyestuff() {
  std::vector<std::uint32_t> batch;
  for (std::uint32_t i = 0; i < 30; ++i) batch.push_back(i / 5);
  return group_sums(batch, 6, yields).value();
}

TEST(RandomIntercept, gives_the_published_variances_by_reml) {  // lme4's manual: 1764.05, 2451.25, criterion 319.6543; means of batches: R nlme ranef()
  const auto model = random_intercept(dyestuff(), Likelihood::REML);
  ASSERT_TRUE(model) << model.error().what;
  EXPECT_NEAR(model->tau2, 1764.05, 0.005);
  EXPECT_NEAR(model->sigma2, 2451.25, 1e-6);
  EXPECT_NEAR(model->deviance, 319.65427684, 1e-7);
  EXPECT_NEAR(model->mu, 1527.5, 1e-9);
  EXPECT_NEAR(model->se_mu, 19.3834115, 1e-5);
  EXPECT_NEAR(model->effect[0], -17.60685096, 1e-4);
  EXPECT_NEAR(model->effect[4], 56.73318643, 1e-4);
  EXPECT_FALSE(model->boundary);
  EXPECT_EQ(model->fit.why, Stopped::gradient_small);
}

TEST(RandomIntercept, gives_the_published_variances_by_maximum_likelihood) {  // lme4's manual: 1388.33, 2451.25, 327.3271
  const auto model = random_intercept(dyestuff(), Likelihood::ML);
  ASSERT_TRUE(model);
  EXPECT_NEAR(model->tau2, 1388.3333, 1e-3);
  EXPECT_NEAR(model->sigma2, 2451.25, 1e-6);
  EXPECT_NEAR(model->deviance, 327.32705988, 1e-7);
}

TEST(RandomIntercept, is_the_analysis_of_variance_where_sizes_are_equal) {  // tau2 = (MSB - MSW)/k: (12 - 1)/3
  const GroupSums sums{0, {3, 3, 3}, {6, 12, 18}, {14, 50, 110}};
  const auto model = random_intercept(sums);
  ASSERT_TRUE(model);
  EXPECT_NEAR(model->sigma2, 1, 1e-10);
  EXPECT_NEAR(model->tau2, 11. / 3, 1e-8);
  EXPECT_NEAR(model->value[0], 4 + model->reliability[0] * (2 - 4), 1e-10);
  EXPECT_NEAR(model->reliability[0], (11. / 3) / (11. / 3 + 1. / 3), 1e-9);
}

TEST(RandomIntercept, finds_no_variance_between_like_units_and_says_so) {
  const GroupSums sums{0, {3, 3, 0}, {6, 6.3, 0}, {14, 15.23, 0}};
  const auto model = random_intercept(sums);
  ASSERT_TRUE(model);
  EXPECT_TRUE(model->boundary);
  EXPECT_EQ(model->tau2, 0);
  EXPECT_EQ(model->fit.why, Stopped::boundary);
  EXPECT_NEAR(model->value[0], model->mu, 1e-15);
  EXPECT_EQ(model->effect[2], 0);  // a unit without answers
}

TEST(RandomIntercept, says_why_it_cannot_be_fitted) {
  EXPECT_EQ(random_intercept(GroupSums{0, {3}, {6}, {14}}).error().what, "a variance between units needs at least 2 units with answers, there are 1");
  EXPECT_EQ(random_intercept(GroupSums{0, {1, 1}, {6, 7}, {36, 49}}).error().fault, Fault::too_few_people);
  EXPECT_EQ(random_intercept(GroupSums{0, {2, 2}, {4, 6}, {8, 18}}).error().fault, Fault::undefined);
}

}  // namespace
}  // namespace karuna::stats
