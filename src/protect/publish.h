// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "collect/sheets.h"
#include "protect/plan.h"
#include "protect/release.h"

namespace karuna::protect {

/// The one door out: from answers to what may be shown.
///
/// Takes   answers in columns, and a plan.
/// Gives   the index-item mean (where index_scales name scales of one range), every scale, and every item (publish_items), for every period,
///         over disjoint groups of at least k ballots; what each unit may show; reliability and spread as far as the profile allows.
///         exact     means of the persons' own scores over groups that pass P3; reliability and spread to two digits, without a promise
///         balanced, noisy sums, noisy numbers of answers and, from 300 ballots and 4 index items on, one noisy matrix of second moments;
///         strict    everything else is computed from those. A scale is the mean of its items there. A column that already is a score is
///                   rounded to a thousandth of its range first, so that sums stay whole numbers.
/// Fails   invalid         no rows, no statistic, a secret seed that is not 32 bytes, an index scale that is not there
///         refused         k below the floor (10 for a file; below that a wave needs noise and the council's signature, and nothing goes below 5);
///                         more periods than the rhythm limit of 24 months allows in balanced and strict
///         too_few_people  no period has 20 ballots, or k of them in one place
/// Cost    O(rows x columns + units x statistics). The same bytes for any number of threads and any order of rows.
Result<Release> publish(const collect::Sheets& sheets, const Plan& plan);

}  // namespace karuna::protect
