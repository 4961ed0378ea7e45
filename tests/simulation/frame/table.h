// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "frame/run.h"

namespace karuna::simulation {

/// How a line of the table ends.
enum class Outcome { held, missed, declined };
struct Verdict {
  Outcome outcome = Outcome::held;
  std::string words;  ///< "held", "**miss**: too narrow, 3.1 points"
};

/// Coverage and size: within two points of nominal. Bias: within three Monte Carlo errors of 0, or below a tenth of the estimate's standard deviation.
/// Refused where the method gave a figure in less than a tenth of the replicates.
Verdict verdict_of(const Quantity& quantity, const Tally& tally);

struct Row {
  const World* world = nullptr;
  std::vector<Tally> tallies;
};

/// The page: what is held against what, then one table a family, the reasons of the misses below it.
struct Page {
  std::string version;
  std::uint64_t seed = 0;
  std::vector<Row> rows;
  std::size_t of_earlier_builds = 0;  ///< worlds that another build of the program has drawn
};
std::string markdown(const Page& page);

}  // namespace karuna::simulation
