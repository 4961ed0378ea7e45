// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/joint_rule.h"

#include <algorithm>
#include <cmath>

#include "protect/exact/possible_answers.h"

namespace karuna::protect {

namespace {

constexpr std::size_t scale_family = static_cast<std::size_t>(Family::scale), item_family = static_cast<std::size_t>(Family::item);

}  // namespace

JointRule::JointRule(const Wave& wave, const RelatedStatistics& set, const std::vector<ValueColumn>& columns, const std::vector<UnitSums>& sums)
    : wave_(wave), set_(set) {
  const Partition& of_scales = wave.partitions[scale_family];
  for (const std::size_t s : set.scales) scales_.push_back(by_atom(of_scales, columns[s].full, sums[s]));
  if (set.scales.size() > 1) {
    for (const auto& members : set.blocks) {
      Declared block;
      block.statistic.family = Family::index;   // the mean of the questions answered
      block.members = members;
      const ValueColumn column = value_column(wave, block);
      blocks_.push_back(by_atom(of_scales, column.full, unit_sums(wave, column)));
    }
  } else {
    blocks_ = scales_;
  }
  for (const std::size_t s : set.items) items_.push_back(by_atom(wave.partitions[item_family], columns[s].full, sums[s]));
}

JointRule::Sums JointRule::by_atom(const Partition& partition, std::int64_t full, const UnitSums& sums) const {
  const std::vector<std::uint32_t> none(partition.atoms.size(), 0);
  Sums made{full, sums.items, none, none, std::vector<std::int64_t>(partition.atoms.size(), 0)};
  for (std::size_t a = 0; a < partition.atoms.size(); ++a)
    for (const UnitId cell : partition.cells_of(partition.atoms[a])) {
      made.people[a] += sums.people[cell.value];
      made.answers[a] += sums.answers[cell.value];
      made.sum[a] += sums.sum[cell.value];
    }
  return made;
}

bool JointRule::passes(const Sums& sums, std::span<const std::uint32_t> atoms, std::uint32_t least) const {
  CentredSum all;
  std::uint32_t people = 0;
  for (const std::uint32_t a : atoms) people += sums.people[a], all.answers += sums.answers[a], all.sum += sums.sum[a];
  return people >= least && every_answer_possible(all, sums.full / sums.items, (wave_.plan.colluders + 1) * sums.items - 1);
}

JointRule::Groups JointRule::groups_of_scales() const {
  const Partition& partition = wave_.partitions[scale_family];
  const std::uint32_t least = least_answers(partition, partition.k);
  return possible_groups(wave_.sheets.tree, partition, [&](std::span<const std::uint32_t> atoms) {
    const auto pass = [&](const Sums& sums) { return passes(sums, atoms, least); };
    return std::all_of(scales_.begin(), scales_.end(), pass) && std::all_of(blocks_.begin(), blocks_.end(), pass);
  });
}

bool JointRule::table_exists(std::size_t block, std::span<const std::uint32_t> item_atoms, const Groups& groups) const {
  struct Row {
    double mean = 0, answers = 0;
  };
  std::vector<Row> rows;
  double total = 0, answers = 0;
  for (const auto& group : groups) {
    Row row;
    for (const std::uint32_t a : group) row.mean += double(blocks_[block].sum[a]) / double(blocks_[block].full), row.answers += double(blocks_[block].answers[a]) / blocks_[block].items;
    total += row.mean, answers += row.answers;
    row.mean /= row.answers;
    rows.push_back(row);
  }
  const double mean = total / answers;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Member& asked = wave_.declaration.statistics[set_.items[i]].members[0];
    const auto& members = set_.blocks[block];
    const auto member = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.question == asked.question; });
    if (member == members.end()) continue;
    double sum = 0, n = 0;
    for (const std::uint32_t a : item_atoms) sum += double(items_[i].sum[a]) / double(items_[i].full), n += items_[i].answers[a];
    const double column = member->sign * asked.sign * sum / n;
    const double one_point = 2.0 / static_cast<double>(items_[i].full);
    for (const Row& row : rows)
      if (std::abs(row.mean + column - mean) * row.answers + one_point > row.answers - 2.0 * (wave_.plan.colluders + 1)) return false;
  }
  return true;
}

JointRule::Groups JointRule::groups_of_items(const Groups& of_scales) const {
  const Partition &finer = wave_.partitions[scale_family], &partition = wave_.partitions[item_family];
  const std::uint32_t least = least_answers(partition, partition.k);
  std::vector<std::uint32_t> group_of_atom(finer.atoms.size(), no_atom);
  for (std::uint32_t g = 0; g < of_scales.size(); ++g)
    for (const std::uint32_t a : of_scales[g]) group_of_atom[a] = g;

  return possible_groups(wave_.sheets.tree, partition, [&](std::span<const std::uint32_t> atoms) {
    if (!std::all_of(items_.begin(), items_.end(), [&](const Sums& item) { return passes(item, atoms, least); })) return false;
    if (set_.scales.empty()) return true;
    std::vector<std::uint32_t> inside;   // scale atoms
    for (const std::uint32_t atom : atoms)
      for (const UnitId cell : partition.cells_of(partition.atoms[atom])) inside.push_back(finer.atom_of_cell[cell.value]);
    std::sort(inside.begin(), inside.end());
    inside.erase(std::unique(inside.begin(), inside.end()), inside.end());
    std::vector<std::uint32_t> touched;
    for (const std::uint32_t atom : inside) {
      if (group_of_atom[atom] == no_atom) return false;
      touched.push_back(group_of_atom[atom]);
    }
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    Groups groups;
    for (const std::uint32_t g : touched) {
      if (!std::all_of(of_scales[g].begin(), of_scales[g].end(), [&](std::uint32_t a) { return std::binary_search(inside.begin(), inside.end(), a); })) return false;
      groups.push_back(of_scales[g]);
    }
    if (groups.size() == 1) return true;   // the items' own sums are the table
    for (std::size_t block = 0; block < blocks_.size(); ++block)
      if (!table_exists(block, atoms, groups)) return false;
    return true;
  });
}

}  // namespace karuna::protect
