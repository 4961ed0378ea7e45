// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "act/pods/members.h"
#include "base/result.h"

namespace karuna::act {

/// People who are asked, and those of them who volunteered. The org chart only: who talks to whom is not looked at.
struct AmbassadorInput {
  Members members;
  std::vector<std::uint32_t> volunteers;   ///< by number in members
  std::vector<unsigned> served;            ///< by volunteer: rounds in a row so far
  std::vector<unsigned> load;              ///< by volunteer: other roles they carry (pods led, people accompanied)
};

struct AmbassadorRules {
  std::size_t most = 15;                   ///< ambassadors
  unsigned most_per_department = 2;
  unsigned most_rounds = 2;                ///< in a row; then somebody else
  unsigned most_load = 2;                  ///< other roles; who carries more is not asked
  std::uint32_t people_each = 50;          ///< one ambassador for so many people of a cell
  std::size_t exact_nodes = 2000;          ///< how long the best choice is looked for
};

/// A cell: level x department x site x shift.
struct AmbassadorCell {
  std::string level, department, site, shift;
  std::uint32_t people = 0, need = 1, covered = 0;
};

struct AmbassadorAnswer {
  std::vector<std::uint32_t> chosen;       ///< by number in members, rising
  std::vector<AmbassadorCell> cells;       ///< the largest first
  std::uint32_t needed = 0, covered = 0, most_possible = 0;   ///< places: sum of needs; those covered; no choice covers more
  std::uint32_t greedy = 0;                ///< what taking one after the other would cover
  bool proven_best = false;
  std::size_t set_aside_served = 0, set_aside_load = 0;       ///< volunteers not asked this time, and why
  std::vector<std::string> levels_without; ///< levels that no ambassador stands on
  std::vector<std::uint32_t> hand_over;    ///< volunteers in their last round: somebody should stand beside them now
};

/// Columns beside those of read_members: volunteer (yes), served, roles.
/// Fails  invalid  a number that is none; not_found  no column volunteer; too_few_people  nobody volunteered
Result<AmbassadorInput> read_ambassadors(const std::filesystem::path& file);

/// Chooses ambassadors who cover most cells. Somebody covers the cells of their own department and site, on their own level or one beside it and on their shift,
/// so that nobody has to speak to somebody far above. At least one on each level where there is a volunteer; at most two who lead people for each one who does not.
/// Fails  too_few_people  no volunteer is left after the rules on load and rounds
Result<AmbassadorAnswer> choose_ambassadors(const AmbassadorInput& input, const AmbassadorRules& rules, const std::function<bool()>& go_on = {});

}  // namespace karuna::act
