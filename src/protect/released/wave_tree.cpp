// SPDX-License-Identifier: Apache-2.0
#include "protect/released/wave_tree.h"

#include <unordered_set>

#include "base/text.h"

namespace karuna::protect {

namespace {

/// Ids of units are paths, "A / B / C"; a reader sees the tree and needs the last part alone.
std::string last_of_path(const std::vector<std::string>& units, std::size_t i) {
  constexpr std::string_view between = " / ";
  if (i == 0 || !units[i].starts_with(units[i - 1]) || std::string_view(units[i]).substr(units[i - 1].size(), between.size()) != between) return {};
  return units[i].substr(units[i - 1].size() + between.size());
}

}  // namespace

std::string cell_unit_id(std::uint32_t cell) { return "cell:" + std::to_string(cell); }

Result<WaveTree> wave_tree(std::span<const std::span<const ask::CellKey>> waves, std::string_view organisation) {
  std::vector<UnitRow> inner, leaves;
  std::unordered_set<std::string> known;
  std::unordered_set<std::uint32_t> cells;
  for (const auto& wave : waves)
    for (const ask::CellKey& key : wave) {
      const ask::CellRecord& record = key.record;
      if (record.cls != ask::class_ballot || !cells.insert(record.cell).second) continue;
      if (record.units.empty())
        return fail(Fault::invalid, "cell " + std::to_string(record.cell) + " has no units above it; expected the path from the organisation to its parent");
      for (std::size_t i = 0; i < record.units.size(); ++i)
        if (known.insert(record.units[i]).second)
          inner.push_back({.id = record.units[i], .parent = i > 0 ? record.units[i - 1] : "", .name = last_of_path(record.units, i), .eligible = {}});
      leaves.push_back({.id = cell_unit_id(record.cell), .parent = record.units.back(), .name = record.label, .eligible = record.eligible});
    }
  if (cells.empty()) return fail(Fault::invalid, "the manifest has no cells of ballots");
  std::vector<UnitRow> rows = std::move(inner);
  rows.insert(rows.end(), leaves.begin(), leaves.end());
  KARUNA_TRY(tree, UnitTree::from_rows(rows, organisation));

  WaveTree made{std::move(tree), {}, {}};
  made.cell_of_unit.assign(made.tree.size(), WaveTree::no_cell);
  for (const std::uint32_t cell : cells) {
    const auto unit = made.tree.find(cell_unit_id(cell));
    made.unit_of_cell.emplace(cell, *unit);
    made.cell_of_unit[unit->value] = cell;
  }
  return made;
}

std::vector<seal::Digest> wave_cell_keys(const WaveTree& tree, std::span<const std::uint32_t> ballots, const seal::Digest& board_root) {
  std::vector<seal::Digest> keys(tree.tree.size());
  seal::Sha256 hash;
  for (std::size_t u = 0; u < keys.size(); ++u)
    if (ballots[u] > 0) keys[u] = hash.add(board_root).add_u32(tree.cell_of_unit[u]).finish();
  return keys;
}

}  // namespace karuna::protect
