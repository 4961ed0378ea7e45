// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ask/wave/installation.h"
#include "waves/wave_draft.h"

namespace karuna {

/// Makes a wave: keys, frozen list, token part signed by the server, the question part prepared; without a council all of it.
/// Gives  its id in hex
Result<std::string> begin_wave(const ask::Installation& installation, const WaveDraft& draft, unsigned threads);

/// Goes on with whatever the council has sent back; does nothing where nothing new is there.
/// Gives  what happened and what is awaited from whom, in sentences
Result<std::string> continue_wave(const ask::Installation& installation, const ask::WaveId& wave);

/// What a wave in this state waits for.
std::string awaited(const ask::OpenedWave& wave);
std::string_view state_word(ask::WaveState state);   ///< "drafted", "desk_ready", ...

}  // namespace karuna
