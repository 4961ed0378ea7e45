// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "stats/mixed/profiled.h"
#include "stats/mixed/satterthwaite.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

using testing::HasSubstr;

/// Groups of rows with an intercept and a slope, and a second grouping that crosses.
struct World {
  std::vector<double> y, x, w;
  std::vector<std::uint32_t> group, item;
  MixedModel model;
  World(std::uint32_t groups, std::uint32_t each, double between, std::uint64_t seed = 1, std::uint32_t items = 7) {
    Random random(seed, 0), effects(seed, 1);
    std::vector<double> level, slope, of_item;
    for (std::uint32_t g = 0; g < groups; ++g) level.push_back(between * effects.normal()), slope.push_back(0.5 * between * effects.normal());
    for (std::uint32_t i = 0; i < items; ++i) of_item.push_back(0.4 * between * effects.normal());
    for (std::uint32_t g = 0; g < groups; ++g)
      for (std::uint32_t i = 0; i < each + g % 3; ++i) {
        group.push_back(g), item.push_back(random.below(items));
        x.push_back(random.normal()), w.push_back(random.uniform() + 0.5);
        y.push_back(1 + 0.3 * x.back() + level[g] + slope[g] * x.back() + of_item[item.back()] + random.normal());
      }
    model.y = y;
    model.fixed = {{"(Intercept)", {}}, {"x", x}};
    model.groupings = {{"team", group, groups}, {"item", item, items}};
  }
  void intercepts() { model.terms = {{"(1 | team)", 0, {{"(Intercept)", {}}}}}; }
  void slopes() { model.terms = {{"(1 + x | team)", 0, {{"(Intercept)", {}}, {"x", x}}}}; }
  void crossed_slopes() {
    slopes();
    model.terms.push_back({"(1 + x | item)", 1, {{"(Intercept)", {}}, {"x", x}}});
  }
};

std::string why(const MixedModel& model) {
  const auto fit = fit_mixed(model);
  return fit ? "fitted" : fit.error().what;
}

TEST(LinearMixed, slope_of_the_criterion_is_its_difference) {  // by hand: central differences of the value
  World world(12, 6, 0.8);
  world.crossed_slopes();
  world.model.weights = world.w;
  const auto sums = MixedSums::of(world.model).value();
  const auto parts = MixedCriterion::of(sums).value();
  for (const Likelihood likelihood : {Likelihood::REML, Likelihood::ML}) {
    const Profiled profiled{*parts, likelihood, true};
    Eigen::VectorXd theta(6);
    theta << 0.7, 0.2, 0.4, 0.5, -0.1, 0.3;
    ASSERT_TRUE(parts->at(theta));
    const Eigen::VectorXd slope = profiled.slope();
    for (Eigen::Index i = 0; i < theta.size(); ++i) {
      Eigen::VectorXd up = theta, down = theta;
      up(i) += 1e-5, down(i) -= 1e-5;
      parts->at(up);
      const double high = profiled.value();
      parts->at(down);
      EXPECT_NEAR(slope(i), (high - profiled.value()) / 2e-5, 1e-6) << i;
    }
  }
}

TEST(LinearMixed, criterion_is_the_likelihood_of_the_dense_covariance) {  // by hand: the multivariate normal density, written out
  World world(8, 4, 0.8);
  world.crossed_slopes();
  world.model.weights = world.w;
  const auto n = static_cast<Eigen::Index>(world.y.size());
  for (const Likelihood likelihood : {Likelihood::REML, Likelihood::ML}) {
    const auto fit = fit_mixed(world.model, {.likelihood = likelihood});
    ASSERT_TRUE(fit) << fit.error().what;
    Eigen::MatrixXd v = Eigen::MatrixXd::Zero(n, n), x(n, 2);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto a = static_cast<std::size_t>(i);
      v(i, i) += fit->sigma * fit->sigma / world.w[a];
      x.row(i) << 1, world.x[a];
      for (Eigen::Index j = 0; j < n; ++j) {
        const auto b = static_cast<std::size_t>(j);
        const auto share = [&](const TermFit& t) {
          return t.covariance[0] + t.covariance[1] * (world.x[a] + world.x[b]) + t.covariance[3] * world.x[a] * world.x[b];
        };
        if (world.group[a] == world.group[b]) v(i, j) += share(fit->terms[0]);
        if (world.item[a] == world.item[b]) v(i, j) += share(fit->terms[1]);
      }
    }
    const Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(world.y.data(), n);
    const Eigen::MatrixXd inverse = v.inverse(), information = x.transpose() * inverse * x;
    const Eigen::VectorXd beta = information.ldlt().solve(x.transpose() * inverse * y), left = y - x * beta;
    const double reml = likelihood == Likelihood::REML ? std::log(information.determinant()) - 2 * std::log(2 * M_PI) : 0;
    const double dense = static_cast<double>(n) * std::log(2 * M_PI) + std::log(v.determinant()) + left.dot(inverse * left) + reml;
    EXPECT_NEAR(fit->criterion, dense, 1e-8);
    EXPECT_NEAR(fit->beta[0], beta(0), 1e-9);
    EXPECT_NEAR(fit->beta[1], beta(1), 1e-9);
    EXPECT_NEAR(fit->standard_error[1], std::sqrt(information.inverse()(1, 1)), 1e-9);
  }
}

TEST(LinearMixed, does_not_mind_the_scale_of_anything) {
  World world(15, 6, 0.8);
  world.slopes();
  const auto plain = fit_mixed(world.model).value();
  std::vector<double> y = world.y, x = world.x;
  for (double& v : y) v = 1e100 * v;
  for (double& v : x) v = 2e-40 * v + 1e-36;  // far from 0 as seen from its own spread
  world.model.y = y;
  world.model.fixed[1].values = x;
  world.model.terms[0].columns[1].values = x;
  const auto scaled = fit_mixed(world.model);
  ASSERT_TRUE(scaled) << scaled.error().what;
  EXPECT_NEAR(scaled->sigma / 1e100, plain.sigma, 1e-7 * plain.sigma);
  EXPECT_NEAR(scaled->beta[1] * 2e-40 / 1e100, plain.beta[1], 1e-7);
  EXPECT_NEAR(scaled->terms[0].deviation[1] * 2e-40 / 1e100, plain.terms[0].deviation[1], 1e-6);
}

TEST(LinearMixed, says_in_words_that_units_do_not_differ) {
  World world(10, 8, 0.0, 3);
  for (std::size_t i = 0; i < world.y.size(); ++i) world.y[i] += (i % 2 == 0 ? 2 : -2);  // groups are more alike than chance would make them
  world.intercepts();
  const auto fit = fit_mixed(world.model).value();
  EXPECT_EQ(fit.terms[0].deviation[0], 0);
  EXPECT_TRUE(fit.singular);
  EXPECT_THAT(fit.singular_words, HasSubstr("no detectable between-unit variance"));
  EXPECT_EQ(fit.fit.why, Stopped::boundary);
}

TEST(LinearMixed, sparse_and_dense_ways_agree) {  // 900 teams within 450 pairs of teams: few pairs of groups meet
  World world(1500, 3, 0.8, 1, 2);
  std::vector<std::uint32_t> pair, hundred;
  for (const std::uint32_t g : world.group) pair.push_back(g / 2), hundred.push_back(g / 100);
  world.model.groupings = {{"team", world.group, 1500}, {"pair", pair, 750}, {"hundred", hundred, 15}};
  world.model.terms = {
      {"(1 | team)", 0, {{"(Intercept)", {}}}}, {"(1 + x | pair)", 1, {{"(Intercept)", {}}, {"x", world.x}}}, {"(1 | hundred)", 2, {{"(Intercept)", {}}}}};
  const auto sums = MixedSums::of(world.model).value();
  const auto parts = MixedCriterion::of(sums).value();
  ASSERT_TRUE(parts->schur().sparse());
  const Profiled profiled{*parts, Likelihood::REML, true};
  Eigen::VectorXd theta(5);
  theta << 0.6, 0.5, 0.1, 0.3, 0.4;
  ASSERT_TRUE(parts->at(theta));
  const Eigen::VectorXd slope = profiled.slope();
  for (Eigen::Index i = 0; i < theta.size(); ++i) {
    Eigen::VectorXd up = theta, down = theta;
    up(i) += 1e-4, down(i) -= 1e-4;
    parts->at(up);
    const double high = profiled.value();
    parts->at(down);
    EXPECT_NEAR(slope(i), (high - profiled.value()) / 2e-4, 1e-4) << i;
  }
}

TEST(LinearMixed, known_variances_that_are_all_equal_are_a_residual_variance) {
  World world(12, 6, 0.8);
  world.intercepts();
  const auto plain = fit_mixed(world.model).value();
  const std::vector<double> known(world.y.size(), plain.sigma * plain.sigma);
  world.model.known_variance = known;
  const auto fixed = fit_mixed(world.model, {.fixed_sigma2 = 0});
  ASSERT_TRUE(fixed) << fixed.error().what;
  EXPECT_NEAR(fixed->criterion, plain.criterion, 1e-8);
  EXPECT_NEAR(fixed->terms[0].deviation[0], plain.terms[0].deviation[0], 1e-6);
  const std::vector<double> half(world.y.size(), plain.sigma * plain.sigma / 4);
  world.model.known_variance = half;
  const auto rest = fit_mixed(world.model);
  ASSERT_TRUE(rest) << rest.error().what;
  EXPECT_NEAR(rest->criterion, plain.criterion, 1e-8);
  EXPECT_NEAR(rest->sigma * rest->sigma, 0.75 * plain.sigma * plain.sigma, 1e-5);
}

TEST(LinearMixed, refuses_what_it_cannot_fit_and_says_why) {
  World world(6, 5, 0.8);
  world.intercepts();
  const MixedModel good = world.model;
  std::vector<double> bad = world.y;
  bad[3] = NAN;
  world.model.y = bad;
  EXPECT_THAT(why(world.model), HasSubstr("\"the outcome\" is missing in row 4"));
  bad[3] = INFINITY;
  EXPECT_THAT(why(world.model), HasSubstr("infinite in row 4"));
  world.model = good;
  bad = world.x;
  bad[0] = NAN;
  world.model.fixed[1].values = bad;
  EXPECT_THAT(why(world.model), HasSubstr("\"x\" is missing in row 1"));
  world.model = good;
  const std::vector<double> constant(world.y.size(), 3.0);
  world.model.fixed.push_back({"c", constant});
  EXPECT_THAT(why(world.model), HasSubstr("fixed column \"c\" is 0 throughout or a combination"));
  world.model = good;
  std::vector<double> twice;
  for (double v : world.x) twice.push_back(2 * v + 1);
  world.model.fixed.push_back({"twice", twice});
  EXPECT_THAT(why(world.model), HasSubstr("fixed column \"twice\""));
  world.model = good;
  world.model.y = constant;
  EXPECT_THAT(why(world.model), HasSubstr("the same in every row"));
  world.model = good;
  const std::vector<std::uint32_t> one(world.y.size(), 0);
  world.model.groupings[0] = {"team", one, 1};
  EXPECT_THAT(why(world.model), HasSubstr("needs at least 2"));
  world.model = good;
  std::vector<std::uint32_t> each;
  for (std::uint32_t i = 0; i < world.y.size(); ++i) each.push_back(i);
  world.model.groupings[0] = {"team", each, each.size()};
  EXPECT_THAT(why(world.model), HasSubstr("cannot be told from what differs within them"));
  world.model = good;
  const std::vector<double> weights(world.y.size(), 0.0);
  world.model.weights = weights;
  EXPECT_THAT(why(world.model), HasSubstr("the weight of row 1 is not above 0"));
  world.model = good;
  std::vector<double> exact;
  for (const std::uint32_t g : world.group) exact.push_back(g * g);
  world.model.y = exact;
  EXPECT_THAT(why(world.model), HasSubstr("without error"));
}

TEST(LinearMixed, tells_when_it_did_not_settle) {
  World world(12, 6, 0.8);
  world.slopes();
  const auto fit = fit_mixed(world.model, {.most_steps = 1}).value();
  EXPECT_EQ(fit.fit.why, Stopped::step_limit);
  const auto tests = satterthwaite(fit);
  ASSERT_FALSE(tests);
  EXPECT_THAT(tests.error().what, HasSubstr("did not settle within 1 step"));
}

TEST(LinearMixed, groups_that_appear_once_are_no_trouble) {
  World world(30, 1, 0.8);  // 10 groups of one, 10 of two, 10 of three
  world.intercepts();
  const auto fit = fit_mixed(world.model);
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_EQ(fit->terms[0].groups, 30u);
  EXPECT_GT(fit->fit.evaluations, 1);
}

}  // namespace
}  // namespace karuna::stats
