// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stats/weights/raking.h"

namespace karuna::stats {

struct Poststratified {
  std::vector<double> weights;
  double effective_n = 0;
};

/// Weights that make each stratum add up to its known size: start weights times target over what they add up to.
///
/// Takes   one margin, and starting weights (none: 1 each).
/// Fails   as `rake`
/// Cost    O(people), two passes.
/// Source  Holt and Smith 1979, doi:10.2307/2344652. Checked against R survey 4.1-1 postStratify().
Result<Poststratified> poststratify(const Margin& strata, std::span<const double> start = {});

}  // namespace karuna::stats
