// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "show/studio/rooms.h"

namespace karuna::show {

/// What an administrator looks at first. Nothing of a result, of an answer or of a question is in it.
/// Gives   {"checks": [{"name", "good", ...figures}], "waves": [{"wave", "title" (from the announcement on), "kind", "state", "waits_for"}], "outbound": [{"what", "where"}]}
///         A check that is not good has a name under which the page says what to do.
nlohmann::json health_of(StudioRooms& rooms);

}  // namespace karuna::show
