// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/mixed/satterthwaite.h"

namespace karuna::stats {
namespace {

// Yield of dyestuff by batch: Davies and Goldsmith 1972, as in lme4's manual.
const std::vector<double> yields{1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
                                 1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445};

struct Dyestuff {
  std::vector<std::uint32_t> batch;
  MixedModel model;
  Dyestuff() {
    for (std::uint32_t i = 0; i < 30; ++i) batch.push_back(i / 5);
    model = {.y = yields, .fixed = {{"(Intercept)", {}}}, .groupings = {{"batch", batch, 6}}, .terms = {{"(1 | batch)", 0, {{"(Intercept)", {}}}}}};
  }
};

TEST(MixedBootstrap, interval_of_a_mean_is_that_of_the_normal_and_threads_change_nothing) {  // by hand: 1527.5 -+ 1.96 * 19.3834
  const Dyestuff data;
  const auto fit = fit_mixed(data.model).value();
  EXPECT_NEAR(fit.criterion, 319.6543, 5e-5);  // published: lme4's manual
  const auto one = bootstrap_intervals(data.model, {}, fit, {.replicates = 2000, .seed = 7});
  ASSERT_TRUE(one) << one.error().what;
  EXPECT_NEAR(one->beta[0].low, 1527.5 - 1.96 * 19.3834, 4);  // Monte Carlo error of such a quantile: about 1.2
  EXPECT_NEAR(one->beta[0].high, 1527.5 + 1.96 * 19.3834, 4);
  EXPECT_EQ(one->deviation[0][0].low, 0);  // six batches: often no variance between them is found
  const auto two = bootstrap_intervals(data.model, {}, fit, {.replicates = 2000, .seed = 7, .threads = 3});
  EXPECT_EQ(one->sigma.high, two->sigma.high);
  EXPECT_EQ(one->deviation[0][0].high, two->deviation[0][0].high);
}

TEST(MixedBootstrap, refuses_a_handful_of_replicates) {
  const Dyestuff data;
  const auto none = bootstrap_intervals(data.model, {}, fit_mixed(data.model).value(), {.replicates = 5});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().what, "an interval from 5 replicates says nothing; ask for at least 100");
}

}  // namespace
}  // namespace karuna::stats
