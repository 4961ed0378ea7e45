// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "stats/codes.h"
#include "stats/resample/bca.h"

namespace karuna::stats {

struct AlphaBootstrapOptions {
  std::uint32_t replicates = 2000;
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< the numbers are the same on any number
  double confidence = 0.95;
};

struct AlphaBootstrap {
  double raw = not_known;
  BootstrapIntervals intervals;
  std::vector<double> replicates;  ///< alphas, in the order in which they were drawn; those without one are left out
  std::uint32_t failed = 0;        ///< replicates whose total does not vary
  std::size_t n = 0;
  std::uint64_t seed = 0;
};

/// Bootstrap intervals of alpha: people are drawn with replacement, whatever the shape of their answers.
///
/// Takes   people x items as whole numbers, reversed items already turned; people with a gap are left out.
/// Gives   raw alpha, four intervals (BCa first among them), the replicates. Replicate r draws the people of the stream (seed, r).
/// Fails   invalid         fewer than two items, columns of unequal length, fewer than 100 replicates
///         too_few_people  fewer than three complete rows
///         undefined       a total that does not vary, or in over a tenth of the replicates; as bootstrap_intervals
/// Cost    O(replicates x people x items) whole-number additions: alpha needs no covariance, only the variances of items and of the total.
///         1,000 replicates of 7,382 x 20 in some 0.1 s on two threads.
/// Source  Efron 1987, doi:10.1080/01621459.1987.10478410; of alpha: Padilla, Divers and Newton 2012, doi:10.1177/0146621612445470 (not read).
Result<AlphaBootstrap> bootstrap_alpha(CodeColumns answers, const AlphaBootstrapOptions& options = {});

}  // namespace karuna::stats
