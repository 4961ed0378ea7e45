// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protect/noisy/noisy_period.h"

namespace karuna::protect {

/// Spread and reliability of a period in balanced and strict, from what was released: the noisy moments of the index items, the noisy sums of
/// the items, the noisy means of groups. Where no moments were declared, the spread is assumed (.225 of the range) and reliability is not known.
///
/// Takes   a skipped answer as the middle of the scale, as it counts in sums and moments.
/// Gives   period.within: covariance of scales whose items all are in the index, of those items, and of the index; it is that of all people,
///         so it includes what units differ, and errs on the side of wide intervals. period.quality: alpha with a 95 % interval that holds
///         sampling and noise; omega and its interval from the same covariances, the noise by redrawing; eigenvalues; ICC from groups with the
///         noise subtracted. rwg and AD need persons: not known.
void spread_and_quality_from_moments(const Wave& wave, const NoisePlan& noise, const NoisySums& sums, PeriodRelease& period);

}  // namespace karuna::protect
