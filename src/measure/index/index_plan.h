// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "base/said.h"
#include "base/result.h"
#include "measure/make_report.h"
#include "protect/release.h"

namespace karuna::measure {

struct DimensionName {
  const char* id;    ///< "dimension:behaviour"
  const char* name;  ///< "Behaviour"
};
inline constexpr std::array<DimensionName, dimension_count> dimension_names{{{"dimension:behaviour", "Behaviour"},
                                                                             {"dimension:culture", "Culture"},
                                                                             {"dimension:fatigue", "Freedom from fatigue"},
                                                                             {"dimension:outcomes", "Outcomes"}}};

/// One indicator that has data: score = slope x mean + start lies in 0..100, high is good.
struct Indicator {
  std::size_t statistic = 0;
  double weight = 0;  ///< within its dimension, sums to 1
  double slope = 0, start = 0;
};

struct DimensionPlan {
  Dimension dimension = Dimension::behaviour;
  std::size_t asked = 0;           ///< indicators that were declared
  std::vector<Indicator> present;  ///< in the order declared
  bool enough = false;             ///< at least half of those asked, and a core one
  std::string why_not;             ///< in words, where not enough
  Said why_not_said = {};
};

/// What the index of one period is made of.
struct IndexPlan {
  std::array<DimensionPlan, dimension_count> dimensions;
  bool possible = false;                  ///< behaviour, culture and fatigue are there
  bool outcomes = false;                  ///< and outcomes too: CII; without, CII-3
  std::string words;                      ///< which index this is, or why there is none
  std::vector<std::size_t> used() const;  ///< positions of the dimensions in the index
};

/// Is this a core indicator: one without which the dimension does not stand? B1, B2, B5; C1, C2, C4; F1; O1.
/// A scale that the survey file itself put into the dimension, without a code, counts as core: whoever wrote the file vouches for it.
bool is_core(Dimension dimension, std::string_view indicator);

/// Takes   the release, the parts of the index, the period.
/// Gives   indicators that have an organisation figure and passed their gates; which index they carry.
/// Fails   not_found  a part names a statistic that is not in the release
///         invalid    a part's weight is not above 0
/// Source  measurement design 3.2, 3.3, 3.5
Result<IndexPlan> plan_index(const protect::Release& release, const ReportOptions& options, std::size_t period);

/// Does the survey declare an index at all?
bool has_index(const ReportOptions& options);

}  // namespace karuna::measure
