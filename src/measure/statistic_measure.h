// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/result.h"
#include "measure/make_report.h"
#include "measure/report.h"
#include "measure/units/period_cells.h"
#include "protect/release.h"

namespace karuna::measure {

/// The lines of one statistic in one period, in points, with their variances.
MeasuredLines measured_lines(const protect::Release& release, std::size_t period, std::size_t statistic);

/// A measure without its periods: name, kind, ends, direction, digits, status and terms of its instrument.
///
/// The statistic that is a sum over the index items is named *index-item mean*; it is never called an index, which needs its dimensions.
Measure describe(const protect::Statistic& statistic, const ReportOptions& options);

/// Quality of a statistic in a period, or nothing.
const protect::ScaleQuality* quality_of(const protect::PeriodRelease& period, std::size_t statistic);

/// Why a scale is refused in a period because a gate failed; empty where none did.
std::string refused_by_gates(const protect::Release& release, std::size_t period, std::size_t statistic);

/// One statistic of the release as a measure with all its periods.
///
/// Fails   as unit_values
Result<Measure> statistic_measure(const protect::Release& release, const ReportOptions& options, std::size_t statistic);

/// The step of ReportOptions in points of a measure.
double step_of(const Measure& measure, const ReportOptions& options);

}  // namespace karuna::measure
