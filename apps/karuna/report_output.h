// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "measure/report.h"

namespace karuna {

/// What a person asked `karuna report` for.
struct ReportWishes {
  std::string survey, out = "karuna-report", profile, texts = "karuna-texts", folder, cells, order;
  unsigned threads = 0, columns = 0;
  std::uint32_t draws = 0;
  std::uint64_t seed = 0;
  bool ascii = false, json = false, dry_run = false, quiet = false, seed_given = false;
};

/// Writes the folder of a report, whole or not at all, and prints the table (or report.json).
/// Takes  more  files to be written beside those of the report
Result<int> show_report(const measure::Report& report, const ReportWishes& wishes, std::vector<FileToWrite> more = {});

}  // namespace karuna
