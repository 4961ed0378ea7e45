// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ask/instrument.h"
#include "base/result.h"
#include "base/toml.h"

namespace karuna::ask {

/// [score.ID] of an instrument file. `instrument` holds its items and the scores that stand before this one.
Result<Score> read_score(const TomlTable& table, const std::string& id, const Instrument& instrument);

/// [[example]] of an instrument file. `instrument` holds its items and all of its scores.
Result<Example> read_example(const TomlTable& table, const Instrument& instrument);

}  // namespace karuna::ask
