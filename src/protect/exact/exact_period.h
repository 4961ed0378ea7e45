// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "protect/wave.h"

namespace karuna::protect {

/// Fills what `exact` publishes of one period: means over groups that pass P3, the spread within units, reliability, weighted means.
/// The wave's partitions and counts are in `period` already.
void publish_exactly(const Wave& wave, PeriodRelease& period, std::vector<std::string>& notes);

}  // namespace karuna::protect
