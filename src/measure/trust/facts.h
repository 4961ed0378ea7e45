// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "measure/make_report.h"
#include "measure/report.h"
#include "protect/release.h"

namespace karuna::measure {

/// "How protected": profile, smallest groups, number of atoms, bounds, and what is not protected; numbers from the release.
std::vector<Fact> protection_facts(const protect::Release& release);

/// "How computed": index, shrinkage, intervals, states, changes, seed.
std::vector<Fact> computation_facts(const ReportOptions& options, bool with_index);

/// Promises of a wave that a report from a file of answers does not carry.
std::vector<std::string> promises_not_carried(const protect::Release& release);

}  // namespace karuna::measure
