// SPDX-License-Identifier: Apache-2.0
#include "protect/wave.h"

#include <algorithm>
#include <cmath>

#include "protect/standing.h"

namespace karuna::protect {

Group group_of(const UnitTree& tree, const Partition& partition, std::span<const std::uint32_t> atoms) {
  Group group;
  for (const std::uint32_t a : atoms) {
    const auto cells = partition.cells_of(partition.atoms[a]);
    group.cells.insert(group.cells.end(), cells.begin(), cells.end());
    group.ballots += partition.atoms[a].ballots;
  }
  if (atoms.size() > 1) std::sort(group.cells.begin(), group.cells.end());
  group.home = atoms.size() == 1 ? partition.atoms[atoms[0]].home : common_unit(tree, group.cells.front(), group.cells.back());
  return group;
}

double step_of(double range) { return std::pow(10.0, std::floor(std::log10(range / 400) + 1e-9)); }
double in_steps(double value, double step) { return step < 1 ? std::round(value / step) / std::round(1 / step) : std::round(value / step) * step; }

std::vector<std::int16_t> centred_codes(const Wave& wave, const Question& question, int sign, std::vector<std::uint8_t>* answered) {
  std::vector<std::int16_t> codes(wave.rows.size(), 0);
  if (answered) answered->assign(wave.rows.size(), 0);
  const auto put = [&](std::size_t i, std::int64_t code) {
    codes[i] = static_cast<std::int16_t>(sign * code);
    if (answered) (*answered)[i] = 1;
  };
  if (question.is_score) {
    const auto& values = wave.sheets.scales[question.column].values;
    for (std::size_t i = 0; i < wave.rows.size(); ++i) {
      const double value = values[wave.rows[i]];
      if (std::isnan(value)) continue;
      const double share = std::clamp((value - question.min) / (question.max - question.min), 0.0, 1.0);
      put(i, 2 * std::llround(share * question.range) - question.range);
    }
  } else {
    const auto& item = wave.sheets.items[question.column];
    for (std::size_t i = 0; i < wave.rows.size(); ++i) {
      const std::int16_t code = item.codes[wave.rows[i]];
      if (code != collect::no_answer) put(i, 2 * std::int64_t{code} - item.min - item.max);
    }
  }
  return codes;
}

}  // namespace karuna::protect
