// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/files.h"
#include "measure/report.h"

namespace karuna::show {

/// The whole report as JSON (docs/report.schema.json): keys in one order, numbers with fixed digits, one line a unit.
///
/// Takes   report  as measure made it.
/// Gives   UTF-8 bytes, the same for the same report; a cell without a number is {"state":"not_shown"}, whatever is behind it.
/// Fails   never; a number that is not finite is written as null.
/// Cost    O(measures x periods x units), about 60 bytes a cell.
std::string report_json(const measure::Report& report);
/// The same bytes in pieces of about a megabyte.
void report_json(const measure::Report& report, const TakeBytes& take);

}  // namespace karuna::show
