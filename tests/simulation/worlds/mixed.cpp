// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/mixed/bootstrap.h"
#include "stats/mixed/effects.h"
#include "stats/mixed/kenward_roger.h"
#include "stats/mixed/satterthwaite.h"
#include "stats/moments.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

constexpr const char* too_sure = "for comparison: a normal quantile, the variances taken as known; too sure for few groups.";
constexpr const char* few =
    "Few groups of unequal size: Satterthwaite's degrees are an approximation, and a variance estimated as 0 takes degrees from the people instead of the "
    "groups.";

constexpr const char* edge =
    "Few groups: where a variance is estimated as 0 its uncertainty is that of the edge, and the adjustment takes it for that of the middle.";

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
           {"mixed model, interval by Kenward and Roger", Kind::coverage, 0.95, edge},
           {"mixed model, F test by Kenward and Roger", Kind::size, 0.05, edge},
           {"mixed model, interval by Wald's z (for comparison)", Kind::coverage, 0.95, too_sure},
           {"mixed model, fixed effect", Kind::bias, 0},
           {"mixed model, variance between units (REML)", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."},
           {"mixed model, effects of units, normal interval (for comparison)", Kind::coverage, 0.95,
            "for comparison: the conditional variance takes the variances and the mean as known; draws of unit values do not."}},
          4000,
          [unit, units, icc](stats::Random& random) -> std::vector<double> {
            const Units made(unit, units, icc, random);
            const auto fit = stats::fit_mixed(made.model());
            if (!fit) return all_refused(8);
            const auto tests = stats::satterthwaite(*fit);
            const std::vector<double> contrast{0, 1};
            const auto f = stats::satterthwaite(*fit, contrast);
            const auto adjusted = stats::kenward_roger(*fit);
            const auto adjusted_f = stats::kenward_roger(*fit, contrast);
            const auto effects = stats::group_effects(*fit);
            double held = 0;
            for (std::size_t u = 0; effects && u < units; ++u) {
              const double z = stats::normal_quantile(0.975) * std::sqrt((*effects)[0].variance[u]), at = (*effects)[0].value[u];
              held += covered({at - z, at + z}, made.effect[u]) / static_cast<double>(units);
            }
            return {tests ? covered((*tests)[1].interval, 0) : refused,
                    f ? rejected(f->p) : refused,
                    adjusted ? covered((*adjusted)[1].interval, 0) : refused,
                    adjusted_f ? rejected(adjusted_f->p) : refused,
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
           {"random slopes, mean slope, interval by Kenward and Roger", Kind::coverage, 0.95, edge},
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
            if (!fit || !without) return all_refused(5);
            const auto tests = stats::satterthwaite(*fit);
            const auto adjusted = stats::kenward_roger(*fit);
            const auto plain = stats::satterthwaite(*without);
            return {tests ? covered((*tests)[1].interval, 0.5) : refused, adjusted ? covered((*adjusted)[1].interval, 0.5) : refused, wald(*fit, 1, 0.5),
                    fit->terms[0].deviation[1] - 0.4, plain ? covered((*plain)[1].interval, 0.5) : refused};
          }};
}

/// Released unit means: each carries noise whose variance is known. The figures of a unit differ by their noise, not only by the unit.
World known_variances(std::size_t units, double tau2) {
  constexpr const char* not_told = "for comparison: noise that the model is not told of is taken for differences between units.";
  constexpr const char* above = "A variance is estimated as 0 at least, so it is above a truth near 0 on average.";
  return {"mixed",
          fmt::format("{} released unit means with known noise, variance between {}", units, tau2),
          {{"known sampling variances, mean, interval by Satterthwaite", Kind::coverage, 0.95, few},
           {"known sampling variances, variance between units", Kind::bias, 0, above},
           {"noise not told, variance between units (for comparison)", Kind::bias, 0, not_told},
           {"noise not told, mean, t interval (for comparison)", Kind::coverage, 0.95, "for comparison: unequal noise, equal weights."}},
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
            if (!fit) return all_refused(4);
            const auto tests = stats::satterthwaite(*fit);
            const auto plain = stats::moments(y);
            const double half = stats::t_quantile(0.975, static_cast<double>(units) - 1) * plain.sd / std::sqrt(static_cast<double>(units));
            return {tests ? covered((*tests)[0].interval, 0) : refused, fit->terms[0].covariance[0] - tau2, plain.variance - tau2,
                    covered({plain.mean - half, plain.mean + half}, 0)};
          }};
}

/// How much units differ, told by an interval: outcomes drawn out of the fit and fitted anew.
World spread_of_units(std::size_t units, double icc) {
  const auto unit = people_of(sizes_of_units(units, Sizes::equal));
  constexpr const char* percentile =
      "Estimates of a deviation lie below it on average; percentiles of outcomes drawn out of the estimate shift by that once more.";
  return {"mixed",
          fmt::format("{} units of 10, ICC {}, intervals by parametric bootstrap", units, icc),
          {{"parametric bootstrap, sd between units", Kind::coverage, 0.95, percentile},
           {"parametric bootstrap, residual sd", Kind::coverage, 0.95, percentile},
           {"parametric bootstrap, coefficient of a column of the units", Kind::coverage, 0.95,
            "Percentiles know no t quantile: with few units they are too narrow."}},
          2000,
          [unit, units, icc](stats::Random& random) -> std::vector<double> {
            const Units made(unit, units, icc, random);
            const stats::MixedModel model = made.model();
            const auto fit = stats::fit_mixed(model);
            if (!fit) return all_refused(3);
            const auto drawn = stats::bootstrap_intervals(model, {}, *fit, {.replicates = 199, .seed = random.word()});
            if (!drawn) return all_refused(3);
            return {covered(drawn->deviation[0][0], std::sqrt(icc)), covered(drawn->sigma, std::sqrt(1 - icc)), covered(drawn->beta[1], 0)};
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
  for (const std::size_t units : {8, 12, 20, 40}) worlds.push_back(spread_of_units(units, 0.2));
}

}  // namespace karuna::simulation
