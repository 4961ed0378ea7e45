// SPDX-License-Identifier: Apache-2.0
// Public instances of grouping problems and the best values known for them (benchmarks/mdgp of the shared folder).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "stats/coverage/coverage.h"
#include "stats/grouping/problem.h"

namespace karuna::test {

struct KnownBest {
  std::string instance, kind;   ///< "proven optimum", "published (read)", "IMS run here", "TPSDP run here"
  std::size_t people = 0;
  double value = 0;
};

/// Text of a file, gzip or not.
std::string unpacked(const std::filesystem::path& file);

/// bestknown.csv, in its order.
std::vector<KnownBest> known_bests(const std::filesystem::path& folder);

/// instances/NAME.txt or .txt.gz. Throws where it is not there or is not one.
stats::GroupingProblem instance(const std::filesystem::path& folder, const std::string& name);

/// Everyone covers themselves and whom they exchange mail with (email-Eu-core); no limit set.
stats::CoverageProblem email_network(const std::filesystem::path& folder);
std::vector<std::uint32_t> email_departments(const std::filesystem::path& folder);

/// An assignment problem of the OR-Library, row by row.
std::vector<std::int64_t> assignment_costs(const std::filesystem::path& folder, std::size_t size);

}  // namespace karuna::test
