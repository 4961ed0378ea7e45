// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "measure/report.h"

namespace karuna::show {

enum class Marks { unicode, ascii };
enum class Colour { off, on };

struct TerminalOptions {
  unsigned columns = 80;              ///< width to draw for; below 60 is drawn as 60, beyond 140 as 140
  Marks marks = Marks::unicode;       ///< ascii: no character beyond 7 bits is drawn by us (names stay as they are)
  Colour colour = Colour::off;        ///< never needed: every state stands in shape and word too
  unsigned most_units = 150;          ///< lines of a tree; what is beyond is counted and named with the file that holds it
  std::vector<std::string> files{};   ///< written files, listed at the end
};

/// The report as text for a terminal: headline, findings, the unit tree of each headline measure with its interval bars, scales,
/// reliability and gates, what is hidden and why, files.
///
/// Takes   report   as measure made it; nothing else decides what is said.
/// Gives   lines that are no wider than the columns asked for, each ended by a newline.
/// Fails   never.
/// Cost    O(units drawn x measures).
std::string terminal_report(const measure::Report& report, const TerminalOptions& options);

}  // namespace karuna::show
