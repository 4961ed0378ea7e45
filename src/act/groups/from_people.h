// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "act/ambassadors/ambassadors.h"
#include "act/groups/choices.h"
#include "act/groups/kept_groups.h"
#include "act/pairs/pairs.h"
#include "act/pods/pods.h"
#include "people/directory_person.h"

namespace karuna::act {

/// What is known where people are brought together.
struct GroupPeople {
  std::vector<people::DirectoryPerson> directory;
  std::vector<GroupChoice> choices;
  std::vector<KeptRound> rounds;
  std::map<std::string, unsigned> ambassadors;             ///< employee id: rounds in a row
  std::map<std::string, std::string> carrier_of;           ///< by new person
  std::vector<std::pair<std::string, std::string>> apart;  ///< confidential: goes into the search and nowhere else
};

/// Those who said yes to a pod take part; earlier rounds are the history. Department is the part of the organisation below its top, site the unit somebody is
/// in. Hours are a rule as soon as one person has said theirs.
PodInput pods_of(const GroupPeople& people, const PodRules& rules, const Date& today);

/// The pods of the newest round to be mended: it is taken out of the history, and who asked for another pod is taken out of theirs and kept apart from those
/// they leave.
std::vector<PastPod> pods_to_mend(const GroupPeople& people, PodInput& input);

/// New people are those who start at most so many days before or after today and have no carrier yet; carriers bring along whom they accompany already.
PairInput pairs_of(const GroupPeople& people, const Date& today, int days);

/// Volunteers, with the rounds they served and what else they carry.
AmbassadorInput ambassadors_of(const GroupPeople& people, const Date& today);

}  // namespace karuna::act
