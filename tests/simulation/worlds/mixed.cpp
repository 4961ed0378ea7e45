// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/mixed/effects.h"
#include "stats/mixed/satterthwaite.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

constexpr const char* too_sure = "for comparison: a normal quantile, the variances taken as known; too sure for few groups.";
constexpr const char* few =
    "Few groups of unequal size: Satterthwaite's degrees are an approximation, and a variance estimated as 0 takes degrees from the people instead of the "
    "groups.";

double wald(const stats::MixedFit& fit, std::size_t j, double truth) {
  const double z = stats::normal_quantile(0.975) * fit.standard_error[j];
  return covered({fit.beta[j] - z, fit.beta[j] + z}, truth);
}

/// y = 0 + 0 w[unit] + unit + person: a column of the units (a third of them have it), tested where it has no effect.
struct Units {
  std::vector<std::uint32_t> unit;
  std::vector<double> has, y;
  std::vector<double> effect;
  Units(const std::vector<std::uint32_t>& of_person, std::size_t units, double icc, stats::Random& random) : unit(of_person) {
    for (std::size_t u = 0; u < units; ++u) effect.push_back(std::sqrt(icc) * random.normal());
    for (const std::uint32_t u : unit) {
      has.push_back(u % 3 == 0 ? 1 : 0);
      y.push_back(effect[u] + std::sqrt(1 - icc) * random.normal());
    }
  }
  stats::MixedModel model() const {
    return {.y = y,
            .fixed = {{.name = "(Intercept)"}, {.name = "has", .values = has}},
            .groupings = {{.name = "unit", .group = unit, .groups = effect.size()}},
            .terms = {{.name = "(1 | unit)", .columns = {{.name = "(Intercept)"}}}}};
  }
};

World column_of_units(std::size_t units, Sizes sizes, double icc) {
  const auto unit = people_of(sizes_of_units(units, sizes));
  return {"mixed",
          fmt::format("{} units {}, ICC {}, a column of the units without effect", units, name_of(sizes), icc),
          {{"mixed model, interval by Satterthwaite", Kind::coverage, 0.95, few},
           {"mixed model, F test by Satterthwaite", Kind::size, 0.05, few},
           {"mixed model, interval by Wald's z (for comparison)", Kind::coverage, 0.95, too_sure},
           {"mixed model, fixed effect", Kind::bias, 0},
           {"mixed model, variance between units (REML)", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."},
           {"mixed model, effects of units, normal interval (for comparison)", Kind::coverage, 0.95,
            "for comparison: the conditional variance takes the variances and the mean as known; draws of unit values do not."}},
          4000,
          [unit, units, icc](stats::Random& random) -> std::vector<double> {
            const Units made(unit, units, icc, random);
            const auto fit = stats::fit_mixed(made.model());
            if (!fit) return all_refused(6);
            const auto tests = stats::satterthwaite(*fit);
            const std::vector<double> contrast{0, 1};
            const auto f = stats::satterthwaite(*fit, contrast);
            const auto effects = stats::group_effects(*fit);
            double held = 0;
            for (std::size_t u = 0; effects && u < units; ++u) {
              const double z = stats::normal_quantile(0.975) * std::sqrt((*effects)[0].variance[u]), at = (*effects)[0].value[u];
              held += covered({at - z, at + z}, made.effect[u]) / static_cast<double>(units);
            }
            return {tests ? covered((*tests)[1].interval, 0) : refused,
                    f ? rejected(f->p) : refused,
                    wald(*fit, 1, 0),
                    fit->beta[1],
                    fit->terms[0].covariance[0] - icc,
                    effects ? held : refused};
          }};
}

/// A slope that differs between units; its mean is tested.
World random_slope(std::size_t units, Sizes sizes) {
  const auto unit = people_of(sizes_of_units(units, sizes));
  return {"mixed",
          fmt::format("{} units {}, slopes of sd .4 between them, .5 on average", units, name_of(sizes)),
          {{"random slopes, mean slope, interval by Satterthwaite", Kind::coverage, 0.95, few},
           {"random slopes, mean slope, Wald's z (for comparison)", Kind::coverage, 0.95, too_sure},
           {"random slopes, sd of slopes", Kind::bias, 0, "The root of a variance lies below it on average, the more so the fewer the groups."},
           {"random slopes left out, mean slope, interval by Satterthwaite (for comparison)", Kind::coverage, 0.95,
            "for comparison: a model in which every unit has the same slope counts people where it should count units."}},
          4000,
          [unit, units](stats::Random& random) -> std::vector<double> {
            std::vector<double> intercept, slope, x, y;
            for (std::size_t u = 0; u < units; ++u) intercept.push_back(0.5 * random.normal()), slope.push_back(0.5 + 0.4 * random.normal());
            for (const std::uint32_t u : unit) {
              x.push_back(random.normal());
              y.push_back(intercept[u] + slope[u] * x.back() + random.normal());
            }
            stats::MixedModel model{.y = y,
                                    .fixed = {{.name = "(Intercept)"}, {.name = "x", .values = x}},
                                    .groupings = {{.name = "unit", .group = unit, .groups = units}},
                                    .terms = {{.name = "(1 + x | unit)", .columns = {{.name = "(Intercept)"}, {.name = "x", .values = x}}}}};
            const auto fit = stats::fit_mixed(model);
            model.terms[0].columns.pop_back();
            const auto without = stats::fit_mixed(model);
            if (!fit || !without) return all_refused(4);
            const auto tests = stats::satterthwaite(*fit);
            const auto plain = stats::satterthwaite(*without);
            return {tests ? covered((*tests)[1].interval, 0.5) : refused, wald(*fit, 1, 0.5), fit->terms[0].deviation[1] - 0.4,
                    plain ? covered((*plain)[1].interval, 0.5) : refused};
          }};
}

/// Unit means with known sampling variances: nothing but the variance between units is unknown.
World known_variances(std::size_t units, double tau2) {
  return {
      "mixed",
      fmt::format("{} unit means with known variances, variance between {}", units, tau2),
      {{"known sampling variances, mean, interval by Satterthwaite", Kind::coverage, 0.95, few},
       {"known sampling variances, variance between units", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."}},
      2000,
      [units, tau2](stats::Random& random) -> std::vector<double> {
        std::vector<std::uint32_t> unit;
        std::vector<double> y, v;
        for (std::uint32_t u = 0; u < units; ++u) {
          unit.push_back(u);
          v.push_back(0.02 * std::pow(10.0, (u + 0.5) / static_cast<double>(units)));
          y.push_back(std::sqrt(tau2) * random.normal() + std::sqrt(v.back()) * random.normal());
        }
        const stats::MixedModel model{.y = y,
                                      .fixed = {{.name = "(Intercept)"}},
                                      .groupings = {{.name = "unit", .group = unit, .groups = units}},
                                      .terms = {{.name = "(1 | unit)", .columns = {{.name = "(Intercept)"}}}},
                                      .known_variance = v};
        const auto fit = stats::fit_mixed(model, {.fixed_sigma2 = 0});
        if (!fit) return all_refused(2);
        const auto tests = stats::satterthwaite(*fit);
        return {tests ? covered((*tests)[0].interval, 0) : refused, fit->terms[0].covariance[0] - tau2};
      }};
}

}  // namespace

void add_mixed(std::vector<World>& worlds) {
  for (const std::size_t units : {8, 12, 20, 40})
    for (const Sizes sizes : {Sizes::equal, Sizes::unequal}) {
      for (const double icc : {0.05, 0.2}) worlds.push_back(column_of_units(units, sizes, icc));
      worlds.push_back(random_slope(units, sizes));
    }
  for (const std::size_t units : {8, 12, 20, 40})
    for (const double tau2 : {0.05, 0.2}) worlds.push_back(known_variances(units, tau2));
}

}  // namespace karuna::simulation
