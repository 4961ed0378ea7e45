// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/mixed/sums.h"

namespace karuna::stats {

/// Fails   invalid  lengths that differ, no column, a group that does not exist, a weight or a known variance that cannot be
Result<void> check_shape(const MixedModel& model);

/// What the sums show: a number that is missing or infinite, columns that are combinations of others, a y that does not vary.
Result<void> check_numbers(const MixedModel& model, const MixedSums& sums);

/// Whether the rows can tell as many variances apart.
Result<void> check_counts(const MixedSums& sums, bool sigma_estimated);

}  // namespace karuna::stats
