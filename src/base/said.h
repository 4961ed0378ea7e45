// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace karuna {

/// A sentence that the pages say in their reader's language: which one, and what stands in its blanks (numbers with a point). Wherever it goes, its English
/// words stand beside it, for terminals, tables, and pages that do not know the code.
struct Said {
  std::string code;
  std::vector<std::pair<std::string, std::string>> values = {};
};

}  // namespace karuna
