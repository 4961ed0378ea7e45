// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "answer/code.h"
#include "ask/wave/manifest.h"
#include "ask/wave/wave_folder.h"

namespace karuna::answer {

/// Where a client goes, and whose signatures it believes. From karuna.toml, or typed in; never from the server that is asked.
struct Server {
  std::string studio, respond;
  ask::SignedBy keys;
  seal::Digest receipt_key{};
};

/// A wave whose manifest was checked: signatures of server and witness, hashes, rules.
struct CheckedWave {
  ask::TokenPart token_part;
  std::optional<ask::QuestionPart> question_part;  ///< once it is published
};

/// The cell a person was told to be in, checked: its record is under the root of the signed manifest, its key is the one the record names, enough people are in
/// it.
struct CheckedCell {
  ask::CellRecord record;
  std::vector<std::uint8_t> spki;
};

/// A public file of a wave, always whole. Nothing: there is none (yet).
Result<std::optional<std::string>> fetch(const Server& server, const ask::WaveId& wave, const std::string& file);

/// Fails   refused  MANIFEST_UNWITNESSED or SIGNATURE_INVALID, in words
///         unreadable  the server does not answer
Result<CheckedWave> fetch_wave(const Server& server, const ask::WaveId& wave);

/// Takes   mycell  the desk's answer, as JSON
/// Fails   refused  KEY_NOT_IN_MANIFEST, CELL_TOO_SMALL in words
Result<CheckedCell> check_cell(const CheckedWave& wave, std::string_view mycell_json);

}  // namespace karuna::answer
