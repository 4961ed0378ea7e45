// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/units/empirical_bayes.h"
#include "stats/units/posterior_draws.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

/// Units of very different certainty (the variance of a mean is about 1), half of them with noise of variance 2 on top or none.
struct Units {
  std::size_t count;
  double tau2;
  bool noise;
  std::vector<double> truth = {}, y = {}, v = {};

  void draw(stats::Random& random) {
    for (std::size_t i = 0; i < count; ++i) {
      v.push_back(0.3 * std::pow(10.0, (static_cast<double>(i) + 0.5) / static_cast<double>(count)) + (noise && i % 2 == 0 ? 2 : 0));
      truth.push_back(50 + std::sqrt(tau2) * random.normal());
      y.push_back(truth.back() + std::sqrt(v.back()) * random.normal());
    }
  }
};

double share_covered(const std::vector<stats::Interval>& intervals, const std::vector<double>& truth) {
  double held = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) held += covered(intervals[i], truth[i]);
  return held / static_cast<double>(truth.size());
}

std::vector<stats::Interval> normal_intervals(const stats::EmpiricalBayes& found, const std::vector<double>& variance) {
  const double z = stats::normal_quantile(0.95);
  std::vector<stats::Interval> intervals;
  for (std::size_t i = 0; i < variance.size(); ++i)
    intervals.push_back({found.value[i] - z * std::sqrt(variance[i]), found.value[i] + z * std::sqrt(variance[i]), 0.90});
  return intervals;
}

double drawn_coverage(const Units& units, stats::Hyperparameters how, std::uint64_t seed) {
  const auto found = stats::posterior_draws(units.y, units.v, {.draws = 400, .seed = seed, .confidence = 0.90, .hyperparameters = how});
  return found ? share_covered(found->intervals, units.truth) : refused;
}

constexpr const char* wide =
    "Where nothing or little lies between units, a flat prior for the variance still allows for more: wide on purpose, since no share of units may be called "
    "apart by chance.";
constexpr const char* point =
    "for comparison: tau2 is taken as known once it was estimated; where it came out as 0 such an interval has no width, or too little.";

}  // namespace

void add_unit_values(std::vector<World>& worlds) {
  for (const std::size_t count : {8, 12, 20, 40})
    for (const bool noise : {false, true})
      for (const double tau2 : {0.0, 0.1, 1.0, 4.0})
        worlds.push_back({"unit values",
                          fmt::format("{} units, variance between {}, of a mean about 1{}", count, tau2, noise ? ", half with noise" : ""),
                          {{"draws of unit values, interval", Kind::coverage, 0.90, wide},
                           {"empirical Bayes, Morris's variance and z", Kind::coverage, 0.90,
                            "for comparison: Morris's variance with a normal quantile; reports use the draws."},
                           {"empirical Bayes, naive variance and z (for comparison)", Kind::coverage, 0.90, point},
                           {"empirical Bayes, tau2", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."}},
                          2000,
                          [count, tau2, noise](stats::Random& random) -> std::vector<double> {
                            Units units{count, tau2, noise};
                            units.draw(random);
                            const auto found = stats::empirical_bayes(units.y, units.v);
                            if (!found) return all_refused(4);
                            return {drawn_coverage(units, stats::Hyperparameters::drawn, random.word()),
                                    share_covered(normal_intervals(*found, found->variance), units.truth),
                                    share_covered(normal_intervals(*found, found->naive_variance), units.truth), found->tau2 - tau2};
                          }});
  for (const std::size_t count : {8, 20})
    worlds.push_back({"unit values",
                      fmt::format("{} units, variance between 1, of a mean about 1, refitted", count),
                      {{"draws of Laird and Louis, interval (for comparison)", Kind::coverage, 0.90,
                        "for comparison: refitted hyperparameters are too sure of themselves for few units."}},
                      2000,
                      [count](stats::Random& random) -> std::vector<double> {
                        Units units{count, 1.0, false};
                        units.draw(random);
                        return {drawn_coverage(units, stats::Hyperparameters::refitted, random.word())};
                      }});
}

}  // namespace karuna::simulation
