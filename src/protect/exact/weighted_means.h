// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "protect/wave.h"

namespace karuna::protect {

/// Means of the whole organisation weighted to the margins that were given: raking, weights held to .3 to 3 times the mean.
///
/// Takes   a period; which statistics (positions; the index and scales whose organisation figure may be shown)
/// Gives   one mean with its standard error for each; in steps of .01 of a 1..5 scale, because weighted sums are no sums of groups and P3 says
///         nothing about them. People without a category of a margin are left out, and a note counts them.
///         Where raking is not possible the reason is in `notes` and nothing is given.
std::vector<WeightedMean> weighted_means(const Wave& wave, const std::vector<std::size_t>& statistics, std::vector<std::string>& notes);

}  // namespace karuna::protect
