// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/demo_waves.h"

namespace karuna {

/// Some people of the hospital say yes to pods, to accompanying new people, to being ambassadors; a first round of pods and ambassadors is agreed on (left out
/// with a word where the rules cannot be kept).
Result<void> make_groups(const DemoPlace& place);

}  // namespace karuna
