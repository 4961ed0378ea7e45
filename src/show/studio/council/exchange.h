// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ask/wave/installation.h"
#include "ask/wave/wave_watch.h"
#include "base/result.h"

namespace karuna::show {

/// Files between server and council, carried by download and upload instead of a stick. What comes back is checked before it is kept: its name belongs to the step the wave waits for,
/// its size, and a signature by the key of the council. Whoever runs the server takes it from there as ever.

enum class ExchangeStep { none, token_part, question_part, close, final };
inline constexpr std::string_view step_words[] = {"none", "token-part", "question-part", "close", "final"};   ///< as `karuna witness` calls them

/// What a wave waits for from the council, by its files.
ExchangeStep step_of(const ask::OpenedWave& wave, const ask::Installation& installation);

/// Gives   [{"wave", "title", "kind", "state", "step", "wanted": [{"file", "there"}], "offered": [{"file", "bytes"}]}], what waits first
nlohmann::json exchange_of(const ask::WaveWatch::Waves& waves, const ask::Installation& installation);

enum class Upload { kept, not_expected, wrong_size, wrong_signature, not_kept };
inline constexpr std::string_view upload_words[] = {"", "NOT_EXPECTED", "WRONG_SIZE", "WRONG_SIGNATURE", "NOT_KEPT"};
inline constexpr std::size_t most_upload = std::size_t{64} << 20;

/// Whether a file may come for this wave now; nothing is written.
Upload look_at(const ask::OpenedWave& wave, const ask::Installation& installation, std::string_view file, std::string_view bytes);
/// Looks again, and writes it whole or not at all.
Upload take(const ask::OpenedWave& wave, const ask::Installation& installation, std::string_view file, std::string_view bytes);

}  // namespace karuna::show
