// SPDX-License-Identifier: Apache-2.0
// Made-up waves with a known truth: each form of the residuals succeeds where its neighbour fails. Short; the long versions are in tests/simulation.
#include <gtest/gtest.h>

#include "stats/serial/made_up_waves.h"

namespace karuna::stats {
namespace {

using test::made_up;
using test::Truth;
using test::Waves;

constexpr std::uint32_t replicates = 200;

/// How often the interval of a coefficient covers the truth.
template <typename Shape>
double coverage(const Truth& truth, std::size_t term, double true_value, std::uint64_t seed, const Shape& shape) {
  double covered = 0;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const Waves w = made_up(truth, seed, r);
    SerialModel m = w.model();
    shape(m, w);
    const auto fit = fit_serial(m);
    EXPECT_TRUE(fit) << "replicate " << r << ": " << fit.error().what;
    if (fit && fit->terms[term].interval.low <= true_value && true_value <= fit->terms[term].interval.high) ++covered;
  }
  return covered / replicates;
}

// With 200 replicates the coverage of a 95 % interval is within 0.95 +- 0.05 (three Monte Carlo errors of 0.0154).
TEST(SerialSimulation, car1_covers_the_slope_of_uneven_waves_and_independence_does_not) {
  const Truth truth{.groups = 15, .waves = 10, .intercept_sd = 0, .phi = 0.7, .uneven = true};
  const double with = coverage(truth, 1, 0.3, 21, [](SerialModel& m, const Waves& w) {
    m.correlation = Serial::car1;
    m.time = w.time;
  });
  const double without = coverage(truth, 1, 0.3, 21, [](SerialModel&, const Waves&) {});
  EXPECT_GE(with, 0.90);
  EXPECT_LE(without, 0.85);
}

TEST(SerialSimulation, car1_finds_phi_and_fits_uneven_waves_better_than_ar1_by_order) {
  const Truth truth{.groups = 40, .waves = 10, .intercept_sd = 0, .phi = 0.7, .uneven = true};
  constexpr int some = 50;
  double phi = 0;
  int better = 0;
  for (std::uint32_t r = 0; r < some; ++r) {
    const Waves w = made_up(truth, 22, r);
    SerialModel m = w.model();
    m.correlation = Serial::ar1;
    const double by_order = fit_serial(m).value().log_likelihood;
    m.correlation = Serial::car1;
    m.time = w.time;
    const auto by_time = fit_serial(m).value();
    phi += by_time.correlation / some;
    better += by_time.log_likelihood > by_order ? 1 : 0;
  }
  EXPECT_NEAR(phi, 0.7, 0.02);
  EXPECT_GE(better, 45);
}

TEST(SerialSimulation, variance_by_stratum_covers_the_mean_of_the_loud_stratum_and_one_variance_does_not) {
  const Truth truth{.groups = 16, .waves = 4, .intercept_sd = 0, .ratio = 4, .slope = 0};
  const auto shape = [](bool by_stratum) {
    return [by_stratum](SerialModel& m, const Waves& w) {
      static thread_local std::vector<double> columns;  // one column of ones for each stratum
      columns.clear();
      for (const std::uint32_t s : {0U, 1U})
        for (const std::uint32_t of_row : w.stratum) columns.push_back(of_row == s ? 1 : 0);
      m.fixed = MatrixView(columns.data(), w.y.size(), 2);
      if (by_stratum) m.stratum = w.stratum, m.stratum_names = {"quiet", "loud"};
    };
  };
  EXPECT_GE(coverage(truth, 1, 1, 23, shape(true)), 0.90);
  EXPECT_LE(coverage(truth, 1, 1, 23, shape(false)), 0.88);
}

TEST(SerialSimulation, known_sampling_variances_are_not_taken_for_change) {
  const Truth truth{.groups = 30, .waves = 6, .intercept_sd = 0.7, .sigma = 0.5, .sampling_sd = 0.4};
  double with = 0, without = 0;
  for (std::uint32_t r = 0; r < replicates / 4; ++r) {
    const Waves w = made_up(truth, 24, r);
    SerialModel m = w.model();
    without += fit_serial(m).value().sigma / (replicates / 4.0);
    m.sampling_variance = w.sampling;
    with += fit_serial(m).value().sigma / (replicates / 4.0);
  }
  EXPECT_NEAR(with, 0.5, 0.06);
  EXPECT_GT(without, 0.9);
}

}  // namespace
}  // namespace karuna::stats
