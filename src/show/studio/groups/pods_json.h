// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "show/studio/groups/group_people.h"

namespace karuna::show {

/// A proposal for the page: pods, rules, every wish that is not met, and which pods of the round before members come from. Confidential pairs are in none of
/// it.
nlohmann::json proposal_json(const act::PodInput& input, const act::PodAnswer& answer, const Named& named);

/// The round as it would be kept.
act::KeptRound round_of(const act::PodInput& input, const act::PodAnswer& answer);

/// A round that was kept, with how many wait for a place and how many asked for another pod.
nlohmann::json kept_json(const act::KeptRound& round, const Named& named);

}  // namespace karuna::show
