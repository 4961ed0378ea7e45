// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "measure/units/period_cells.h"

namespace karuna::measure {

/// Is this a change: its interval leaves 0 and its size reaches the step fixed beforehand?
bool is_change(double value, const Interval& interval, double step);

/// Change of the organisation and of every unit since the period before, by paired differences.
///
/// Takes   the same measure in two periods; `now.made_of` and `before.made_of` must be equal, else nothing is compared.
/// Gives   the organisation's difference as it is; for units with a line of their own in both periods the difference of the means as answered, drawn to
///         the common change of its level by the same rule as values. Variances of the periods add up: whether the same people answered is not in
///         a release, and where they did the true interval is narrower.
/// Fails   as unit_values
/// Cost    as unit_values
Result<void> fill_changes(const UnitTree& tree, const MeasuredLines& before, const MeasuredLines& now, double step, const DrawOptions& options,
                          MeasurePeriod& period);

}  // namespace karuna::measure
