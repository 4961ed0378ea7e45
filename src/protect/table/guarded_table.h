// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/unit_tree.h"

namespace karuna::protect {

/// A value of a table that somebody published already. Hidden, empty and absent are one thing: `shown` is false and both numbers are 0.
struct GuardedValue {
  bool shown = false;
  double n = 0;
  double value = 0;
};

struct GuardedMeasure {
  std::string id, name;
  std::string dimension;
  double min = 0, max = 100;
  bool higher_is_better = true;
  std::vector<std::vector<GuardedValue>> values;   ///< by period, by UnitId
};

/// An aggregated table as it may be shown.
struct GuardedTable {
  UnitTree tree;
  std::vector<std::string> periods;      ///< in order of time
  std::vector<GuardedMeasure> measures;
  std::uint32_t smallest = 10;           ///< values of fewer answers are hidden
  std::string input_sha256;              ///< in hex, of the table as it was published
  std::vector<std::string> notes;        ///< "differencing was not prevented", ...
};

}  // namespace karuna::protect
