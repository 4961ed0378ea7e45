// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/grouping/problem.h"
#include "stats/resample/philox.h"

namespace karuna::stats {

/// Mean gain of a pair, and how far gains spread once what is each person's own is taken out (the part that swaps decide about).
struct GainScale {
  double mean = 0, spread = 0;
};
GainScale gain_scale(const GroupingProblem& problem);

/// Sizes of groups, within their bounds, that promise most: a group of s is expected to give mean x s (s - 1) / 2 + tilt x spread x s^1.5.
/// `lean` adds, by group, so many pairs for each member above the least: other sizes that promise nearly as much. Empty: none.
/// Gives nothing where no sizes add up to the number of people.  Cost  groups x people x (most - least)
std::optional<std::vector<std::uint32_t>> promising_sizes(const GroupingProblem& problem, const GainScale& scale, double tilt, const std::vector<double>& lean = {});

/// People put into groups of those sizes at random.
Groups random_groups(const GroupingProblem& problem, const std::vector<std::uint32_t>& sizes, Random& random);

}  // namespace karuna::stats
