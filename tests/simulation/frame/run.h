// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "frame/world.h"

namespace karuna::simulation {

/// What the replicates of a quantity add up to.
struct Tally {
  std::uint64_t count = 0, refusals = 0;
  double sum = 0, squares = 0;
  double mean() const { return sum / static_cast<double>(count); }
  double sd() const;
  double monte_carlo_error() const;  ///< of the mean; that of a share follows from how replicates differ, so intervals of one replicate may go together
};

/// Takes   a world, a seed, how often it is drawn, on how many threads.
/// Gives   a tally a quantity. Replicate r is drawn from the stream (seed, hash of the world's name, r), and tallies are added in one order:
///         the same bytes on any number of threads.
/// Fails   interrupted  the person pressed Ctrl-C
Result<std::vector<Tally>> run(const World& world, std::uint64_t seed, std::uint32_t replicates, unsigned threads, Progress& progress);

}  // namespace karuna::simulation
