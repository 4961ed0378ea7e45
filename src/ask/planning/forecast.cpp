// SPDX-License-Identifier: Apache-2.0
#include "ask/planning/forecast.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace karuna::ask {

namespace {

constexpr double z_90 = 1.6448536269514722;   // normal quantile .95

/// Half of a 90 % interval of the mean of n ballots: sampling and noise together, in points.
double half_width(const WaveStatistic& statistic, const PlannedQuestions& questions, double n) {
  const WaveQuestion& first = questions.questions[statistic.items.front().question];
  const double range = first.max - first.min, J = static_cast<double>(statistic.items.size());
  const double sampling = assumed_sd_share * range / std::sqrt(n);
  const double noise = std::sqrt(static_cast<double>(statistic.sigma2_T)) / (2 * n * J);
  return z_90 * std::hypot(sampling, noise);
}

}  // namespace

Forecast forecast(const WaveFile& wave, const PlannedQuestions& questions, std::span<const PlannedCell> cells) {
  Forecast told;
  std::map<std::vector<std::string>, double> by_unit;   // path -> expected ballots
  std::vector<double> in_cells;
  for (const PlannedCell& cell : cells) {
    const double ballots = cell.eligible * wave.expected_response;
    told.expected_ballots += ballots;
    in_cells.push_back(ballots);
    for (std::size_t depth = 1; depth <= cell.units.size(); ++depth)
      by_unit[{cell.units.begin(), cell.units.begin() + static_cast<std::ptrdiff_t>(depth)}] += ballots;
  }
  std::map<std::size_t, std::vector<double>> levels;
  for (const auto& [path, ballots] : by_unit) levels[path.size()].push_back(ballots);
  std::size_t deepest = levels.empty() ? 0 : levels.rbegin()->first;
  levels[deepest + 1] = std::move(in_cells);
  for (auto& [depth, ballots] : levels) {
    std::sort(ballots.begin(), ballots.end());
    ForecastLevel level;
    level.level = depth == 1 ? "organisation" : depth == deepest + 1 ? "cells" : "level " + std::to_string(depth - 1);
    level.units = static_cast<std::uint32_t>(ballots.size());
    level.typical_ballots = ballots[ballots.size() / 2];
    for (std::size_t g = 0; g < 3; ++g) {
      const double least = std::min<double>(wave.k[g], std::max(20.0, told.expected_ballots));
      for (const double n : ballots) level.seen[g] += n >= least;
      if (level.typical_ballots < least) continue;
      std::vector<double> widths;
      for (const WaveStatistic& statistic : questions.statistics)
        if (static_cast<std::size_t>(statistic.group) == g) widths.push_back(half_width(statistic, questions, level.typical_ballots));
      std::sort(widths.begin(), widths.end());
      if (!widths.empty()) level.half_width[g] = widths[widths.size() / 2];
    }
    told.levels.push_back(level);
  }
  return told;
}

}  // namespace karuna::ask
