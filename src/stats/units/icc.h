// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stats/group_sums.h"
#include "stats/interval.h"

namespace karuna::stats {

struct OneWayIcc {
  double icc1 = not_known;        ///< share of the variance of one answer that lies between units
  double icc2 = not_known;        ///< reliability of a unit's mean at the mean size
  Interval interval1, interval2;  ///< exact for equal sizes and normal answers
  double f = not_known, df1 = 0, df2 = 0, p = not_known;
  double ms_between = not_known, ms_within = not_known;
  double noise = 0;  ///< what was subtracted from ms_between because it is known noise
  double mean_size = 0;
  double n = 0;
  std::size_t units = 0;  ///< with at least one answer
};

/// ICC(1) and ICC(2) of a one-way analysis of variance.
///
/// Takes   sums per unit (units without answers are left out) and the confidence of the intervals.
/// Gives   (MSB - MSW)/(MSB + (k - 1) MSW) and (MSB - MSW)/MSB with k the mean size; F, its p, and intervals from the F distribution.
///         Negative values are given as they come: units differ less than chance.
/// Fails   too_few_people  fewer than two units with answers, or no unit with two
///         undefined       nobody differs from anybody
/// Cost    O(units); 738 units in some ten microseconds.
/// Source  Bliese 2000, in Klein and Kozlowski (eds), Multilevel Theory, chapter 8; interval: McGraw and Wong 1996,
///         doi:10.1037/1082-989X.1.1.30. Checked against R multilevel 2.7.
Result<OneWayIcc> one_way_icc(const GroupSums& sums, double confidence = 0.90);

struct NoisyIccOptions {
  double confidence = 0.90;
  std::uint32_t draws = 2000;
  std::uint64_t seed = 1;
};

/// The same from unit means that carry noise of known variance (a protected release).
///
/// Takes   n and mean by unit, the variance of one answer within units with its degrees of freedom, and the variance of the noise in each mean.
/// Gives   as `one_way_icc`, MSB less the noise that it is expected to hold. F and p are NaN; the interval of ICC(1) inverts a simulation
///         of the known noise (normal means, chi-square within-variance), and ICC(2)'s is derived from it.
/// Fails   invalid         columns of unequal length, a negative variance
///         too_few_people  as `one_way_icc`
/// Cost    O(draws x units).
/// Source  expectation of MSB under unequal sizes: Searle, Casella and McCulloch 1992, doi:10.1002/9780470316856, section 3.6.
Result<OneWayIcc> one_way_icc_with_noise(std::span<const double> n, std::span<const double> means, double within_variance, double within_df,
                                         std::span<const double> noise_variances, const NoisyIccOptions& options = {});

/// The variance of one answer over all people (divisor people - 1) as it was released, and the variance of the noise in it.
struct ReleasedVariance {
  double value = 0, noise_variance = 0;
};

/// The same where the variance within units is not released either: it is what the total leaves beside the means, ((N - 1) V - SSB)/(N - units),
/// SSB less the noise that it is expected to hold. So the noise of the total and of the means is in it, and the interval's simulation lets them be there.
///
/// Takes   n and mean by unit, the released variance of all, and the variance of the noise in each mean.
/// Gives   as above.
/// Fails   invalid         as above
///         too_few_people  as above
///         undefined       what is left within units is not above 0
/// Cost    O(draws x units).
/// Source  as above; the derivation is docs/decisions/0012-icc-from-a-released-total.md.
Result<OneWayIcc> one_way_icc_with_noise(std::span<const double> n, std::span<const double> means, const ReleasedVariance& total,
                                         std::span<const double> noise_variances, const NoisyIccOptions& options = {});

}  // namespace karuna::stats
