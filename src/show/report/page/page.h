// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "measure/report.h"

namespace karuna::show {

struct PageOptions {
  std::size_t most_rows = 400;        ///< rows of units drawn in the headline's tree; the page says where the rest is
  std::size_t most_heat_rows = 150;   ///< rows of the heat map
  std::vector<std::string> files = {"report.json", "units.csv", "organisation.csv", "pools.csv", "reliability.csv", "gates.csv", "tree.csv",
                                    "periods.csv", "notes.csv", "data-dictionary.csv"};
};

/// The report as one self-contained page: no request leaves it, no font, no image; it reads without script, in light and dark, on a
/// telephone, on paper and from right to left. Every chart has a table twin.
///
/// Takes   report   as measure made it; everything that comes from data is escaped.
/// Gives   the bytes of report.html, the same for the same report.
/// Fails   never.
/// Cost    O(rows drawn x measures); the page stays below about 2 MB however many units there are.
std::string report_page(const measure::Report& report, const PageOptions& options = {});

}  // namespace karuna::show
