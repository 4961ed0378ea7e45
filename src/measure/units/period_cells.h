// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "measure/report.h"
#include "measure/units/lines.h"
#include "measure/units/unit_values.h"

namespace karuna::measure {

/// Lines of one measure in one period with their means and variances: a statistic of the release, or a dimension made of several.
struct MeasuredLines {
  Lines lines;
  std::vector<LineMean> means;  ///< by line, the organisation's among them
  std::optional<Whole> whole;   ///< the organisation, where it may be shown
  double within_sd = 0;
  std::string made_of;  ///< what it was computed from; two periods are compared only where this is the same
};

/// What one line shows.
struct LineFigure {
  double raw = 0;
  Estimate estimate;
  bool refused = false;  ///< too uncertain: not shown
};

/// Puts figures into cells. Numbers are kept inside the measure's ends for display.
///
/// Takes   a figure for every line.
/// Gives   a cell for every unit: Shown, Pooled with the names of its partners and the place of their line, or NotShown; and the pools.
/// Cost    O(units + partners)
void fill_cells(const UnitTree& tree, const Lines& lines, std::span<const LineFigure> figures, const Measure& measure, MeasurePeriod& period);

/// Units drawn to the organisation, their cells, the organisation's worst-case bounds and the words of shrinkage.
///
/// Fails   as unit_values
Result<void> fill_period(const UnitTree& tree, const MeasuredLines& measured, const Measure& measure, const DrawOptions& options, MeasurePeriod& period);

/// Bounds of a figure if everybody who did not answer stood at one end: response x + (1 - response) x end.
Interval worst_case(double value, double response, double min, double max);

/// The organisation's figure with nothing to compare it to.
Shown organisation_cell(const Line& line, const Whole& whole, const Measure& measure);

/// What a gate, a table or a sentence calls a share: "41 %".
std::string percent(double share);

}  // namespace karuna::measure
