// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/crossing.h"

#include <algorithm>

namespace karuna::stats {

Crossing::Crossing(const MixedSums& sums) {
  if (sums.blocks.size() < 2) return;
  k = sums.blocks[0].k;
  const auto columns = static_cast<std::size_t>(k);
  start.assign(1, 0);
  std::vector<std::pair<std::uint32_t, std::size_t>> others;
  for (std::size_t group = 0; group < sums.blocks[0].groups; ++group) {
    for (std::size_t b = 1; b < sums.blocks.size(); ++b) {
      const CrossProducts& cross = sums.cross[0][b - 1];
      const auto kb = static_cast<std::size_t>(sums.blocks[b].k);
      others.clear();
      for (std::size_t i = cross.start[group]; i < cross.start[group + 1]; ++i) others.emplace_back(cross.other[i], i);
      std::sort(others.begin(), others.end());
      for (const auto& [other, i] : others)
        for (std::size_t j = 0; j < kb; ++j) {
          place.push_back(static_cast<std::uint32_t>(sums.blocks[b].first) + other * static_cast<std::uint32_t>(kb) + static_cast<std::uint32_t>(j));
          for (std::size_t a = 0; a < columns; ++a) products.push_back(cross.values[(i * columns + a) * kb + j]);
        }
    }
    start.push_back(place.size());
  }
}

}  // namespace karuna::stats
