// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>
#include <memory>
#include <sstream>

#include "base/csv.h"

namespace karuna::act {

/// A table from CSV, or from JSON: an array of flat objects, or an object that holds one as "rows" (as our own output does).
struct OpenTable {
  std::unique_ptr<std::istringstream> text{};   // stands behind the reader where the file is JSON
  CsvReader reader;
};

/// Fails  as CsvReader::open; invalid for JSON that is no table. The words quote nothing of the file.
Result<OpenTable> open_table(const std::filesystem::path& file);

/// Whether a cell says yes: yes, y, 1 or true, in any case.
bool is_yes(std::string_view cell);

}  // namespace karuna::act
