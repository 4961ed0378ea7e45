// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stats/weights/raking.h"

namespace karuna::stats {

/// What is left of y when the margins have explained what they can: the residuals of a weighted regression on the levels of all margins.
/// After raking, only these vary from sample to sample.
///
/// Takes   y and weights by person (the weights before raking; empty: 1 each), and the margins.
/// Fails   as `rake` for margins that do not fit together; undefined where it does not settle
/// Cost    O(people) twice and O(cells) a cycle.
/// Source  Deville and Sarndal 1992, doi:10.1080/01621459.1992.10475217, section 2.
Result<std::vector<double>> margin_residuals(std::span<const double> y, std::span<const double> weights, std::span<const Margin> margins);

}  // namespace karuna::stats
