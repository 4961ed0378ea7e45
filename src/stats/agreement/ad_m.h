// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/agreement/rwg.h"

namespace karuna::stats {

/// AD_M(J): how far answers lie from the unit's mean, in points of the answer scale, averaged over items.
///
/// Takes   units and items as `rwg_j`.
/// Gives   the mean absolute deviation by unit; NaN for a unit with fewer than two complete answers.
/// Fails   as `rwg_j`
/// Cost    O(people x items + units x items).
/// Source  Burke, Finkelstein and Dusig 1999, doi:10.1177/109442819921004. Checked against R multilevel 2.7 ad.m().
Result<Agreement> ad_m(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items);

}  // namespace karuna::stats
