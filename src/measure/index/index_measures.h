// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "measure/make_report.h"
#include "measure/report.h"
#include "protect/release.h"

namespace karuna::measure {

struct IndexMeasures {
  std::vector<Measure> measures;  ///< the index, then its dimensions; empty where no index is possible in any period
  std::string words;              ///< which index this is, or why there is none
  std::optional<IndexDetail> detail;  ///< of the last period that shows an index
};

/// The Compassion Impact Index and its dimensions over all periods.
///
/// Gives   CII where outcomes have data in every period that carries an index, else CII-3 under that name in all of them. In each period: the geometric
///         mean of the dimensions, the arithmetic mean as a check, where freedom from fatigue lies below 35; refused where a dimension's error
///         exceeds .15 of its value: "too uncertain; here are the dimensions".
/// Fails   as plan_index and index_values
/// Cost    O(draws x units x dimensions^2)
/// Source  measurement design 3.3; docs/measures.md
Result<IndexMeasures> index_measures(const protect::Release& release, const ReportOptions& options);

}  // namespace karuna::measure
