// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "stats/weights/survey_glm.h"
#include "stats/weights/survey_mean.h"
#include "stats/weights/survey_quantile.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

constexpr const char* large = "for comparison: the normal quantile is that of the peer and of large samples; with few clusters ask for Student's t.";

std::vector<Quantity> by_reference(const char* why_student) {
  return {{"survey mean, interval by Student's t", Kind::coverage, 0.95, why_student},
          {"survey mean, interval by the normal (for comparison)", Kind::coverage, 0.95, large}};
}

std::vector<double> by_reference(const std::vector<double>& y, const stats::SurveyDesign& design, double truth) {
  const auto t = stats::survey_mean(y, design, {.reference = stats::Reference::student});
  const auto z = stats::survey_mean(y, design, {.reference = stats::Reference::normal});
  if (!t || !z) return all_refused(2);
  return {covered(t->interval, truth), covered(z->interval, truth)};
}

World clusters(std::size_t units, Sizes sizes, double icc) {
  return {"survey", fmt::format("{} clusters {}, ICC {}", units, name_of(sizes), icc),
          by_reference("Few clusters of unequal size: fewer degrees of freedom than clusters less one."), 10000,
          [unit = people_of(sizes_of_units(units, sizes)), units, icc](stats::Random& random) {
            return by_reference(draw_in_units(unit, units, icc, random), {.clusters = unit}, 0);
          }};
}

/// Four strata of unlike means and spreads, their people drawn without replacement from finite strata.
World strata(std::size_t each) {
  std::vector<std::uint32_t> stratum;
  for (std::uint32_t h = 0; h < 4; ++h) stratum.insert(stratum.end(), each, h);
  return {"survey", fmt::format("4 strata of {} drawn from 40, 80, 120, 160 people", each),
          by_reference("Strata of unlike spread: fewer degrees of freedom than people less strata."), 4000, [stratum, each](stats::Random& random) {
            std::vector<double> y, weights, size;
            double truth = 0, all = 0;
            for (std::uint32_t h = 0; h < 4; ++h) {
              const std::uint32_t people = 40 * (h + 1);
              std::vector<double> of_all(people);
              for (double& value : of_all) value = h + (1 + 0.5 * h) * random.normal(), truth += value;
              all += people;
              for (std::size_t i = 0; i < each; ++i) {
                std::swap(of_all[i], of_all[i + random.below(people - static_cast<std::uint32_t>(i))]);
                y.push_back(of_all[i]);
                weights.push_back(static_cast<double>(people) / static_cast<double>(each));
                size.push_back(people);
              }
            }
            return by_reference(y, {.weights = weights, .strata = stratum, .population = size}, truth / all);
          }};
}

/// People answer the less the younger they are and the more they work by day; what they say depends on both and on themselves.
World raked(std::size_t people) {
  static constexpr std::array<double, 3> age{0.3, 0.4, 0.3}, answering{0.5, 0.7, 0.9};
  static constexpr std::array<double, 2> shift{0.6, 0.4}, of_shift{1.0, 0.6};
  return {"survey",
          fmt::format("{} answers, raked to age and shift", people),
          {{"mean after raking, interval", Kind::coverage, 0.95, "The linearised variance is of large samples."},
           {"mean after raking", Kind::bias, 0, ""},
           {"mean after raking, weights taken as given (for comparison)", Kind::coverage, 0.95,
            "for comparison: what the margins explain no longer varies, and an interval that does not know it is too wide."},
           {"mean without weights (for comparison)", Kind::coverage, 0.95, "for comparison: those who do not answer are unlike those who do."}},
          4000,
          [people](stats::Random& random) -> std::vector<double> {
            std::vector<std::uint32_t> a, s;
            std::vector<double> y;
            while (y.size() < people) {
              const double u = random.uniform();
              const std::uint32_t level = u < age[0] ? 0 : u < age[0] + age[1] ? 1 : 2, night = random.uniform() < shift[0] ? 0 : 1;
              if (random.uniform() > answering[level] * of_shift[night]) continue;
              a.push_back(level), s.push_back(night);
              y.push_back(level - 0.8 * night + random.normal());
            }
            const double truth = 0.4 + 2 * 0.3 - 0.8 * 0.4;
            const std::vector<stats::Margin> margins{{"age", a, {300, 400, 300}}, {"shift", s, {600, 400}}};
            const auto weights = stats::rake(margins);
            if (!weights) return all_refused(4);
            const stats::SurveyOptions student{.reference = stats::Reference::student};
            const auto knows = stats::survey_mean(y, {.weights = weights->weights, .calibrated_to = margins}, student);
            const auto given = stats::survey_mean(y, {.weights = weights->weights}, student);
            const auto plain = stats::survey_mean(y, {}, student);
            if (!knows || !given || !plain) return all_refused(4);
            return {covered(knows->interval, truth), knows->estimate - truth, covered(given->interval, truth), covered(plain->interval, truth)};
          }};
}

/// People of a unit resemble each other: the median of a lopsided measure, and what a column of the units explains of yes and no.
World figures_of_clusters(std::size_t units) {
  constexpr double slope = 0.8;
  constexpr const char* few = "Few clusters: the linearised variance is of many, and it is itself uncertain.";
  return {"survey",
          fmt::format("{} clusters equal in size, a median and a slope", units),
          {{"survey median, Woodruff's interval", Kind::coverage, 0.95, few},
           {"survey median, Woodruff's interval on log odds", Kind::coverage, 0.95, few},
           {"survey logistic regression, slope, interval", Kind::coverage, 0.95, few},
           {"survey logistic regression, slope, people taken for a simple sample (for comparison)", Kind::coverage, 0.95,
            "for comparison: people of a cluster are counted one by one."}},
          4000,
          [unit = people_of(sizes_of_units(units, Sizes::equal)), units](stats::Random& random) -> std::vector<double> {
            const auto base = draw_in_units(unit, units, 0.15, random);
            std::vector<double> of_unit(units), lopsided, yes;
            for (double& x : of_unit) x = random.normal();
            stats::ModelMatrix x;
            x.rows = unit.size();
            x.columns = {{"(Intercept)", 0, unit.size()}, {"of the unit", 1, unit.size()}};
            x.values.assign(unit.size(), 1);
            // Yes and no of people who are independent of each other within a unit but for the unit's own level, which has mean 0 and is small:
            // the slope of the whole population is that of the unit times 1/sqrt(1 + 0.346 variance) (Zeger, Liang and Albert 1988, doi:10.2307/2531734).
            std::vector<double> level(units);
            for (double& l : level) l = 0.5 * random.normal();
            for (std::size_t i = 0; i < unit.size(); ++i) {
              lopsided.push_back(std::exp(base[i]));
              x.values.push_back(of_unit[unit[i]]);
              const double odds = slope * of_unit[unit[i]] + level[unit[i]];
              yes.push_back(random.uniform() < 1 / (1 + std::exp(-odds)) ? 1 : 0);
            }
            const stats::SurveyDesign design{.clusters = unit};
            const auto plain = stats::survey_quantile(lopsided, 0.5, design);
            const auto logit = stats::survey_quantile(lopsided, 0.5, design, {.share = stats::ShareInterval::logit});
            const auto glm = stats::survey_glm(yes, x, {}, design, {.family = stats::Family::binomial});
            const auto alone = stats::survey_glm(yes, x, {}, {}, {.family = stats::Family::binomial});
            const double of_population = slope / std::sqrt(1 + 0.346 * 0.25);
            return {plain ? covered(plain->interval, 1) : refused, logit ? covered(logit->interval, 1) : refused,
                    glm ? covered(glm->intervals[1], of_population) : refused, alone ? covered(alone->intervals[1], of_population) : refused};
          }};
}

}  // namespace

void add_survey(std::vector<World>& worlds) {
  for (const std::size_t units : {8, 12, 20, 40})
    for (const Sizes sizes : {Sizes::equal, Sizes::unequal}) worlds.push_back(clusters(units, sizes, 0.1));
  for (const std::size_t each : {3, 8, 20}) worlds.push_back(strata(each));
  for (const std::size_t units : {8, 12, 20, 40}) worlds.push_back(figures_of_clusters(units));
  for (const std::size_t people : {40, 100, 400}) worlds.push_back(raked(people));
}

}  // namespace karuna::simulation
