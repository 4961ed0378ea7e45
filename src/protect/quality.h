// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "collect/sheets.h"
#include "protect/release.h"

namespace karuna::protect {

enum class Completeness { complete_rows, pairwise };

/// Reliability and agreement of one scale in one period, from persons, before protection: what tests compare with R.
///
/// Takes   the answers; the scale (position in Sheets::scales); the period; whether alpha rests on complete rows or on pairs
/// Gives   alpha with its 95 % interval, omega with its interval, the first two eigenvalues of the item correlations, items that run
///         against the scale, ICC(1) with its 90 % exact F interval and ICC(2) of the score, and rwg(j) and AD by unit (median, mean).
///         Units are those that people belong to; a unit needs two people to count for agreement. Whatever the data cannot carry is
///         `known = false` with the reason in words. `statistic` is left 0.
/// Cost    O(rows x items^2)
/// Source  stats: alpha, omega, icc, agreement (see `karuna methods`)
ScaleQuality estimate_quality(const collect::Sheets& sheets, std::size_t scale, std::uint16_t period, Completeness completeness);

/// The same as it may be shown in `exact`: every figure to two digits. P3 promises nothing for these, and the release says so.
ScaleQuality in_two_digits(ScaleQuality quality);

}  // namespace karuna::protect
