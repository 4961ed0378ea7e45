// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "stats/reliability/omega.h"
#include "worlds/made_up.h"

namespace karuna::simulation {

void add_omega(std::vector<World>& worlds) {
  const std::vector<std::pair<const char*, std::vector<double>>> scales{{"strong items", {0.6, 0.65, 0.7, 0.75, 0.8, 0.85}},
                                                                        {"unequal items", {0.3, 0.4, 0.5, 0.6, 0.7, 0.8}}};
  for (const auto& [name, loadings] : scales)
    for (const std::size_t people : {20, 40, 100, 300}) {
      const Scale scale{loadings};
      const double truth = scale.omega();
      worlds.push_back(
          {"omega",
           fmt::format("{} people, 6 items, {}", people, name),
           {{"omega, interval by the delta method", Kind::coverage, 0.95, "The interval is of large samples, as its card says; omega is skewed below 1."},
            {"omega", Kind::bias, 0, "Maximum likelihood is biased in small samples."},
            {"omega, test of one factor", Kind::size, 0.05,
             "The chi-square of the fit is of large samples and rejects too often in small ones (no Bartlett correction)."}},
           4000,
           [scale, people, truth](stats::Random& random) -> std::vector<double> {
             const auto answers = draw_answers(scale, people, random);
             const auto c = stats::covariance(MatrixView(answers.data(), people, scale.loadings.size()));
             if (!c) return all_refused(3);
             const auto found = stats::mcdonald_omega(*c);
             if (!found) return all_refused(3);
             return {covered(found->interval, truth), found->omega - truth, rejected(found->p)};
           }});
    }
}

}  // namespace karuna::simulation
