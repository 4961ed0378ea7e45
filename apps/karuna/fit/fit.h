// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands.h"

namespace karuna {

/// `karuna fit`; declared apart from the other commands, so that a new method compiles none of them again.
void add_fit(CLI::App& app, Command& run);

}  // namespace karuna
