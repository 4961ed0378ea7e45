// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "stats/correlation/pairs.h"

namespace karuna::stats {

struct RepeatedCorrelation {
  Correlation correlation;   ///< within subjects: n counts measurements
  double slope = not_known;  ///< common to all subjects, of y on x
  std::size_t subjects = 0;  ///< with two measurements or more
  std::size_t single = 0;    ///< subjects measured once, of whom nothing within can be said; they are left out
};

/// Repeated-measures correlation: do x and y move together within the same subject, whatever the subjects' own levels?
///
/// Takes   x, y and the subject of every measurement; NaN left out.
/// Gives   r of the deviations from the subjects' means, t test with N - subjects - 1 degrees, Fisher's interval with error 1/sqrt(degrees - 1).
/// Fails   invalid         lengths differ, an infinite number
///         too_few_people  fewer than two subjects with two measurements, or no degree of freedom
///         undefined       x or y does not vary within any subject
/// Cost    O(N log N).
/// Source  Bland and Altman 1995, doi:10.1136/bmj.310.6977.446; interval: Bakdash and Marusich 2017, doi:10.3389/fpsyg.2017.00456.
Result<RepeatedCorrelation> repeated_correlation(std::span<const double> x, std::span<const double> y, std::span<const std::uint32_t> subjects,
                                                 double confidence = 0.95);

}  // namespace karuna::stats
