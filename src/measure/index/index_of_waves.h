// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "ask/catalogue.h"
#include "measure/make_report.h"
#include "protect/release.h"

namespace karuna::measure {

/// The index of released waves: their scales, each in the dimension that the catalogue gives it, each with the same weight.
///
/// Takes   release    its scales name their instruments; a scale the catalogue does not know, or gives no dimension, is in no dimension
/// Gives   parts for ReportOptions::index, by Dimension
/// Fails   never
/// Cost    O(statistics)
std::array<std::vector<IndexPart>, dimension_count> index_of_waves(const protect::Release& release, const ask::Catalogue& catalogue);

}  // namespace karuna::measure
