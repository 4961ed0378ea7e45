// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "measure/report.h"

namespace karuna::measure {

/// The rule by which findings are chosen, printed with them.
std::string finding_rule();

/// At most three sentences about the last period, chosen by the rule and by nothing else:
///
/// 1. the unit that stands furthest on the side that needs care, clearly, in a scale, score or dimension;
/// 2. the unit that stands furthest on the good side, clearly;
/// 3. the largest clear change since the period before; without one, in a report of several periods, what cannot be told about the first measure.
/// Where no unit differs clearly, one sentence says so; without units, it says where the organisation stands. "Furthest" is the difference from the
/// organisation divided by the spread of people within units. Ties go to the order of measures and of the tree.
std::vector<Finding> find(const Report& report);

}  // namespace karuna::measure
