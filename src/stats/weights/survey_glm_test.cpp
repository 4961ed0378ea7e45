// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_glm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stats/resample/philox.h"
#include "stats/weights/survey_mean.h"

namespace karuna::stats {
namespace {

using testing::HasSubstr;

/// A model matrix of an intercept and the columns given.
ModelMatrix matrix(const std::vector<std::vector<double>>& columns, std::size_t rows) {
  ModelMatrix m;
  m.rows = rows;
  m.columns.push_back({"(Intercept)", 0, rows});
  m.values.assign(rows, 1);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    m.columns.push_back({"x" + std::to_string(j + 1), j + 1, rows});
    m.values.insert(m.values.end(), columns[j].begin(), columns[j].end());
  }
  return m;
}

struct Sample {
  std::vector<double> x, y, yes, count, weights, population;
  std::vector<std::uint32_t> strata, clusters;
  SurveyDesign design;
  Sample() {
    Random random(7, 1);
    for (std::uint32_t i = 0; i < 120; ++i) {
      x.push_back(random.normal());
      y.push_back(2 + 0.5 * x.back() + random.normal());
      yes.push_back(random.uniform() < 1 / (1 + std::exp(-x.back())) ? 1 : 0);
      count.push_back(random.below(5));
      weights.push_back(1 + random.below(4));
      strata.push_back(i / 60);
      clusters.push_back(i / 5);
      population.push_back(40);
    }
    design.weights = weights;
    design.strata = strata;
    design.clusters = clusters;
    design.population = population;
  }
};

SurveyGlm fitted(std::span<const double> y, const ModelMatrix& x, const SurveyDesign& design, Family family, std::span<const double> offset = {}) {
  const auto found = survey_glm(y, x, offset, design, {.family = family});
  EXPECT_TRUE(found) << found.error().what;
  return found ? *found : SurveyGlm{};
}

std::string error_of(std::span<const double> y, const ModelMatrix& x, Family family = Family::gaussian, const SurveyDesign& design = {}) {
  const auto found = survey_glm(y, x, {}, design, {.family = family});
  return found ? "" : found.error().what;
}

// The delta method by hand: a model of an intercept is a transformed mean, g(m) with error se(m) g'(m).
TEST(SurveyGlm, of_an_intercept_alone_is_the_mean_on_the_scale_of_the_link) {
  const Sample s;
  const ModelMatrix one = matrix({}, 120);
  const auto mean = survey_mean(s.y, s.design), share = survey_mean(s.yes, s.design), rate = survey_mean(s.count, s.design);
  const SurveyGlm linear = fitted(s.y, one, s.design, Family::gaussian), logistic = fitted(s.yes, one, s.design, Family::binomial),
                  poisson = fitted(s.count, one, s.design, Family::poisson);
  EXPECT_NEAR(linear.coefficients[0], mean->estimate, 1e-12);
  EXPECT_NEAR(linear.standard_errors[0], mean->standard_error, 1e-12);
  EXPECT_NEAR(logistic.coefficients[0], std::log(share->estimate / (1 - share->estimate)), 1e-11);
  EXPECT_NEAR(logistic.standard_errors[0], share->standard_error / (share->estimate * (1 - share->estimate)), 1e-11);
  EXPECT_NEAR(poisson.coefficients[0], std::log(rate->estimate), 1e-11);
  EXPECT_NEAR(poisson.standard_errors[0], rate->standard_error / rate->estimate, 1e-11);
  EXPECT_EQ(linear.degrees_of_freedom, 24 - 2);  // 24 clusters, 2 strata, 1 coefficient
}

// Without a design and with equal weights this is White's sandwich with the factor n/(n - 1), here by its textbook formula for one column through 0.
TEST(SurveyGlm, of_a_plain_sample_is_the_sandwich) {
  const std::vector<double> x{1, 2, 3, 5}, y{1, 3, 2, 6};
  ModelMatrix m;
  m.rows = 4;
  m.columns.push_back({"x", 1, 4});
  m.values = x;
  const SurveyGlm found = fitted(y, m, {}, Family::gaussian);
  const double b = (1 + 6 + 6 + 30) / 39.0;
  double meat = 0;
  for (std::size_t i = 0; i < 4; ++i) meat += std::pow(x[i] * (y[i] - b * x[i]), 2);
  EXPECT_NEAR(found.coefficients[0], b, 1e-14);
  EXPECT_NEAR(found.standard_errors[0], std::sqrt(meat * 4 / 3) / 39, 1e-14);
}

// Log odds of a two by two table by hand: 3 of 10 and 6 of 10.
TEST(SurveyGlm, gives_the_log_odds_ratio_of_a_table) {
  std::vector<double> x(20, 0), y(20, 0);
  for (std::size_t i = 0; i < 10; ++i) x[10 + i] = 1, y[i] = i < 3 ? 1 : 0, y[10 + i] = i < 6 ? 1 : 0;
  const SurveyGlm found = fitted(y, matrix({x}, 20), {}, Family::binomial);
  EXPECT_NEAR(found.coefficients[1], std::log((6.0 / 4) / (3.0 / 7)), 1e-11);
  EXPECT_EQ(found.fit.why, Stopped::step_small);
  EXPECT_LT(found.fit.gradient_norm, 1e-10);
}

TEST(SurveyGlm, of_rates_takes_the_log_of_what_was_exposed_as_offset) {  // by hand: events over time
  const std::vector<double> events{2, 4, 3}, time{10, 30, 20}, log_time{std::log(10), std::log(30), std::log(20)};
  EXPECT_NEAR(fitted(events, matrix({}, 3), {}, Family::poisson, log_time).coefficients[0], std::log(9.0 / 60), 1e-11);
}

TEST(SurveyGlm, does_not_depend_on_the_scale_of_a_column) {
  const Sample s;
  const SurveyGlm plain = fitted(s.yes, matrix({s.x}, 120), s.design, Family::binomial);
  for (const double scale : {1e-9, 1e9}) {
    std::vector<double> x = s.x;
    for (auto& v : x) v *= scale;
    const SurveyGlm scaled = fitted(s.yes, matrix({x}, 120), s.design, Family::binomial);
    EXPECT_NEAR(scaled.coefficients[1] * scale / plain.coefficients[1], 1, 1e-10);
    EXPECT_NEAR(scaled.standard_errors[1] * scale / plain.standard_errors[1], 1, 1e-10);
  }
}

TEST(SurveyGlm, leaves_out_who_is_outside_the_group_and_who_has_no_weight) {
  const Sample s;
  std::vector<std::uint8_t> domain(120, 1);
  std::vector<double> y = s.y;
  domain[3] = 0;
  y[3] = std::numeric_limits<double>::quiet_NaN();  // nobody looks at it
  SurveyDesign design = s.design;
  design.domain = domain;
  const SurveyGlm found = fitted(y, matrix({s.x}, 120), design, Family::gaussian);
  EXPECT_TRUE(std::isnan(found.fitted[3]));
  EXPECT_FALSE(std::isnan(found.fitted[4]));
}

TEST(SurveyGlm, says_what_is_wrong) {
  const Sample s;
  const ModelMatrix m = matrix({s.x}, 120);
  std::vector<double> twice = s.x;
  for (auto& v : twice) v = 2 * v + 1;
  EXPECT_THAT(error_of(s.y, matrix({s.x, twice}, 120)), HasSubstr("\"x2\" is determined by the columns before it"));
  EXPECT_THAT(error_of(s.y, matrix({std::vector<double>(120, 4)}, 120)), HasSubstr("\"x1\" is determined by"));
  EXPECT_THAT(error_of(s.y, matrix({std::vector<double>(120, 0)}, 120)), HasSubstr("\"x1\" is 0 for everybody"));
  EXPECT_THAT(error_of(s.y, m, Family::binomial), HasSubstr("needs a share from 0 to 1"));
  EXPECT_THAT(error_of(s.y, m, Family::poisson), testing::AnyOf(HasSubstr("needs a count of at least 0"), testing::IsEmpty()));
  std::vector<double> gap = s.y;
  gap[7] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(error_of(gap, m), HasSubstr("row 8"));
  gap[7] = std::numeric_limits<double>::infinity();
  EXPECT_THAT(error_of(gap, m), HasSubstr("row 8"));
  std::vector<double> apart(120);
  for (std::size_t i = 0; i < 120; ++i) apart[i] = s.x[i] > 0 ? 1 : 0;
  EXPECT_THAT(error_of(apart, m, Family::binomial), HasSubstr("without error"));
  const std::vector<double> one{1};
  EXPECT_THAT(error_of(one, matrix({}, 1)), HasSubstr("1 person cannot carry 1 coefficient"));
  EXPECT_THAT(error_of(std::span(s.y).first(50), m), HasSubstr("not of the same people"));
  SurveyDesign two = s.design;
  const std::vector<std::uint32_t> half = s.strata;
  two.strata = {};
  two.clusters = half;
  two.population = {};
  EXPECT_THAT(error_of(s.y, m, Family::gaussian, two), HasSubstr("degrees of freedom"));
}

}  // namespace
}  // namespace karuna::stats
