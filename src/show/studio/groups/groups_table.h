// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "show/studio/routes.h"

namespace karuna::show {

/// Pods, pairs and ambassadors for whoever leads the programme, and everybody's own page.
std::vector<StudioRoute> groups_table();

}  // namespace karuna::show
