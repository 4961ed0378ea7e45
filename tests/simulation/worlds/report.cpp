// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "measure/make_report.h"
#include "measure/release_fixture.h"
#include "worlds/made_up.h"

namespace karuna::simulation {

void add_report(std::vector<World>& worlds) {
  using namespace measure;
  for (const int teams : {8, 12, 20, 40})
    for (const double noise : {0.0, 6.0})
      for (const double tau : {0.0, 4.0, 8.0})
        worlds.push_back({"report",
                          fmt::format("{} teams of 10 to 50, sd between them {} points, sd of noise {}", teams, tau, noise),
                          {{"interval of a unit in a report", Kind::coverage, 0.90,
                            "Where teams hardly differ the interval still allows for a difference: wide on purpose, as with draws of unit values."}},
                          2000,
                          [teams, noise, tau](stats::Random& random) -> std::vector<double> {
                            const auto world = fixture::world(random.word(), teams, tau, 22.5, noise);
                            ReportOptions options;
                            options.draws = 400;
                            options.seed = random.word();
                            options.threads = 1;
                            const auto report = make_report(world.release, options);
                            if (!report) return {refused};
                            double held = 0;
                            for (std::size_t t = 0; t < world.truth.size(); ++t) {
                              const auto& unit = report->measures[0].periods[0].units[t + 1];
                              if (!std::holds_alternative<Shown>(unit)) return {refused};
                              const auto& interval = std::get<Shown>(unit).interval;
                              held += interval.low <= world.truth[t] && world.truth[t] <= interval.high ? 1 : 0;
                            }
                            return {held / static_cast<double>(teams)};
                          }});
}

}  // namespace karuna::simulation
