// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "stats/meta/asymmetry.h"
#include "stats/meta/combine.h"
#include "stats/meta/multilevel.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// The thirteen trials of the BCG vaccine (Colditz et al. 1994): cases and others among the vaccinated and the rest, latitude, year; log risk ratios.
struct Bcg {
  std::vector<double> y, v, moderators;
  Bcg() {
    constexpr double trials[13][6] = {{4, 119, 11, 128, 44, 1948},       {6, 300, 29, 274, 55, 1949},        {3, 228, 11, 209, 42, 1960},
                                      {62, 13536, 248, 12619, 52, 1977}, {33, 5036, 47, 5761, 13, 1973},     {180, 1361, 372, 1079, 44, 1953},
                                      {8, 2537, 10, 619, 19, 1973},      {505, 87886, 499, 87892, 13, 1980}, {29, 7470, 45, 7232, 27, 1968},
                                      {17, 1699, 65, 1600, 42, 1961},    {186, 50448, 141, 27197, 18, 1974}, {5, 2493, 3, 2338, 33, 1969},
                                      {27, 16886, 29, 17825, 33, 1976}};
    for (const auto& [a, b, c, d, latitude, year] : trials) {
      y.push_back(std::log(a / (a + b) / (c / (c + d))));
      v.push_back(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d));
      moderators.push_back(latitude);
    }
    for (const auto& trial : trials) moderators.push_back(trial[5]);
  }
  Studies alone() const { return {y, v}; }
  Studies with_moderators() const { return {y, v, MatrixView(moderators.data(), 13, 2), names}; }
  static inline const std::vector<std::string> names{"latitude", "year"};
};

TEST(Combine, is_the_published_analysis_of_the_bcg_trials) {  // Viechtbauer 2010, doi:10.18637/jss.v036.i03, section 3.1
  const auto fit = combine(Bcg().alone(), {.test = MetaTest::z});
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_NEAR(fit->spread.tau2, 0.3132, 5e-5);
  EXPECT_NEAR(fit->tau2_standard_error, 0.1664, 5e-5);
  EXPECT_NEAR(fit->spread.i2, 92.22, 5e-3);
  EXPECT_NEAR(fit->spread.h2, 12.86, 5e-3);
  EXPECT_NEAR(fit->q, 152.2330, 5e-5);
  EXPECT_NEAR(fit->coefficients[0].estimate, -0.7145, 5e-5);
  EXPECT_NEAR(fit->coefficients[0].tested.standard_error, 0.1798, 5e-5);
  EXPECT_NEAR(fit->coefficients[0].tested.interval.low, -1.0669, 5e-5);
  EXPECT_NEAR(fit->spread_low.tau2, 0.1197, 5e-5);
  EXPECT_NEAR(fit->spread_high.tau2, 1.1115, 5e-5);
}

TEST(Combine, is_the_published_regression_on_latitude_and_year) {  // the same, section 3.2
  const auto fit = combine(Bcg().with_moderators(), {.test = MetaTest::z});
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_NEAR(fit->spread.tau2, 0.1108, 5e-5);
  EXPECT_NEAR(fit->q, 28.3251, 5e-5);
  EXPECT_NEAR(fit->qm, 12.2043, 5e-4);  // the printed one rests on a tau2 that stopped at five digits
  EXPECT_NEAR(fit->coefficients[1].estimate, -0.0280, 5e-5);
  EXPECT_NEAR(fit->coefficients[1].tested.standard_error, 0.0102, 5e-5);
}

TEST(Combine, of_two_studies_is_the_calculation_by_hand) {
  // y 0 and 4, v 1 and 3. FE: weights 1 and 1/3, mean 1, Q = 1 + 9/3 = 4. tr P = 4/3 - (10/9)/(4/3) = 1/2, DL: (4 - 1)/(1/2) = 6.
  const std::vector<double> y{0, 4}, v{1, 3};
  const auto fixed = combine({y, v}, {.method = Tau2Method::FE, .test = MetaTest::z}), dl = combine({y, v}, {.method = Tau2Method::DL});
  EXPECT_NEAR(fixed->coefficients[0].estimate, 1, 1e-14);
  EXPECT_NEAR(fixed->q, 4, 1e-14);
  EXPECT_NEAR(fixed->studies[0].weight, 75, 1e-12);
  EXPECT_NEAR(dl->spread.tau2, 6, 1e-13);
  EXPECT_NEAR(dl->coefficients[0].estimate, 4 * 7. / 16, 1e-14);  // weights 1/7 and 1/9
  // REML of two studies: (y1 - y2)^2 = 16 is expected to be 2 tau2 + 4, so tau2 = 6; so are HE and PM.
  for (const auto method : {Tau2Method::REML, Tau2Method::HE, Tau2Method::PM}) EXPECT_NEAR(combine({y, v}, {.method = method})->spread.tau2, 6, 1e-12);
  EXPECT_TRUE(dl->few);
}

TEST(Combine, has_no_variance_between_studies_that_agree_and_says_so) {
  const std::vector<double> y{0.1, 0.1, 0.1, 0.1}, v{1, 2, 3, 4};
  for (const auto method : {Tau2Method::REML, Tau2Method::ML, Tau2Method::DL, Tau2Method::PM, Tau2Method::HE, Tau2Method::SJ}) {
    const auto fit = combine({y, v}, {.method = method});
    ASSERT_TRUE(fit) << fit.error().what;
    EXPECT_NEAR(fit->spread.tau2, 0, 1e-30);
    EXPECT_NEAR(fit->coefficients[0].estimate, 0.1, 1e-15);
  }
  const auto fit = combine({y, v});
  EXPECT_EQ(fit->fit.why, Stopped::boundary);
  EXPECT_GT(fit->coefficients[0].floored.standard_error, 0.6);  // 1/sqrt(1 + 1/2 + 1/3 + 1/4) = 0.69, whatever the studies agree on
  EXPECT_TRUE(std::isnan(fit->spread_high.tau2)) << "no tau2 is compatible with studies that agree better than chance";
}

TEST(Combine, finds_the_deeper_of_two_valleys) {
  // Many precise studies that agree and a few vague ones far out: the likelihood of tau2 has more than one valley in places like this. Every place of a
  // fine grid is no better than the one that was found.
  Random random(21, 0);
  for (int world = 0; world < 30; ++world) {
    std::vector<double> y, v;
    for (int i = 0; i < 8; ++i) {
      v.push_back(std::pow(10.0, -4 + 6 * random.uniform()));
      y.push_back(2 * random.normal() * (random.below(3) == 0 ? 3 : 0.02));
    }
    const auto basis = orthonormal_basis({}, Intercept::yes, {}, y.size());
    const WeightedStudies studies(*basis, y, v);
    for (const bool restricted : {true, false}) {
      const auto found = estimate_tau2(studies, y, restricted ? Tau2Method::REML : Tau2Method::ML);
      ASSERT_TRUE(found) << found.error().what;
      const auto criterion = [&](double tau2) { return studies.minus_two_log_likelihood(studies.at(tau2), tau2, restricted); };
      const double best = criterion(found->value);
      for (double place = 1e-8; place < 1e5; place *= 1.1) EXPECT_GE(criterion(place), best - 1e-9) << "world " << world << " at " << place;
      EXPECT_GE(criterion(0), best - 1e-9);
    }
  }
}

TEST(Combine, does_not_mind_scales_and_offsets) {
  const Bcg bcg;
  const auto plain = combine(bcg.alone());
  for (const double scale : {1e-30, 1e-6, 1e6, 1e30}) {
    std::vector<double> y, v;
    for (std::size_t i = 0; i < 13; ++i) y.push_back(scale * (bcg.y[i] + 1000)), v.push_back(scale * scale * bcg.v[i]);
    const auto fit = combine({y, v});
    ASSERT_TRUE(fit) << fit.error().what;
    EXPECT_NEAR(fit->spread.tau2 / scale / scale / plain->spread.tau2, 1, 1e-9) << scale;
    EXPECT_NEAR(fit->coefficients[0].estimate / scale, plain->coefficients[0].estimate + 1000, 1e-9) << scale;
  }
}

TEST(Combine, leaves_studies_with_missing_values_out) {
  Bcg bcg;
  bcg.y.push_back(NAN), bcg.v.push_back(1);
  bcg.y.push_back(1), bcg.v.push_back(NAN);
  const auto fit = combine(bcg.alone());
  EXPECT_EQ(fit->k, 13U);
  EXPECT_EQ(fit->left_out, 2U);
  EXPECT_NEAR(fit->spread.tau2, 0.3132, 5e-5);
}

TEST(Combine, says_what_is_wrong) {
  const std::vector<double> y{1, 2, 3}, v{1, 1, 1}, zero{1, 0, 1}, negative{1, 1, -2}, broken{1, infinite, 1}, tiny{1, 1e-200, 1}, constant{5, 5, 5};
  EXPECT_EQ(combine({y, zero}).error().what, "study 2: the variance must be above 0. Give the squared standard error, or leave the study out");
  EXPECT_EQ(combine({y, negative}).error().what, "study 3: the variance must be above 0. Give the squared standard error, or leave the study out");
  EXPECT_EQ(combine({y, tiny}).error().what, "study 2: its variance is too far from 1 to compute with; give effects and standard errors in another unit");
  EXPECT_EQ(combine({y, broken}).error().what, "study 2: effect and variance must be finite numbers");
  EXPECT_EQ(combine({std::span(y).first(1), std::span(v).first(1)}).error().what, "combining needs at least 2 studies with effect and variance, there are 1");
  EXPECT_EQ(combine({y, std::span(v).first(1)}).error().what, "every effect needs a variance and its moderators: there are 3 effects and 1 variances");
  EXPECT_EQ(combine({y, v, MatrixView(constant.data(), 3, 1)}).error().what,
            "column 1 is the same in every row, which the intercept already says; leave it out");
  EXPECT_EQ(combine({std::span(y).first(2), std::span(v).first(2), MatrixView(y.data(), 2, 1)}).error().what,
            "2 coefficients need at least 3 studies, there are 2");
  const Bcg bcg;
  const auto unsettled = combine(bcg.alone(), {.most_steps = 1});
  ASSERT_FALSE(unsettled);
  EXPECT_EQ(unsettled.error().fault, Fault::undefined);
  EXPECT_NE(unsettled.error().what.find("did not settle within 1 steps"), std::string::npos) << unsettled.error().what;
}

TEST(Multilevel, with_one_study_a_group_is_the_plain_analysis) {
  const Bcg bcg;
  std::vector<std::uint32_t> each;
  for (std::uint32_t i = 0; i < 13; ++i) each.push_back(100 - i);
  const auto plain = combine(bcg.alone(), {.test = MetaTest::z});
  const auto nested = combine_nested(bcg.alone(), {each});
  ASSERT_TRUE(nested) << nested.error().what;
  EXPECT_NEAR(nested->outer_variance, plain->spread.tau2, 1e-8);
  EXPECT_NEAR(nested->coefficients[0].estimate, plain->coefficients[0].estimate, 1e-8);
  EXPECT_NEAR(nested->log_likelihood, plain->restricted_log_likelihood, 1e-10);
  EXPECT_NEAR(nested->coefficients[0].tested.standard_error, plain->coefficients[0].tested.standard_error, 1e-8);
}

TEST(Multilevel, is_no_worse_than_any_place_near_it) {
  Random random(4, 0);
  for (int world = 0; world < 10; ++world) {
    std::vector<double> y, v;
    std::vector<std::uint32_t> outer, inner;
    for (std::uint32_t h = 0; h < 8; ++h) {
      const double own = (world % 3) * 0.3 * random.normal();
      for (std::uint32_t g = 0; g < 3; ++g) {
        const double within = (world % 2) * 0.4 * random.normal();
        for (int i = 0; i < 2; ++i) {
          v.push_back(0.05 + 0.2 * random.uniform());
          y.push_back(own + within + std::sqrt(v.back()) * random.normal());
          outer.push_back(h), inner.push_back(g);
        }
      }
    }
    for (const auto likelihood : {Likelihood::REML, Likelihood::ML}) {
      const auto fit = combine_nested({y, v}, {outer, inner}, {.likelihood = likelihood});
      ASSERT_TRUE(fit) << fit.error().what;
      EXPECT_GE(fit->outer_variance, 0);
      EXPECT_GE(fit->inner_variance, 0);
      EXPECT_LT(fit->fit.gradient_norm, 1e-4 * (1 + std::fabs(fit->fit.criterion)));
      EXPECT_LE(fit->fit.criterion, fit->fit.criterion_start + 1e-9);
    }
  }
}

TEST(Multilevel, says_what_is_wrong) {
  const std::vector<double> y{1, 2, 3, 4}, v{1, 1, 1, 1};
  const std::vector<std::uint32_t> one{7, 7, 7, 7}, two{1, 1, 2, 2};
  EXPECT_EQ(combine_nested({y, v}, {one}).error().what, "a variance between outer groups needs at least 2 of them, there is 1");
  EXPECT_EQ(combine_nested({y, v}, {two, two}).error().what,
            "every outer group holds one inner group, so their variances cannot be told apart; leave the inner level out");
  EXPECT_EQ(combine_nested({y, v}, {std::span(two).first(2)}).error().what, "every study needs its groups: there are 4 studies and 2 outer groups");
  const auto unsettled = combine_nested({y, v}, {two}, {.most_steps = 1});
  ASSERT_FALSE(unsettled);
  EXPECT_NE(unsettled.error().what.find("did not settle within 1 steps"), std::string::npos) << unsettled.error().what;
}

TEST(TrimAndFill, is_the_published_analysis_of_the_bcg_trials) {  // Viechtbauer 2010, section 4.4: four on the right, -0.2910 (0.0383), Q(16) = 262.7316
  const auto found = trim_and_fill(Bcg().alone(), {.method = Tau2Method::FE, .test = MetaTest::z});
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->filled, 4U);
  EXPECT_EQ(found->side, FillSide::right);
  EXPECT_NEAR(found->combined.coefficients[0].estimate, -0.2910, 5e-5);
  EXPECT_NEAR(found->combined.coefficients[0].tested.standard_error, 0.0383, 5e-5);
  EXPECT_NEAR(found->combined.q, 262.7316, 5e-5);
}

TEST(EggerTest, weighted_is_the_published_figure_of_the_bcg_trials) {  // metafor's manual, regtest(model = "lm"): t = -1.4013, df = 11, p = 0.1887
  const auto found = egger_test_weighted(Bcg().alone());
  EXPECT_NEAR(found->statistic, -1.4013, 5e-5);
  EXPECT_EQ(found->degrees, 11);
  EXPECT_NEAR(found->p, 0.1887, 5e-5);
  EXPECT_NEAR(found->limit, -0.1909, 5e-5);
}

TEST(RankTest, is_the_published_figure_of_the_bcg_trials) {  // metafor's manual, ranktest(): tau = 0.0256, p = 0.9524
  const auto found = rank_test(Bcg().alone());
  EXPECT_NEAR(found->statistic, 0.0256, 5e-5);
  EXPECT_NEAR(found->p, 0.9524, 5e-5);
}

TEST(Asymmetry, says_what_is_wrong) {
  const std::vector<double> y{1, 2, 3, 5}, v{1, 1, 1, 1};
  EXPECT_EQ(egger_test({y, v}).error().what, "standard error is the same in every row, which the intercept already says; leave it out");
  EXPECT_EQ(rank_test({y, v}).error().what, "a column is the same in every row: there is nothing to correlate");
  EXPECT_EQ(rank_test({std::span(y).first(2), std::span(v).first(2)}).error().what, "a test of asymmetry needs at least 3 studies, there are 2");
  EXPECT_EQ(trim_and_fill(Bcg().with_moderators()).error().what, "tests of asymmetry take studies without moderators");
}

}  // namespace
}  // namespace karuna::stats
