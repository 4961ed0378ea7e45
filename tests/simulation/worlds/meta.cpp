// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/meta/asymmetry.h"
#include "stats/meta/combine.h"
#include "stats/meta/multilevel.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

/// k studies with known variances from .02 to .2, their true effects 0 on average and tau2 apart.
struct MadeUpStudies {
  std::vector<double> y, v;
  MadeUpStudies(std::size_t k, double tau2, stats::Random& random) {
    for (std::size_t i = 0; i < k; ++i) {
      v.push_back(0.02 * std::pow(10.0, (static_cast<double>(i) + 0.5) / static_cast<double>(k)));
      y.push_back(std::sqrt(tau2) * random.normal() + std::sqrt(v.back()) * random.normal());
    }
  }
};

constexpr const char* few = "for comparison: z takes tau2 as known; for few studies that is too sure, as has long been published.";

World mean_of(std::size_t k, double tau2) {
  return {"meta",
          fmt::format("{} studies, variance between them {}", k, tau2),
          {{"combined mean, Knapp and Hartung's interval (REML)", Kind::coverage, 0.95,
            "Studies of unequal size, and a tau2 estimated as 0 when it is not: the t interval is close, not exact."},
           {"combined mean, Knapp and Hartung's test (REML)", Kind::size, 0.05, "As for the interval."},
           {"combined mean, DerSimonian and Laird with z (for comparison)", Kind::coverage, 0.95, few},
           {"combined mean (REML)", Kind::bias, 0},
           {"variance between studies, Q-profile interval", Kind::coverage, 0.95,
            "An interval without any value (Q smaller than chance would have it) counts as one that does not cover."},
           {"variance between studies, REML", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."},
           {"prediction interval of a new study", Kind::coverage, 0.95,
            "tau2 is put in as if it were known; for few studies it often comes out too small, and at 0 the interval is that of the mean."}},
          4000,
          [k, tau2](stats::Random& random) -> std::vector<double> {
            const MadeUpStudies made(k, tau2, random);
            const double next = std::sqrt(tau2) * random.normal();
            const auto found = stats::combine({.effects = made.y, .variances = made.v});
            const auto usual = stats::combine({.effects = made.y, .variances = made.v}, {.method = stats::Tau2Method::DL, .test = stats::MetaTest::z});
            if (!found || !usual) return all_refused(7);
            const auto& mean = found->coefficients[0];
            const double low = found->spread_low.tau2, high = found->spread_high.tau2;
            return {covered(mean.tested.interval, 0),
                    rejected(mean.tested.p),
                    covered(usual->coefficients[0].tested.interval, 0),
                    mean.estimate,
                    low <= tau2 && tau2 <= high ? 1.0 : 0.0,
                    found->spread.tau2 - tau2,
                    covered(found->prediction, next)};
          }};
}

World slope_of(std::size_t k, double tau2) {
  World world{"meta",
              fmt::format("{} studies and a moderator without effect, variance between them {}", k, tau2),
              {{"meta-regression, slope, Knapp and Hartung's test (REML)", Kind::size, 0.05, "As for the mean."},
               {"meta-regression, slope, z (for comparison)", Kind::size, 0.05, few}},
              4000,
              [k, tau2](stats::Random& random) -> std::vector<double> {
                const MadeUpStudies made(k, tau2, random);
                std::vector<double> x;
                for (std::size_t i = 0; i < k; ++i) x.push_back(random.normal());
                const stats::Studies studies{.effects = made.y, .variances = made.v, .moderators = MatrixView(x.data(), k, 1)};
                const auto found = stats::combine(studies);
                const auto usual = stats::combine(studies, {.test = stats::MetaTest::z});
                if (!found || !usual) return all_refused(tau2 == 0 ? 3 : 2);
                std::vector<double> all{rejected(found->coefficients[1].tested.p), rejected(usual->coefficients[1].tested.p)};
                if (tau2 == 0) all.push_back(rejected(found->q_p));
                return all;
              }};
  if (tau2 == 0) world.quantities.push_back({"Cochran's Q of what the moderator leaves", Kind::size, 0.05});
  return world;
}

/// Small studies find nothing else than large ones.
World asymmetry(std::size_t k, double tau2) {
  constexpr const char* regression =
      "Egger's own regression scales its error by how much the studies disagree; tau2 estimated as 0 makes the mixed form too sure.";
  return {"meta",
          fmt::format("{} studies without asymmetry, variance between them {}", k, tau2),
          {{"Egger's test, mixed", Kind::size, 0.05, regression},
           {"Egger's test, weighted", Kind::size, 0.05, regression},
           {"rank test of asymmetry", Kind::size, 0.05, "Few studies: few possible values, so it rejects more rarely than it may."}},
          4000,
          [k, tau2](stats::Random& random) -> std::vector<double> {
            const MadeUpStudies made(k, tau2, random);
            const stats::Studies studies{.effects = made.y, .variances = made.v};
            const auto mixed = stats::egger_test(studies), weighted = stats::egger_test_weighted(studies), ranks = stats::rank_test(studies);
            return {mixed ? rejected(mixed->p) : refused, weighted ? rejected(weighted->p) : refused, ranks ? rejected(ranks->p) : refused};
          }};
}

/// Three schools in each district, two estimates of each school.
World nested(std::size_t districts) {
  constexpr double between = 0.1, within = 0.05;
  constexpr const char* few_districts = "Few districts: the degrees are those of all estimates less one, and the variances are taken as known.";
  return {"meta",
          fmt::format("{} districts of 3 schools of 2 estimates, variances .1 and .05", districts),
          {{"two levels, mean, interval by t", Kind::coverage, 0.95, few_districts},
           {"two levels, mean, interval by z (for comparison)", Kind::coverage, 0.95, few_districts},
           {"one level, mean, Knapp and Hartung's interval (for comparison)", Kind::coverage, 0.95,
            "for comparison: schools of a district are counted one by one."},
           {"two levels, mean", Kind::bias, 0},
           {"two levels, variance between districts", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."},
           {"two levels, variance between schools", Kind::bias, 0, "A variance is estimated as 0 at least, so it is above a truth near 0 on average."}},
          2000,
          [districts](stats::Random& random) -> std::vector<double> {
            std::vector<double> y, v;
            std::vector<std::uint32_t> district, school;
            for (std::uint32_t d = 0; d < districts; ++d) {
              const double of_district = std::sqrt(between) * random.normal();
              for (std::uint32_t s = 0; s < 3; ++s) {
                const double of_school = std::sqrt(within) * random.normal();
                for (int estimate = 0; estimate < 2; ++estimate) {
                  v.push_back(0.02 + 0.08 * random.uniform());
                  y.push_back(of_district + of_school + std::sqrt(v.back()) * random.normal());
                  district.push_back(d), school.push_back(s);
                }
              }
            }
            const stats::Studies studies{.effects = y, .variances = v};
            const auto t = stats::combine_nested(studies, {district, school}, {.test = stats::MetaTest::knapp_hartung});
            const auto z = stats::combine_nested(studies, {district, school});
            const auto flat = stats::combine(studies);
            if (!t || !z || !flat) return all_refused(6);
            return {covered(t->coefficients[0].tested.interval, 0),
                    covered(z->coefficients[0].tested.interval, 0),
                    covered(flat->coefficients[0].tested.interval, 0),
                    t->coefficients[0].estimate,
                    t->outer_variance - between,
                    t->inner_variance - within};
          }};
}

}  // namespace

void add_meta(std::vector<World>& worlds) {
  for (const std::size_t k : {8, 12, 20, 40}) {
    for (const double tau2 : {0.0, 0.05, 0.2}) worlds.push_back(mean_of(k, tau2));
    for (const double tau2 : {0.0, 0.1}) worlds.push_back(slope_of(k, tau2));
    for (const double tau2 : {0.0, 0.1}) worlds.push_back(asymmetry(k, tau2));
    worlds.push_back(nested(k));
  }
}

}  // namespace karuna::simulation
