// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "stats/reliability/alpha.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

std::vector<Quantity> quantities(const char* why_feldt) {
  return {{"alpha, Feldt's interval", Kind::coverage, 0.95, why_feldt},
          {"alpha, Duhachek's interval", Kind::coverage, 0.95,
           "Duhachek's standard error is of large samples and alpha is skewed below 1; Feldt's interval stands beside it."},
          {"alpha", Kind::bias, 0, "Alpha itself is biased downwards in small samples."}};
}

std::vector<double> judge(const std::vector<double>& answers, std::size_t people, const Scale& scale, double truth) {
  const auto found = stats::cronbach_alpha(MatrixView(answers.data(), people, scale.loadings.size()));
  if (!found) return all_refused(3);
  return {covered(found->feldt, truth), covered(found->duhachek, truth), found->figures.raw - truth};
}

constexpr const char* unlike = "Feldt's interval takes the covariances of the items to be equal and the answers to be normal.";
constexpr const char* together = "Both intervals take people to be drawn one by one; where colleagues answer alike there are fewer of them than it seems.";

}  // namespace

void add_alpha(std::vector<World>& worlds) {
  const std::vector<std::pair<const char*, Scale>> scales{{"items of equal worth", {std::vector<double>(6, 0.632455532033676)}},
                                                          {"items of unequal worth", {{0.3, 0.4, 0.5, 0.6, 0.7, 0.8}}},
                                                          {"five categories", {std::vector<double>(6, 0.7), Answers::five_categories}}};
  for (const auto& [name, scale] : scales)
    for (const std::size_t people : {8, 12, 20, 40, 200}) {
      const double truth = scale.alpha();
      worlds.push_back({"alpha", fmt::format("{} people, 6 items, {}", people, name), quantities(unlike), 10000,
                        [scale, people, truth](stats::Random& random) { return judge(draw_answers(scale, people, random), people, scale, truth); }});
    }
  for (const double icc : {0.1, 0.3})
    for (const std::size_t units : {8, 40}) {
      const Scale& scale = scales[0].second;
      const auto unit = people_of(sizes_of_units(units, Sizes::equal));
      const double truth = scale.alpha();
      worlds.push_back(
          {"alpha", fmt::format("{} units of 10, the factor's ICC {}", units, icc), quantities(together), 10000,
           [scale, unit, icc, truth](stats::Random& random) { return judge(draw_answers(scale, unit.size(), random, unit, icc), unit.size(), scale, truth); }});
    }
}

}  // namespace karuna::simulation
