// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "people/people_database.h"
#include "seal/hash.h"

namespace karuna::people {

/// Whom somebody leads, as plain numbers: no name leaves here.
struct Team {
  std::uint32_t reports = 0;          ///< people who name this person as their manager now
  std::vector<std::uint32_t> cells;   ///< the cells of a wave in which they were counted, ascending; the leader's own cell where there are none
};

/// Takes   a person, and the wave whose frozen list says who is in which cell
/// Gives   zero reports and no cell for somebody who leads nobody
/// Cost    O(reports)
Result<Team> team_of(const PeopleDatabase& people, const PersonId& leader, const std::array<std::uint8_t, 16>& wave, std::uint8_t cls);

}  // namespace karuna::people
