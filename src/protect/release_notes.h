// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "protect/declared/declaration.h"

namespace karuna::protect {

/// What a reader of a release must know about its protection, in sentences. From the plan and the declaration alone.
std::vector<std::string> notes_of(const Plan& plan, const Declaration& declaration, const collect::Sheets& sheets);

}  // namespace karuna::protect
