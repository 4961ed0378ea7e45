// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "measure/report.h"
#include "protect/release.h"

namespace karuna::measure {

/// Reliability and agreement of a scale, a line a coefficient, each with two digits and with what it means here.
///
/// Takes   quality as protect allows it to be shown; a figure that is not known carries its reason.
std::vector<ReliabilityLine> reliability_lines(const protect::ScaleQuality& quality);

/// A line for each coefficient of a scale whose questions are not here (a column that already was a score), or that has one question.
std::vector<ReliabilityLine> no_reliability(const protect::Statistic& statistic);

/// Labels that reliability lines may carry, in their order; docs/measures.md explains each.
std::vector<std::string> reliability_labels();

/// .70 -> ".70": a coefficient as papers print it.
std::string coefficient(double value);

}  // namespace karuna::measure
