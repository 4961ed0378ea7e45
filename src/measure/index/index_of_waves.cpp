// SPDX-License-Identifier: Apache-2.0
#include "measure/index/index_of_waves.h"

#include <string_view>

namespace karuna::measure {

std::array<std::vector<IndexPart>, dimension_count> index_of_waves(const protect::Release& release, const ask::Catalogue& catalogue) {
  static constexpr std::array<std::string_view, dimension_count> words{"behaviour", "culture", "fatigue", "outcomes"};   // as instrument files have them
  std::array<std::vector<IndexPart>, dimension_count> index;
  for (const protect::Statistic& statistic : release.statistics) {
    if (statistic.family != protect::Family::scale || statistic.instrument.empty()) continue;
    const ask::Instrument* instrument = catalogue.find(statistic.instrument);
    const auto score = instrument ? instrument->find_score(statistic.id.substr(statistic.instrument.size() + 1)) : std::nullopt;
    if (!score) continue;
    for (std::size_t d = 0; d < dimension_count; ++d)
      if (words[d] == instrument->scores[*score].dimension) index[d].push_back({statistic.id, instrument->scores[*score].indicator, 1});
  }
  return index;
}

}  // namespace karuna::measure
