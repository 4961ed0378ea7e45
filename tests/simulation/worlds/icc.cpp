// SPDX-License-Identifier: Apache-2.0
#include "stats/units/icc.h"

#include <fmt/format.h>

#include <cmath>

#include "stats/units/random_intercept.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

constexpr const char* at_zero = "An interval that may not go below 0 can miss a truth of 0 on one side only: 95 % for 90 %.";

World one_way(std::size_t units, Sizes sizes, double icc) {
  const auto unit = people_of(sizes_of_units(units, sizes));
  const double k = static_cast<double>(unit.size()) / static_cast<double>(units), icc2 = k * icc / (1 + (k - 1) * icc);
  const bool has_icc2 = sizes == Sizes::equal && icc > 0;  // else it is defined for the mean size only, or 0
  World world{"icc",
              fmt::format("{} units {}, ICC {}", units, name_of(sizes), icc),
              {{"ICC(1), interval", Kind::coverage, 0.90, "The F interval is exact for equal sizes only."},
               {"ICC(1)", Kind::bias, 0, "The ratio of two mean squares is biased for few units."},
               {"random intercept, variance between units by REML", Kind::bias, 0,
                "A variance is estimated as 0 at least: where little or nothing lies between units, the estimate is above it on average."}},
              4000,
              {}};
  if (has_icc2) world.quantities.push_back({"ICC(2), interval", Kind::coverage, 0.90});
  world.draw = [=](stats::Random& random) -> std::vector<double> {
    const auto sums = stats::group_sums(unit, units, draw_in_units(unit, units, icc, random));
    const auto found = stats::one_way_icc(*sums);
    const auto intercept = stats::random_intercept(*sums);
    if (!found || !intercept) return all_refused(has_icc2 ? 4 : 3);
    std::vector<double> all{covered(found->interval1, icc), found->icc1 - icc, intercept->tau2 - icc};
    if (has_icc2) all.push_back(covered(found->interval2, icc2));
    return all;
  };
  return world;
}

}  // namespace

void add_icc(std::vector<World>& worlds) {
  for (const std::size_t units : {8, 12, 20, 40})
    for (const Sizes sizes : {Sizes::equal, Sizes::unequal})
      for (const double icc : {0.0, 0.05, 0.2}) worlds.push_back(one_way(units, sizes, icc));
  for (const std::size_t units : {8, 12, 20, 40})
    for (const Sizes sizes : {Sizes::equal, Sizes::unequal})
      worlds.push_back({"icc",
                        fmt::format("{} units {}, nothing between them", units, name_of(sizes)),
                        {{"F test of units", Kind::size, 0.05}},
                        10000,
                        [unit = people_of(sizes_of_units(units, sizes)), units](stats::Random& random) -> std::vector<double> {
                          const auto found = stats::one_way_icc(*stats::group_sums(unit, units, draw_in_units(unit, units, 0, random)));
                          return {found ? rejected(found->p) : refused};
                        }});
  for (const std::size_t units : {8, 12, 20, 40})
    for (const double tau2 : {0.0, 0.05, 0.3})
      worlds.push_back({"icc",
                        fmt::format("{} units of 12, noise of variance .1 in each mean, variance between units {}", units, tau2),
                        {{"ICC(1) from protected means, interval", Kind::coverage, 0.90, at_zero}},
                        2000,
                        [units, tau2](stats::Random& random) -> std::vector<double> {
                          const std::vector<double> n(units, 12), noise(units, 0.1);
                          std::vector<double> means;
                          for (const double size : n) means.push_back(std::sqrt(tau2 + 1 / size + 0.1) * random.normal());
                          const double df = 11 * static_cast<double>(units), within = random.chi_square(df) / df;
                          const auto found = stats::one_way_icc_with_noise(n, means, within, df, noise, {.draws = 400, .seed = random.word()});
                          return {found ? covered(found->interval1, tau2 / (tau2 + 1)) : refused};
                        }});
}

}  // namespace karuna::simulation
