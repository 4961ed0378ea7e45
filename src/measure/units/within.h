// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "measure/units/lines.h"
#include "measure/units/unit_values.h"
#include "protect/release.h"

namespace karuna::measure {

inline constexpr double assumed_sd = 0.225;         ///< of the range, where the spread of answers is not known
inline constexpr double assumed_correlation = 0.5;  ///< between two statistics, both turned so that high is good

/// Covariance of one person's values in two statistics within units, in points; the variance where both are the same.
///
/// Gives   the pooled figure of the release; where that is not known, an assumed one: sd .225 of the range, correlation .5.
double within_covariance(const protect::Release& release, std::size_t period, std::size_t a, std::size_t b);

/// Is the variance of this statistic assumed rather than estimated from these answers?
bool spread_is_assumed(const protect::Release& release, std::size_t period, std::size_t statistic);

/// Sampling variance of a line's mean plus its noise; never 0, so that a scale on which all agree can still be compared.
double variance_of(const protect::Release& release, std::size_t period, std::size_t statistic, const Line& line);

/// The organisation as one figure: unshrunk, its interval from the t distribution, since the pooled variance may rest on few answers.
Whole whole_of(const protect::Release& release, std::size_t period, std::size_t statistic, const Line& organisation);

}  // namespace karuna::measure
