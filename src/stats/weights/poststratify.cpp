// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/poststratify.h"

namespace karuna::stats {

Result<Poststratified> poststratify(const Margin& strata, std::span<const double> start) {
  // Raking to one margin is post-stratification, and is done after one cycle.
  KARUNA_TRY(raked, rake(std::span(&strata, 1), start));
  return Poststratified{std::move(raked.weights), raked.effective_n};
}

}  // namespace karuna::stats
