// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>

#include "stats/serial/made_up_waves.h"

namespace karuna::stats {
namespace {

using test::made_up;
using test::Waves;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

void refuses(const SerialModel& model, Fault fault, const std::string& words) {
  const auto fit = fit_serial(model);
  ASSERT_FALSE(fit) << "expected to be refused: " << words;
  EXPECT_EQ(fit.error().fault, fault) << fit.error().what;
  EXPECT_NE(fit.error().what.find(words), std::string::npos) << fit.error().what;
}

Waves waves_of(std::size_t groups = 8, std::size_t count = 5) { return made_up({.groups = groups, .waves = count, .phi = 0.4}, 11); }

TEST(SerialBadInput, leaves_out_rows_with_a_missing_value_and_says_how_many) {
  Waves w = waves_of();
  w.y[3] = missing;
  w.fixed[w.y.size() + 7] = missing;  // the time of row 7
  w.time[7] = missing;
  w.random = w.fixed;
  SerialModel m = w.model();
  m.correlation = Serial::ar1;
  m.time = w.time;
  const auto fit = fit_serial(m);
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_EQ(fit->rows, 38U);
  EXPECT_EQ(fit->left_out, 2U);
  EXPECT_TRUE(std::isnan(fit->fitted[3]) && std::isnan(fit->residual[7]));
  EXPECT_FALSE(std::isnan(fit->fitted[4]));
}

TEST(SerialBadInput, a_wave_without_an_answer_still_takes_its_place_where_no_time_is_given) {
  Waves w = waves_of();
  w.y[3] = missing;
  SerialModel by_place = w.model(), by_time = w.model();
  by_place.correlation = by_time.correlation = Serial::ar1;
  by_time.time = w.time;
  const auto a = fit_serial(by_place), b = fit_serial(by_time);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->deviance, b->deviance);
}

TEST(SerialBadInput, does_not_ask_for_the_order_of_rows) {
  const Waves w = waves_of();
  Waves turned = w;
  const std::size_t n = w.y.size();
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t from = n - 1 - i;
    turned.y[i] = w.y[from];
    turned.time[i] = turned.fixed[n + i] = w.time[from];
    turned.group[i] = w.group[from];
  }
  SerialModel a = w.model(), b = turned.model();
  a.correlation = b.correlation = Serial::ar1;
  a.time = w.time;
  b.time = turned.time;
  const auto first = fit_serial(a), second = fit_serial(b);
  ASSERT_TRUE(first && second);
  EXPECT_NEAR(first->deviance, second->deviance, 1e-9);
  EXPECT_NEAR(first->residual[0], second->residual[n - 1], 1e-6);
}

TEST(SerialBadInput, names_a_column_that_is_constant_or_told_by_others) {
  Waves w = waves_of();
  const std::size_t n = w.y.size();
  w.fixed_columns = 3;
  w.fixed.resize(3 * n, 4);
  refuses(w.model(), Fault::invalid, "'x2'");
  for (std::size_t i = 0; i < n; ++i) w.fixed[2 * n + i] = 3 - 2 * w.time[i];
  refuses(w.model(), Fault::invalid, "'x2'");
  for (std::size_t i = 0; i < n; ++i) w.fixed[2 * n + i] = 0;
  refuses(w.model(), Fault::invalid, "is 0 in every row");
  Waves twice = waves_of();
  twice.random_columns = 2;
  twice.random.assign(2 * n, 1);
  refuses(twice.model(), Fault::invalid, "random column 'z1'");
}

TEST(SerialBadInput, refuses_y_without_anything_left_over) {
  Waves w = waves_of();
  w.y.assign(w.y.size(), 3);
  refuses(w.model(), Fault::undefined, "tell y exactly");
  for (std::size_t i = 0; i < w.y.size(); ++i) w.y[i] = 2 + 5 * w.time[i];
  refuses(w.model(), Fault::undefined, "tell y exactly");
}

TEST(SerialBadInput, refuses_what_has_too_few_groups_or_rows) {
  refuses(waves_of(1).model(), Fault::too_few_people, "at least 2 groups");
  Waves once = waves_of(12, 1);
  refuses(once.model(), Fault::too_few_people, "12 effects need more rows");
  once.random_columns = 0;
  SerialModel m = once.model();
  m.correlation = Serial::ar1;
  refuses(m, Fault::too_few_people, "every group has one");
  refuses(waves_of(1, 2).model(), Fault::too_few_people, "cannot carry 2 coefficients");
  Waves one = waves_of(1, 9);
  one.random_columns = 0;
  m = one.model();
  m.correlation = Serial::compound_symmetric;
  refuses(m, Fault::too_few_people, "at least 2 groups");
  m.correlation = Serial::ar1;
  EXPECT_TRUE(fit_serial(m));  // one series is enough for a memory
}

TEST(SerialBadInput, takes_groups_that_appear_once_beside_others) {
  Waves w = waves_of();
  std::uint32_t number = 8;
  for (std::size_t i = 35; i < 40; ++i) w.group[i] = number++;
  w.groups = number + 1;  // and a group without rows
  SerialModel m = w.model();
  m.correlation = Serial::car1;
  m.time = w.time;
  const auto fit = fit_serial(m);
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_EQ(fit->groups, 12U);
  EXPECT_EQ(fit->effects.size(), 14U);
  EXPECT_EQ(fit->effects[13], 0);
  EXPECT_EQ(fit->effect_variance[13], fit->random_covariance[0]);
}

TEST(SerialBadInput, names_times_that_repeat_or_are_not_waves) {
  Waves w = waves_of();
  w.time[6] = w.time[5];
  SerialModel m = w.model();
  m.correlation = Serial::car1;
  m.time = w.time;
  refuses(m, Fault::invalid, "rows 6 and 7 have the same group and the same time");
  w = waves_of();
  w.time[6] = 0.5;
  m = w.model();
  m.correlation = Serial::ar1;
  m.time = w.time;
  refuses(m, Fault::invalid, "0.500000 in row 7");
}

TEST(SerialBadInput, takes_negative_times_as_it_takes_others) {
  const Waves w = made_up({.groups = 9, .waves = 6, .phi = 0.5, .uneven = true}, 4);
  std::vector<double> before;
  for (const double t : w.time) before.push_back(t - 1000);
  SerialModel m = w.model();
  m.correlation = Serial::car1;
  m.time = w.time;
  const auto a = fit_serial(m);
  m.time = before;
  const auto b = fit_serial(m);
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(a->correlation, b->correlation, 1e-7);
}

TEST(SerialBadInput, refuses_infinite_values_and_variances_out_of_range) {
  Waves w = waves_of();
  w.y[2] = infinity;
  refuses(w.model(), Fault::invalid, "'y' is inf in row 3");
  w = waves_of();
  w.weights[4] = 0;
  SerialModel m = w.model();
  m.weights = w.weights;
  refuses(m, Fault::invalid, "weights are positive");
  w.sampling[1] = -1;
  m = w.model();
  m.sampling_variance = w.sampling;
  refuses(m, Fault::invalid, "'sampling variance' is -1.000000 in row 2");
  w.power_of[0] = 0;
  m = w.model();
  m.power_of = w.power_of;
  refuses(m, Fault::invalid, "needs values other than 0");
  m = w.model();
  const std::vector<std::uint32_t> lonely = [&] {
    std::vector<std::uint32_t> s(w.y.size(), 0);
    s[9] = 1;
    return s;
  }();
  m.stratum = lonely;
  m.stratum_names = {"many", "alone"};
  refuses(m, Fault::too_few_people, "'alone' has 1");
  m = w.model();
  m.time = std::span<const double>(w.time).first(3);
  refuses(m, Fault::invalid, "'time' has 3 rows, y has 40");
}

TEST(SerialBadInput, refuses_a_model_that_says_the_same_twice) {
  const Waves w = waves_of();
  SerialModel m = w.model();
  m.correlation = Serial::compound_symmetric;
  refuses(m, Fault::invalid, "say the same twice");
}

TEST(SerialBadInput, huge_and_tiny_scales_change_nothing_but_the_unit) {
  const Waves w = made_up({.groups = 14, .waves = 5, .intercept_sd = 1, .slope_sd = 0.3, .phi = 0.4, .uneven = true}, 8);
  SerialModel m = w.model();
  m.correlation = Serial::car1;
  m.time = w.time;
  m.power_of = w.power_of;
  const auto plain = fit_serial(m);
  ASSERT_TRUE(plain) << plain.error().what;
  for (const double unit : {1e-100, 1e-9, 1e9, 1e100}) {
    Waves scaled = w;
    const std::size_t n = w.y.size();
    for (double& y : scaled.y) y *= unit;
    for (std::size_t i = n; i < 2 * n; ++i) scaled.fixed[i] = 2000 + scaled.fixed[i] / 1000;  // a year, in thousandths
    for (double& t : scaled.time) t *= 1e6;
    for (double& x : scaled.power_of) x *= 1e-7;
    scaled.random = scaled.fixed;
    SerialModel s = scaled.model();
    s.correlation = Serial::car1;
    s.time = scaled.time;
    s.power_of = scaled.power_of;
    const auto fit = fit_serial(s);
    ASSERT_TRUE(fit) << unit << ": " << fit.error().what;
    EXPECT_NEAR(fit->terms[1].estimate / unit, 1000 * plain->terms[1].estimate, 1e-4 * std::fabs(1000 * plain->terms[1].estimate)) << unit;
    EXPECT_NEAR(std::pow(fit->correlation, 1e6), plain->correlation, 1e-4) << unit;
    EXPECT_NEAR(fit->residual[5] / unit, plain->residual[5], 1e-4) << unit;
  }
}

TEST(SerialBadInput, a_variance_of_zero_is_a_solution_and_is_said_in_words) {
  Waves w = made_up({.groups = 20, .waves = 5, .intercept_sd = 0.5}, 2);
  // Every group gets the same mean: nothing is left between them.
  for (std::size_t g = 0; g < 20; ++g) {
    double mean = 0;
    for (std::size_t t = 0; t < 5; ++t) mean += w.y[5 * g + t] / 5;
    for (std::size_t t = 0; t < 5; ++t) w.y[5 * g + t] -= mean;
  }
  const auto fit = fit_serial(w.model());
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_TRUE(fit->boundary);
  EXPECT_EQ(fit->fit.why, Stopped::boundary);
  EXPECT_EQ(fit->parameters[0].estimate, 0);
  EXPECT_NE(fit->remark.find("no detectable variance between groups in constant"), std::string::npos) << fit->remark;
  for (const double effect : fit->effects) EXPECT_EQ(effect, 0);
}

TEST(SerialBadInput, a_stratum_that_does_not_vary_has_no_answer_and_the_reason_is_given) {
  Waves w = made_up({.groups = 10, .waves = 4, .intercept_sd = 0, .slope = 0}, 6);
  for (std::size_t i = 0; i < w.y.size(); ++i)
    if (w.stratum[i] == 1) w.y[i] = 1;
  SerialModel m = w.model();
  m.fixed.columns = 1;
  m.fixed_names.resize(1);
  m.stratum = w.stratum;
  m.stratum_names = {"varies", "does not"};
  refuses(m, Fault::undefined, "did not settle");
}

}  // namespace
}  // namespace karuna::stats
