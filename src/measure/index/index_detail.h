// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "measure/report.h"

namespace karuna::measure {

/// What an index is made of, and how much it owes to the choice of its weights.
///
/// Takes   ids of the dimensions, their values of 0..100, the covariance of their errors row by row, weights that sum to 1
/// Gives   shares: 100 - index divided among the dimensions without a rest, weight x ln(100 / D) each, times the logarithmic mean of 100 and index;
///         shifts: the index with each weight halved and doubled (the others keep their proportions), and the arithmetic mean, each less the index.
///         Values are taken as at least 1 and at most 100. Intervals are 90 %, by the delta method: the dimensions err jointly, so a shift is known
///         better than the index itself.
/// Fails   never
/// Cost    O(dimensions^3)
/// Source  shares: Ang 2005, doi:10.1016/j.enpol.2003.10.010 (additive logarithmic mean Divisia); shifts: measurement design 3.5
IndexDetail index_detail(std::span<const std::string> ids, std::span<const double> dimensions, std::span<const double> covariance, std::span<const double> weights);

}  // namespace karuna::measure
