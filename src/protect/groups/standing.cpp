// SPDX-License-Identifier: Apache-2.0
#include "protect/groups/standing.h"

#include <algorithm>

namespace karuna::protect {

UnitId common_unit(const UnitTree& tree, UnitId a, UnitId b) {
  while (!tree.contains(a, b)) a = tree[a].parent;
  return a;
}

std::vector<UnitStanding> standings(const UnitTree& tree, std::span<const Group> groups, std::span<const std::uint32_t> ballots) {
  const std::size_t units = tree.size();
  std::vector<std::uint64_t> uncovered(units, 0), total(units, 0);
  std::vector<std::uint32_t> highest(units, UnitId::none);  // depth of the highest home of any group with a cell here or below
  for (std::size_t u = 0; u < units; ++u) total[u] = uncovered[u] = ballots[u];
  for (const Group& group : groups)
    for (const UnitId cell : group.cells) {
      uncovered[cell.value] = 0;
      highest[cell.value] = tree[group.home].depth;
    }
  for (std::size_t u = units; u-- > 1;) {
    const std::uint32_t above = tree[UnitId{u}].parent.value;
    total[above] += total[u];
    uncovered[above] += uncovered[u];
    highest[above] = std::min(highest[above], highest[u]);
  }
  std::vector<UnitStanding> result(units);
  for (std::size_t u = 0; u < units; ++u)
    if (total[u] > 0 && uncovered[u] == 0) result[u].standing = highest[u] < tree[UnitId{u}].depth ? Standing::pooled : Standing::shown;

  for (std::uint32_t g = 0; g < groups.size(); ++g)
    for (const UnitId cell : groups[g].cells)
      for (UnitId u = cell; u; u = tree[u].parent) {
        UnitStanding& standing = result[u.value];
        if (!standing.groups.empty() && standing.groups.back() == g) break;  // listed by another cell of the group, and so above
        if (standing.standing != Standing::not_shown) standing.groups.push_back(g);
      }
  return result;
}

std::vector<std::uint32_t> atoms_inside(const UnitTree& tree, const Partition& partition) {
  std::vector<std::uint32_t> inside(tree.size(), 0);
  for (const Atom& atom : partition.atoms) ++inside[atom.home.value];
  for (std::size_t u = tree.size(); u-- > 1;) inside[tree[UnitId{u}].parent.value] += inside[u];
  return inside;
}

}  // namespace karuna::protect
