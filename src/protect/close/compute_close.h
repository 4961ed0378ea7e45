// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ask/wave/manifest.h"
#include "base/files.h"
#include "base/progress.h"
#include "base/result.h"
#include "protect/close/blobs.h"
#include "protect/close/closing_keys.h"
#include "seal/ed25519.h"

namespace karuna::protect {

/// Everything that is fixed before a wave is opened.
struct CloseInput {
  const ask::TokenPart& token_part;
  const ask::QuestionPart& question_part;
  std::string_view question_part_json;  ///< the signed bytes
  std::span<const ask::CellKey> cells;
  const SealedBallots& sealed;
  const ClosingKeys& keys;
  const seal::SigningKey& server_key;
  unsigned threads = 2;
};

/// What a close makes: the files of the public folder in the order in which they are to be written (the signature on the release comes last), and
/// the openings, which only the witness may read.
struct ClosedWave {
  std::vector<FileToWrite> files;
  std::vector<std::uint8_t> openings;
  std::uint64_t received = 0, board = 0, counted = 0, withdrawn = 0, superseded = 0, dropped = 0;
};

/// Steps 1 to 4 of close. The same input gives the same bytes, on any number of threads, however often.
/// Fails   interrupted; refused  as wave_form
/// Source  anonymity design 6.5
Result<ClosedWave> compute_close(const CloseInput& input, Progress& progress);

}  // namespace karuna::protect
