// SPDX-License-Identifier: Apache-2.0
#include "protect/wave.h"

#include <algorithm>
#include <cmath>

#include "protect/groups/standing.h"
#include "protect/in_parallel.h"

namespace karuna::protect {

Wave rows_of_period(const collect::Sheets& sheets, const Plan& plan, const Declaration& declaration, std::uint16_t period) {
  Wave wave{sheets, plan, declaration, period, {}, {}, std::vector<std::uint32_t>(sheets.tree.size(), 0), {}, {}};
  for (std::uint32_t r = 0; r < sheets.rows(); ++r) {
    if (sheets.period[r] != period) continue;
    wave.rows.push_back(r);
    wave.unit.push_back(sheets.unit[r].value);
    ++wave.ballots[sheets.unit[r].value];
  }
  return wave;
}

void group_by_counts(Wave& wave, std::span<const seal::Digest> keys) {
  const UnitTree& tree = wave.sheets.tree;
  wave.partitions[0] = make_atoms(tree, wave.ballots, keys, wave.plan.k[0]);
  wave.partitions[1] = coarser_atoms(tree, wave.partitions[0], wave.plan.k[1]);
  wave.partitions[2] = coarser_atoms(tree, wave.partitions[1], wave.plan.k[2]);
  stand_by_atoms(wave);
}

void stand_by_atoms(Wave& wave) {
  in_parallel(wave.plan.threads, 3, [&](std::size_t f) {
    std::vector<Group> groups;
    groups.reserve(wave.partitions[f].atoms.size());
    for (std::uint32_t a = 0; a < wave.partitions[f].atoms.size(); ++a) groups.push_back(group_of(wave.sheets.tree, wave.partitions[f], std::span(&a, 1)));
    wave.standings[f] = standings(wave.sheets.tree, groups, wave.ballots);
  });
}

PeriodRelease counts_of(const Wave& wave) {
  PeriodRelease period;
  period.label = wave.sheets.periods[wave.period];
  period.ballots = static_cast<std::uint32_t>(wave.rows.size());
  const Partition& finest = wave.partitions[0];
  period.atoms_of_unit.resize(wave.sheets.tree.size());
  if (!finest.atoms.empty()) {
    const auto inside = atoms_inside(wave.sheets.tree, finest);
    std::copy(inside.begin(), inside.end(), period.atoms_of_unit.begin());
  }
  for (const Partition& partition : wave.partitions) {
    std::uint32_t smallest = 0;
    for (const Atom& atom : partition.atoms) smallest = smallest == 0 ? atom.ballots : std::min(smallest, atom.ballots);
    period.atoms.push_back(static_cast<std::uint32_t>(partition.atoms.size()));
    period.smallest.push_back(smallest);
  }
  return period;
}

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
