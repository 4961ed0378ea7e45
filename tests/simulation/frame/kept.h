// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/run.h"

namespace karuna::simulation {

/// What a world was run with: kept results count only for the same.
struct RunOf {
  std::string program;  ///< fingerprint of the program that drew it; empty: any
  std::uint64_t seed = 0;
  std::uint32_t replicates = 0;
};

/// The fingerprint of the running program.
Result<std::string> fingerprint();

/// One small file a world, so that a run that was stopped goes on where it was.
/// Fails   unwritable
Result<void> keep(const std::filesystem::path& folder, const World& world, const RunOf& run, const std::vector<Tally>& tallies);

/// Gives   the tallies, or nothing where they are not there, are of another run, or of other quantities.
std::optional<std::vector<Tally>> kept(const std::filesystem::path& folder, const World& world, const RunOf& run);

}  // namespace karuna::simulation
