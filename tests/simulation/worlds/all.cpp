// SPDX-License-Identifier: Apache-2.0
#include "worlds/made_up.h"

namespace karuna::simulation {

std::vector<World> all_worlds() {
  std::vector<World> worlds;
  for (const auto add : {add_alpha, add_noisy_reliability, add_omega, add_icc, add_unit_values, add_report, add_bootstrap, add_survey, add_mixed, add_waves,
                         add_meta, add_correlation, add_linear})
    add(worlds);
  return worlds;
}

}  // namespace karuna::simulation
