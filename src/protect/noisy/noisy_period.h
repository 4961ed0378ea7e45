// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "protect/noisy/noise_plan.h"
#include "protect/noisy/sampler.h"
#include "protect/wave.h"

namespace karuna::protect {

/// What leaves a period in balanced and strict, and nothing besides: noisy sums, noisy numbers of answers, and the noisy moments where declared.
struct NoisySums {
  std::vector<std::vector<std::int64_t>> T, N;  ///< by statistic, by atom of its partition in canonical order; half-points
  std::vector<std::int64_t> moments;            ///< of the index members, row by row, a <= b; empty where not declared
};

/// Where a period's noise begins: the number i of a draw is (first_column + column) * cells_count + rank. Columns are the statistics in order,
/// T then N of each, then the moments row by row; cells_count is the number of units in the tree.
struct NoisePlace {
  std::uint32_t first_column = 0;
  std::uint32_t cells_count = 0;
};
std::uint32_t columns_of(const Declaration& declaration, bool with_moments);

/// Cost  O(rows x questions) whole-number work, one draw for every atom and column; on plan.threads threads, the same result on any number
NoisySums draw_noisy_sums(const Wave& wave, const NoisePlan& noise, const NoiseSource& source, NoisePlace place);

/// Computes what a period shows from its noisy sums and from public counts. No answer is looked at here.
void publish_noisy(const Wave& wave, const NoisePlan& noise, const NoisySums& sums, PeriodRelease& period);

}  // namespace karuna::protect
