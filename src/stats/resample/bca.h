// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/result.h"
#include "stats/interval.h"

namespace karuna::stats {

struct BootstrapInterval : Interval {
  double low_rank = not_known, high_rank = not_known;  ///< places among the sorted replicates that were read (NaN for the normal interval)
};

struct BootstrapIntervals {
  BootstrapInterval normal, basic, percentile, bca;
  double bias_correction = not_known;  ///< z0
  double acceleration = not_known;     ///< a
};

/// Four intervals from bootstrap replicates of a statistic.
///
/// Takes   the estimate, its replicates, and its jackknife: the statistic without each person in turn.
/// Gives   normal (bias removed), basic, percentile and BCa intervals; ends between two replicates are read on the normal scale.
/// Fails   invalid         fewer than two replicates or jackknife values, a NaN, a confidence outside (0, 1)
///         undefined       every replicate on one side of the estimate, or a jackknife that does not vary (BCa)
/// Cost    O(replicates log replicates + people).
/// Source  Efron 1987, doi:10.1080/01621459.1987.10478410; Davison and Hinkley 1997, doi:10.1017/CBO9780511802843, sections 5.2 and 5.3.
///         Checked against R boot 1.3-28.1 boot.ci() on fixed resamples.
Result<BootstrapIntervals> bootstrap_intervals(double estimate, std::span<const double> replicates, std::span<const double> jackknife,
                                               double confidence = 0.90);

/// Acceleration from the jackknife: sum L^3 / (6 (sum L^2)^1.5), L the influence (n - 1)(estimate - value without the person).
double jackknife_acceleration(double estimate, std::span<const double> jackknife);

}  // namespace karuna::stats
