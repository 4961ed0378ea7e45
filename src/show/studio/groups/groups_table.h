// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "show/studio/routes.h"

namespace karuna::show {

/// Pods, pairs and ambassadors for whoever leads the programme, and everybody's own page.
std::vector<StudioRoute> groups_table();

/// What is kept of one person here, for their own record: choices, pods of every round, pairs, rounds as an ambassador. Confidential wishes are left out, as
/// everywhere.
Result<nlohmann::json> groups_record(const StudioRooms& rooms, const std::string& employee_id);

}  // namespace karuna::show
