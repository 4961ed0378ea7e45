// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "ask/wave/installation.h"
#include "ask/wave/wave_watch.h"

namespace karuna::show {

/// The rules of every wave, newest first, each beside that of the wave of the same kind before it, and who signed them.
/// Gives   [{"wave", "title", "kind", "trial", "state", "opens_desk", "before": title or null, "rules": [{"name", "value", "before", "change"}], "signed": [{"part", "server", "council", "sha256"}]}]
///         change: "first" (no wave before), "same", "stricter", "looser", "other"
nlohmann::json rules_of(const ask::WaveWatch::Waves& waves, const ask::Installation& installation);

/// "drafted" ... "witnessed"
std::string_view state_word(ask::WaveState state);

}  // namespace karuna::show
