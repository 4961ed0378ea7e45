// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/linear/clustered.h"
#include "stats/linear/sandwich.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

constexpr double slope = 0.5;

/// Whether the interval of the slope covers it.
double slope_covered(const stats::LeastSquares& fit, const std::vector<double>& covariance, double degrees) {
  return covered(stats::linear_tests(fit.beta, covariance, degrees)[1].interval, slope);
}

/// One lopsided column: a few rows have much leverage. The spread of the errors grows with it, or not.
World heteroscedastic(std::size_t n, bool growing) {
  using stats::Heteroscedastic;
  constexpr const char* known = "The plain sandwich is too small where few rows have much leverage; HC3 and HC4 weigh those rows up.";
  constexpr const char* careful =
      "HC3 and its kin guard against leverage; where errors are alike, or few rows decide, they are on the wide side or still too narrow.";
  std::vector<Quantity> quantities{{"slope, classical interval (for comparison)", Kind::coverage, 0.95, "for comparison: one variance for all."}};
  for (const char* name : {"HC0", "HC1", "HC2"}) quantities.push_back({fmt::format("slope, {} interval (for comparison)", name), Kind::coverage, 0.95, known});
  for (const char* name : {"HC3", "HC4", "HC4m"}) quantities.push_back({fmt::format("slope, {} interval", name), Kind::coverage, 0.95, careful});
  return {"linear", fmt::format("{} rows, a lopsided column, errors {}", n, growing ? "that grow with it" : "alike"), quantities, 4000,
          [n, growing](stats::Random& random) -> std::vector<double> {
            std::vector<double> x, y;
            for (std::size_t i = 0; i < n; ++i) {
              x.push_back(random.chi_square(3));
              y.push_back(1 + slope * x.back() + (growing ? 0.3 + 0.4 * x.back() : 1) * random.normal());
            }
            const auto fit = stats::least_squares(y, MatrixView(x.data(), n, 1));
            if (!fit) return all_refused(7);
            std::vector<double> all{slope_covered(*fit, fit->covariance, fit->degrees)};
            for (const auto correction :
                 {Heteroscedastic::HC0, Heteroscedastic::HC1, Heteroscedastic::HC2, Heteroscedastic::HC3, Heteroscedastic::HC4, Heteroscedastic::HC4m}) {
              const auto covariance = stats::sandwich_covariance(*fit, correction);
              all.push_back(covariance ? slope_covered(*fit, *covariance, fit->degrees) : refused);
            }
            return all;
          }};
}

/// A column of the units and errors of the units.
World clustered(std::size_t units, Sizes sizes) {
  const auto unit = people_of(sizes_of_units(units, sizes));
  return {
      "linear",
      fmt::format("{} units {}, ICC .2 of the errors, a column of the units", units, name_of(sizes)),
      {{"slope, clustered interval (units less one as degrees)", Kind::coverage, 0.95,
        "The sandwich of few clusters is too small and itself uncertain; for fewer than some 40 a mixed model with Satterthwaite's degrees is the better way."},
       {"slope, classical interval (for comparison)", Kind::coverage, 0.95, "for comparison: people of a unit are counted one by one."}},
      4000,
      [unit, units](stats::Random& random) -> std::vector<double> {
        std::vector<double> of_unit(units), x, y = draw_in_units(unit, units, 0.2, random);
        for (double& value : of_unit) value = random.normal();
        for (std::size_t i = 0; i < unit.size(); ++i) {
          x.push_back(of_unit[unit[i]]);
          y[i] += 1 + slope * x[i];
        }
        const auto fit = stats::least_squares(y, MatrixView(x.data(), x.size(), 1));
        if (!fit) return all_refused(2);
        const auto covariance = stats::clustered_covariance(*fit, unit);
        return {covariance ? slope_covered(*fit, covariance->covariance, covariance->degrees) : refused, slope_covered(*fit, fit->covariance, fit->degrees)};
      }};
}

}  // namespace

void add_linear(std::vector<World>& worlds) {
  for (const std::size_t n : {12, 20, 40})
    for (const bool growing : {false, true}) worlds.push_back(heteroscedastic(n, growing));
  for (const std::size_t units : {8, 12, 20, 40})
    for (const Sizes sizes : {Sizes::equal, Sizes::unequal}) worlds.push_back(clustered(units, sizes));
}

}  // namespace karuna::simulation
