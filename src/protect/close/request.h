// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ask/wave/closing_secret.h"
#include "ask/wave/installation.h"
#include "ask/wave/wave_folder.h"
#include "base/progress.h"
#include "base/result.h"
#include "seal/ed25519.h"

namespace karuna::protect {

/// request.json: which ballots are to be opened, and to which key the council's half may be sealed.
struct Request {
  ask::WaveId wave{};
  seal::Digest blob_root{};  ///< of class 1
  seal::Digest counts_sha256{};
  seal::Point ephemeral_pk{};
};
std::string write_request(const Request& request);
/// Fails  invalid  not canonical, a field missing or unknown
Result<Request> read_request(std::string_view json);

/// What the council answered to a request.
struct Answer {
  std::string request_json, server_signature, witness_signature;
  ask::ClosingHalf half;
};

struct Asking {
  std::filesystem::path to_council, from_council;
  std::optional<unsigned> wait_seconds;         ///< nothing: as long as it takes
  std::function<void(const std::string&)> say;  ///< a line for the operator
};

/// Step 0 (c) with a council: makes a key in locked memory, writes request.json and its signature (and the counts beside them) to `to_council`, and waits
/// for half.sealed and request.witness.sig in `from_council`. The secret of that key never leaves this process: if it ends, a new key is asked for.
///
/// Gives   the half, and the request with both signatures
/// Fails   interrupted  Ctrl-C; refused  nothing came in time, or what came was not for this request; unwritable
/// Note    Answers to earlier requests may still lie there. They do not fit, and the waiting goes on.
Result<Answer> ask_the_council(const Request& without_key, const seal::SigningKey& server_key, const ask::SignedBy& keys, std::string_view counts_json,
                               std::string_view counts_signature, const Asking& asking, Progress& progress);

}  // namespace karuna::protect
