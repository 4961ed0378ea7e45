// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "measure/index/composite_index.h"
#include "measure/index/index_plan.h"
#include "measure/units/aligned_lines.h"
#include "measure/units/period_cells.h"

namespace karuna::measure {

/// Dimensions of the index in one period, line by line, in 0..100 with high good.
struct DimensionLines {
  AlignedLines aligned;
  std::vector<JointLine> lines;  ///< by line, the organisation's among them
  std::vector<double> within;    ///< covariance of one person's dimensions within units, row by row
};

/// Takes   dimensions with their indicators (one for a dimension by itself, all of them for the index).
/// Gives   every line that shows all the indicators for the same people; D = sum of weight x score, and the covariance of the D's errors: people answered
///         several scales, so errors go together; noise is drawn for each sum by itself, so it does not.
/// Cost    O(units x indicators^2)
DimensionLines dimension_lines(const protect::Release& release, std::size_t period, std::span<const DimensionPlan* const> dimensions);

/// One dimension as a measure's lines.
MeasuredLines as_measured(const protect::Release& release, std::size_t period, const DimensionPlan& plan, const DimensionLines& dimension);

/// What the dimensions are made of: "karuna-support.support*0.5 ..."
std::string made_of(const protect::Release& release, std::span<const DimensionPlan* const> dimensions);

}  // namespace karuna::measure
