// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "act/commitments/commitments.h"
#include "base/result.h"

namespace karuna::act {

/// What somebody has said yes to, and how. Without a row everything is no: nobody takes part who did not say so.
struct GroupChoice {
  std::string person;  ///< employee id
  bool pod = false, ambassador = false, carrier = false;
  bool resting = false;       ///< carriers and ambassadors: nothing new this round
  unsigned places = 2;        ///< carriers: people at a time, 1 to 3
  std::optional<int> load{};  ///< 0 to 3; nothing where they do not say
  std::string hours{};        ///< as parse_week has it; empty: any time
};

/// Pairs that one person may ask to be kept apart: enough for real trouble, too few to decide alone who sits with whom.
inline constexpr std::size_t most_apart = 5;

/// Fails   invalid  hours, load or places that are none (the words say how they are written)
Result<void> choose(const ActDatabase& act, const GroupChoice& choice);
/// Everything no where the person has not chosen.
Result<GroupChoice> choice_of(const ActDatabase& act, const std::string& person);
Result<std::vector<GroupChoice>> all_choices(const ActDatabase& act);

/// Keeps two people out of one pod and one pair, without a reason. Nothing that is written, shown or logged names them or their number.
/// Fails   refused  the person asked for most_apart already, or for themselves; the words name nobody
Result<void> keep_apart(const ActDatabase& act, const std::string& person, const std::string& other);
/// Takes back all that this person asked for.
Result<void> forget_apart(const ActDatabase& act, const std::string& person);
/// For the search and for nothing else.
Result<std::vector<std::pair<std::string, std::string>>> pairs_apart(const ActDatabase& act);

/// Forgets whatever is kept here of people who are not known any more: choices, confidential wishes, pods, pairs, tasks. For after an import of people.
/// Takes  known  employee ids that stay
/// Gives  how many people were forgotten
Result<std::size_t> forget_groups_but(const ActDatabase& act, const std::set<std::string>& known);

}  // namespace karuna::act
