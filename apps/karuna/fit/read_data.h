// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "stats/formula/data_table.h"

namespace karuna::fit {

/// What stands for a missing value unless the model file says missing = [...].
inline const std::vector<std::string> usual_missing{"", "NA", "NaN", "."};

/// Reads a CSV file (or .gz) as columns: numbers where every value is one, words elsewhere.
///
/// Takes   a file with a header, and the words that stand for a missing value. "Inf" and "-Inf" are infinite numbers.
/// Gives   the table; a column of words of which at least nine in ten are numbers remembers the first that is not.
/// Fails   as CsvReader; interrupted
/// Cost    O(bytes), read twice: once to see what each column holds.
Result<stats::DataTable> read_data(const std::filesystem::path& file, const std::vector<std::string>& missing, Progress& progress);

}  // namespace karuna::fit
