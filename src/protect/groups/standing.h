// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protect/groups/atoms.h"
#include "protect/release.h"

namespace karuna::protect {

/// What each unit may show, from the published groups and public counts alone.
///
/// Takes   groups    disjoint; cells ascending, home the deepest unit that contains them
///         ballots   by UnitId, of the unit itself
/// Gives   by UnitId: shown where the unit is a union of groups; pooled where every ballot of it lies in a group but a group reaches beyond;
///         not_shown for everything else, a unit without ballots included
/// Cost    O(units + cells); the group lists of shown and pooled units besides
std::vector<UnitStanding> standings(const UnitTree& tree, std::span<const Group> groups, std::span<const std::uint32_t> ballots);

/// By UnitId: how many atoms lie wholly inside.
std::vector<std::uint32_t> atoms_inside(const UnitTree& tree, const Partition& partition);

/// The deepest unit that contains both.
UnitId common_unit(const UnitTree& tree, UnitId a, UnitId b);

}  // namespace karuna::protect
