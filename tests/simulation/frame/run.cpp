// SPDX-License-Identifier: Apache-2.0
#include "frame/run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace karuna::simulation {
namespace {

constexpr std::uint32_t block = 5;  // replicates added up by one thread; the sums of blocks are then added in order

/// FNV-1a: the random stream of a world follows from its name, so that worlds may come and go without changing the others.
std::uint32_t stream_of(const World& world) {
  std::uint32_t hash = 2166136261U;
  for (const char c : world.family + "/" + world.name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

void add(Tally& tally, double value) {
  if (std::isnan(value)) {
    ++tally.refusals;
    return;
  }
  ++tally.count;
  tally.sum += value;
  tally.squares += value * value;
}

void add(Tally& tally, const Tally& more) {
  tally.count += more.count;
  tally.refusals += more.refusals;
  tally.sum += more.sum;
  tally.squares += more.squares;
}

}  // namespace

double Tally::sd() const {
  if (count < 2) return stats::not_known;
  const double n = static_cast<double>(count);
  return std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
}

double Tally::monte_carlo_error() const { return sd() / std::sqrt(static_cast<double>(count)); }

Result<std::vector<Tally>> run(const World& world, std::uint64_t seed, std::uint32_t replicates, unsigned threads, Progress& progress) {
  const std::uint32_t blocks = (replicates + block - 1) / block, stream = stream_of(world);
  std::vector<std::vector<Tally>> parts(blocks, std::vector<Tally>(world.quantities.size()));
  std::atomic<std::uint32_t> next{0};
  std::atomic<bool> misshapen{false};
  progress.begin(world.family + ": " + world.name, replicates);
  const auto work = [&] {
    for (std::uint32_t b = next++; b < blocks && !interrupted() && !misshapen; b = next++) {
      const std::uint32_t first = b * block, last = std::min(replicates, first + block);
      for (std::uint32_t r = first; r < last; ++r) {
        stats::Random random(seed, stream, r);
        const std::vector<double> found = world.draw(random);
        if (found.size() != world.quantities.size()) {
          misshapen = true;
          return;
        }
        for (std::size_t q = 0; q < found.size(); ++q) add(parts[b][q], found[q]);
      }
      progress.advance(last - first);
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  others.clear();
  progress.end();
  KARUNA_CHECK(progress.check());
  if (misshapen) return fail(Fault::internal, world.family + ", " + world.name + ": a replicate did not give one number a quantity");
  std::vector<Tally> all(world.quantities.size());
  for (const auto& part : parts)
    for (std::size_t q = 0; q < all.size(); ++q) add(all[q], part[q]);
  return all;
}

}  // namespace karuna::simulation
