// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "stats/grouping/problem.h"
#include "stats/resample/philox.h"

namespace karuna::stats {

/// Mean gain of a pair, and how far gains spread once what is each person's own is taken out (the part that swaps decide about).
struct GainScale {
  double mean = 0, spread = 0;
};
GainScale gain_scale(const GroupingProblem& problem);

/// Sizes of groups within their bounds whose sum of `worth(size)` is largest, the best first, at most `count` of them (fewer where memory would not hold them:
/// 2 million ways of the groups before). Empty where no sizes add up to the number of people.
/// Takes  count  at least 1
/// Cost   groups x people x (most - least) x count; memory 24 bytes x groups x people, and 16 for each way kept
std::vector<std::vector<std::uint32_t>> best_sizes(const GroupingProblem& problem, const std::function<double(std::uint32_t)>& worth, std::size_t count);

/// Sizes that promise most, the best first, at most `count`: a group is expected to give what the mean gains of its members give, the largest of them in the
/// largest groups, and for having been chosen 0.5 x spread x size^1.5. Groups with the same bounds are not told apart.
std::vector<std::vector<std::uint32_t>> promising_sizes(const GroupingProblem& problem, const GainScale& scale, std::size_t count);

/// People put into groups of those sizes at random.
Groups random_groups(const GroupingProblem& problem, const std::vector<std::uint32_t>& sizes, Random& random);

}  // namespace karuna::stats
