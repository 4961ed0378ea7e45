// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/omega.h"

#include <gtest/gtest.h>

#include <cmath>

namespace karuna::stats {
namespace {

/// Covariances of a one-factor model with these loadings and residual variances, as if from n people.
Covariance one_factor(const std::vector<double>& l, const std::vector<double>& t, std::size_t n) {
  Covariance c;
  c.items = l.size();
  c.rows = c.n = n;
  c.values.resize(l.size() * l.size());
  for (std::size_t i = 0; i < l.size(); ++i) {
    for (std::size_t j = 0; j < l.size(); ++j) c.values[i * l.size() + j] = l[i] * l[j] + (i == j ? t[i] : 0);
    c.sds.push_back(std::sqrt(c(i, i)));
  }
  return c;
}

TEST(Omega, finds_the_model_that_made_the_covariances) {  // by hand: (.8+.7+.6+.5)^2 / (2.6^2 + .36+.51+.64+.75)
  const auto found = mcdonald_omega(one_factor({.8, .7, .6, .5}, {.36, .51, .64, .75}, 100'000));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_NEAR(found->omega, 6.76 / (6.76 + 2.26), 1e-10);
  EXPECT_NEAR(found->chi_square, 0, 1e-6);
  EXPECT_EQ(found->degrees_of_freedom, 2);
  EXPECT_EQ(found->fit.why, Stopped::gradient_small);
  EXPECT_LT(found->fit.gradient_norm, 1e-10);
  EXPECT_EQ(found->fit.start.size(), 8U);
}

TEST(Omega, equals_alpha_for_equal_loadings) {
  const auto found = mcdonald_omega(one_factor({.7, .7, .7}, {.51, .51, .51}, 500));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->omega, 3 * .49 / (1 + 2 * .49), 1e-10);
  EXPECT_TRUE(std::isnan(found->p));  // three items fit any covariances
}

TEST(Omega, refuses_an_item_without_error) {
  Covariance c = one_factor({.5, .5, .5}, {.75, .75, .75}, 200);  // correlations .9, .9, .5 leave item 1 no error: .9 * .9 / .5 > 1
  c.values = {1, .9, .9, .9, 1, .7, .9, .7, 1};
  c.sds = {1, 1, 1};
  const auto found = mcdonald_omega(c);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::undefined);
  EXPECT_NE(found.error().what.find("item 1 no error variance of its own (a Heywood case)"), std::string::npos) << found.error().what;
}

TEST(Omega, refuses_two_items_and_items_that_determine_each_other) {
  EXPECT_EQ(mcdonald_omega(one_factor({.5, .5}, {.5, .5}, 50)).error().what, "omega needs at least 3 items, this scale has 2");
  Covariance c = one_factor({.5, .5, .5}, {.75, .75, .75}, 200);
  c.values = {1, 1, .5, 1, 1, .5, .5, .5, 1};
  c.sds = {1, 1, 1};
  EXPECT_EQ(mcdonald_omega(c).error().what, "omega has no value: one item is determined by the others (200 people, 3 items)");
}

}  // namespace
}  // namespace karuna::stats
