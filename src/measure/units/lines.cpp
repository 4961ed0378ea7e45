// SPDX-License-Identifier: Apache-2.0
#include "measure/units/lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

namespace karuna::measure {
namespace {

using protect::Group;
using protect::Published;
using protect::Standing;

/// The union of groups: sums add up, noise of disjoint groups is independent.
void add_up(const Published& published, std::span<const std::uint32_t> groups, Line& line) {
  double total = 0;
  for (std::uint32_t g : groups) {
    const Group& group = published.groups[g];
    line.ballots += group.ballots;
    line.answers += group.answers;
    total += group.answers * group.mean;
  }
  line.mean = total / line.answers;
  for (std::uint32_t g : groups) {
    const double share = published.groups[g].answers / line.answers;
    line.noise += share * share * published.groups[g].noise_variance;
  }
}

bool has_a_value(const Line& line) { return line.answers >= 1 && std::isfinite(line.mean) && std::isfinite(line.noise); }

void set_response(const UnitTree& tree, std::span<const UnitId> units, Line& line) {
  std::uint64_t eligible = 0;
  for (UnitId u : units) {
    if (!tree[u].eligible || *tree[u].eligible == 0) return;
    eligible += *tree[u].eligible;
  }
  if (eligible > 0) line.response = std::min(1.0, static_cast<double>(line.ballots) / static_cast<double>(eligible));
}

bool too_few_answered(const Line& line) { return line.response && *line.response < least_response; }

/// Names the cells of a union of groups by as few units as possible.
class Cover {
 public:
  Cover(const UnitTree& tree, const Published& published) : tree_(tree), published_(published) {
    for (const Group& group : published.groups) all_.insert(all_.end(), group.cells.begin(), group.cells.end());
    std::sort(all_.begin(), all_.end());
  }

  std::vector<UnitId> cells(std::span<const std::uint32_t> groups) const {
    std::vector<UnitId> cells;
    for (std::uint32_t g : groups) cells.insert(cells.end(), published_.groups[g].cells.begin(), published_.groups[g].cells.end());
    std::sort(cells.begin(), cells.end());
    return cells;
  }

  /// The largest units that lie wholly among the cells and do not contain `apart`; cells inside `apart` are left out. A unit that stands here
  /// without all of its units stands for the people at the unit itself; what else of it is among the cells is named besides.
  std::vector<UnitId> units(const std::vector<UnitId>& cells, UnitId apart) const {
    std::vector<UnitId> named;
    UnitId named_to = tree_.root();  // cells before this one are named
    for (UnitId cell : cells) {
      if (cell < named_to || tree_.contains(apart, cell)) continue;
      UnitId unit = cell;
      for (UnitId up = tree_[cell].parent; up && !tree_.contains(up, apart) && whole(up, cells); up = tree_[up].parent) unit = up;
      named.push_back(unit);
      const bool with_all_below = !tree_.contains(unit, apart) && whole(unit, cells);
      named_to = with_all_below ? tree_.end(unit) : UnitId{cell.value + 1};
    }
    return named;
  }

 private:
  /// Every ballot of the unit lies among the cells.
  bool whole(UnitId unit, const std::vector<UnitId>& cells) const {
    return published_.units[unit.value].standing != Standing::not_shown && inside(all_, unit) == inside(cells, unit);
  }
  std::ptrdiff_t inside(const std::vector<UnitId>& sorted, UnitId unit) const {
    return std::lower_bound(sorted.begin(), sorted.end(), tree_.end(unit)) - std::lower_bound(sorted.begin(), sorted.end(), unit);
  }

  const UnitTree& tree_;
  const Published& published_;
  std::vector<UnitId> all_;
};

/// The deepest unit above all of them.
UnitId common(const UnitTree& tree, std::span<const UnitId> units) {
  UnitId home = units.front();
  for (UnitId u : units)
    while (!tree.contains(home, u)) home = tree[home].parent;
  return home;
}

}  // namespace

const Line* Lines::organisation() const {
  if (line_of.empty() || line_of[0] == no_line) return nullptr;
  const Line& line = lines[line_of[0]];
  return line.unit ? &line : nullptr;
}

Lines lines_of(const UnitTree& tree, const protect::Published& published) {
  Lines result;
  result.line_of.assign(tree.size(), no_line);
  result.with.resize(tree.size());
  std::vector<UnitId> pooled;
  for (std::uint32_t u = 0; u < tree.size(); ++u) {
    const protect::UnitStanding& standing = published.units[u];
    if (standing.standing == Standing::pooled) pooled.emplace_back(u);
    if (standing.standing != Standing::shown || standing.groups.empty()) continue;
    Line line;
    line.unit = UnitId{u};
    line.level = tree[line.unit].depth;
    add_up(published, standing.groups, line);
    set_response(tree, std::span(&line.unit, 1), line);
    if (u == 0) result.response = line.response;
    if (!has_a_value(line) || too_few_answered(line)) continue;
    result.line_of[u] = static_cast<std::uint32_t>(result.lines.size());
    result.lines.push_back(line);
  }
  if (pooled.empty()) return result;

  const Cover cover(tree, published);
  std::map<std::vector<std::uint32_t>, std::uint32_t> line_of_groups;
  for (UnitId u : pooled) {
    const std::vector<std::uint32_t>& groups = published.units[u.value].groups;
    if (groups.empty()) continue;
    const std::vector<UnitId> cells = cover.cells(groups);
    const std::vector<UnitId> with = cover.units(cells, u);
    const auto [place, is_new] = line_of_groups.try_emplace(groups, no_line);
    if (is_new) {
      Line line;
      PoolUnits pool;
      pool.units = with;
      pool.units.insert(std::upper_bound(pool.units.begin(), pool.units.end(), u), u);
      pool.home = common(tree, pool.units);
      line.level = tree[pool.home].depth + 1;
      add_up(published, groups, line);
      set_response(tree, pool.units, line);
      if (has_a_value(line) && !too_few_answered(line)) {
        line.pool = static_cast<std::uint32_t>(result.pools.size());
        place->second = static_cast<std::uint32_t>(result.lines.size());
        result.lines.push_back(line);
        result.pools.push_back(std::move(pool));
      }
    }
    if (place->second == no_line) continue;
    result.line_of[u.value] = place->second;
    result.with[u.value] = with;
  }
  return result;
}

}  // namespace karuna::measure
