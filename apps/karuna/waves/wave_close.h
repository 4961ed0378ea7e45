// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>

#include "commands.h"

namespace karuna {

/// `karuna wave close`, `karuna wave destroy` and the hidden `karuna wave step ...`, below `karuna wave`.
void add_wave_close(CLI::App& wave, Command& run);

}  // namespace karuna
