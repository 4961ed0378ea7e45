// SPDX-License-Identifier: Apache-2.0
#include "measure/units/aligned_lines.h"

#include <map>

namespace karuna::measure {

AlignedLines align(std::span<const Lines* const> statistics) {
  const Lines& first = *statistics.front();
  AlignedLines aligned;
  aligned.head.line_of.assign(first.line_of.size(), no_line);
  aligned.head.with.resize(first.line_of.size());
  aligned.head.response = first.response;
  std::map<std::vector<std::uint32_t>, std::uint32_t> pool_lines;
  std::vector<std::uint32_t> pooled;

  const auto places_of = [&](std::uint32_t unit) {
    std::vector<std::uint32_t> places;
    for (const Lines* lines : statistics) {
      const std::uint32_t place = lines->line_of[unit];
      if (place == no_line) return std::vector<std::uint32_t>();
      const Line& mine = first.lines[first.line_of[unit]];
      const Line& other = lines->lines[place];
      if (bool(mine.unit) != bool(other.unit)) return std::vector<std::uint32_t>();
      if (!mine.unit && first.pools[mine.pool].units != lines->pools[other.pool].units) return std::vector<std::uint32_t>();
      if (mine.ballots != other.ballots) return std::vector<std::uint32_t>();
      places.push_back(place);
    }
    return places;
  };

  for (std::uint32_t unit = 0; unit < first.line_of.size(); ++unit) {
    std::vector<std::uint32_t> places = places_of(unit);
    if (places.empty()) continue;
    Line line = first.lines[places.front()];
    if (!line.unit) {
      pooled.push_back(unit);
      continue;
    }
    line.answers = line.mean = line.noise = 0;
    aligned.head.line_of[unit] = static_cast<std::uint32_t>(aligned.head.lines.size());
    aligned.head.lines.push_back(line);
    aligned.place.push_back(std::move(places));
  }
  for (std::uint32_t unit : pooled) {
    const std::vector<std::uint32_t> places = places_of(unit);
    const auto [at, is_new] = pool_lines.try_emplace(places, static_cast<std::uint32_t>(aligned.head.lines.size()));
    if (is_new) {
      Line line = first.lines[places.front()];
      aligned.head.pools.push_back(first.pools[line.pool]);
      line.pool = static_cast<std::uint32_t>(aligned.head.pools.size() - 1);
      line.answers = line.mean = line.noise = 0;
      aligned.head.lines.push_back(line);
      aligned.place.push_back(places);
    }
    aligned.head.line_of[unit] = at->second;
    aligned.head.with[unit] = first.with[unit];
  }
  return aligned;
}

}  // namespace karuna::measure
