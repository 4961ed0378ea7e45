// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protect/wave.h"

namespace karuna::protect {

/// Fills what `exact` publishes of one period: means over groups that pass P3, the spread within units, reliability, weighted means.
/// The wave's partitions and counts are in `period` already.
void publish_exactly(const Wave& wave, PeriodRelease& period, std::vector<std::string>& notes);

/// What `exact` publishes of a wave: by statistic the groups that P3 allows, each a set of atoms of its partition, and the sums over each group in
/// half-points with the number of answers. Scales must be sums of items (Plan::of_scale). The index is in no group: it would be a sum of scales, and
/// give away the one that was hidden.
struct ExactSums {
  std::vector<std::vector<std::vector<std::uint32_t>>> groups;
  std::vector<std::vector<std::int64_t>> T, N;   ///< by statistic, by group
};
ExactSums exact_sums(const Wave& wave);

/// Computes what a period shows from such sums and from public counts. No answer is looked at here.
void publish_exact_sums(const Wave& wave, const ExactSums& sums, PeriodRelease& period);

}  // namespace karuna::protect
