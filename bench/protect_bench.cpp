// SPDX-License-Identifier: Apache-2.0
// Groups and noise for an organisation of a million: 111,111 units in six levels of ten, about 700,000 ballots.
#include <memory>
#include <thread>

#include "bench.h"
#include "protect/groups/atoms.h"
#include "protect/noisy/sampler.h"
#include "seal/hash.h"

namespace karuna::bench {
namespace {

struct Million {
  UnitTree tree;
  std::vector<std::uint32_t> ballots;
  void make() {
    if (tree.size() > 0) return;
    std::vector<UnitRow> rows{{.id = "0", .parent = "", .name = "", .eligible = {}, .line = 0}};
    for (std::size_t first = 0, last = 1, level = 0; level < 5; ++level) {
      for (std::size_t parent = first; parent < last; ++parent)
        for (int child = 0; child < 10; ++child)
          rows.push_back({.id = std::to_string(rows.size()), .parent = rows[parent].id, .name = "", .eligible = {}, .line = 0});
      first = last, last = rows.size();
    }
    tree = UnitTree::from_rows(rows, "all").value();
    ballots.assign(tree.size(), 0);
    std::uint64_t state = 7;
    for (std::uint32_t u = 0; u < tree.size(); ++u)
      if (tree.is_leaf(UnitId{u}))
        ballots[u] = 2 + static_cast<std::uint32_t>((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 60U) * 10 / 15;
  }
};

}  // namespace

std::vector<Job> protect_jobs() {
  auto million = std::make_shared<Million>();
  std::vector<Job> jobs;
  jobs.push_back({.name = "atoms",
                  .what = "three partitions of 111,111 units, and noise for an index, two scales and 10 items, two threads",
                  .prepare = [million] { million->make(); },
                  .run =
                      [million] {
                        const auto root = seal::sha256("bench");
                        const auto keys = protect::cell_keys(million->tree, million->ballots, root);
                        const auto index = protect::make_atoms(million->tree, million->ballots, keys, 10);
                        const auto scales = protect::coarser_atoms(million->tree, index, 30);
                        const auto items = protect::coarser_atoms(million->tree, scales, 100);
                        const auto noise = protect::NoiseSource::of_file(root, root);
                        const std::size_t draws = 2 * (index.atoms.size() + 2 * scales.atoms.size() + 10 * items.atoms.size());
                        std::vector<std::int64_t> drawn(draws);
                        const auto half = [&](std::size_t from, std::size_t to) {
                          for (std::size_t i = from; i < to; ++i) drawn[i] = noise.draw(static_cast<std::uint32_t>(i), 48);
                        };
                        std::thread other(half, 0, draws / 2);
                        half(draws / 2, draws);
                        other.join();
                        double sum = static_cast<double>(index.atoms.size() + scales.atoms.size() + items.atoms.size());
                        for (std::int64_t z : drawn) sum += static_cast<double>(z);
                        return sum;
                      },
                  .goal_seconds = 0.1});
  return jobs;
}

}  // namespace karuna::bench
