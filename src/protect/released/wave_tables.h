// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "protect/released/panel.h"

namespace karuna::protect {

/// The tables of a release for people with a spreadsheet: tables/index, scales, items and moments, each as .csv and .json, and data_dictionary.csv, which
/// says what every column means. Everything in them follows from release.json and the manifest; they hold no name that these do not.
///
/// Gives   one line for every statistic and unit that is shown, and one without numbers where it is pooled; always all files, some with a header only
/// Fails   as release_of, too few people apart
Result<std::vector<FileToWrite>> wave_tables(const WaveAndRelease& wave);

}  // namespace karuna::protect
