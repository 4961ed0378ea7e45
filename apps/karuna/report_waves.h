// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/progress.h"
#include "base/result.h"
#include "collect/survey.h"
#include "report_output.h"

namespace karuna {

/// Whether a folder is that of a wave, or one of waves.
bool holds_waves(const std::filesystem::path& folder);

/// A report from one released wave, or from all released waves of a folder as periods. Nothing but what was released is read.
Result<int> report_waves(const ReportWishes& wishes);

/// The answers of a file in the cells and sums of a wave, without noise: what the wave would have released in exact from the same ballots. Beside the
/// report it writes wave_sums.json, which has the atoms, groups and sums in the form in which release.json has them.
Result<int> report_in_cells(const collect::Survey& survey, const ReportWishes& wishes, Progress& progress);

}  // namespace karuna
