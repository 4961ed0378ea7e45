// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "show/studio/routes.h"

namespace karuna::show {

/// The studio's addresses in the words of OpenAPI 3.1, made from the table of routes; what each gives is the sentence of docs/studio.md, which is in the program.
/// x-roles names who may use an address, as docs/roles.md has it.
nlohmann::json describe(const std::vector<StudioRoute>& routes);

/// What the manual says of an address: the second cell of the row of docs/studio.md that begins with `GET /api/...`; else of the table of docs/protocol.md. Empty: nothing.
std::string said_in_manual(std::string_view address);

}  // namespace karuna::show
