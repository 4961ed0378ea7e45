// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "ask/wave/closing_secret.h"
#include "ask/wave/manifest.h"
#include "base/result.h"
#include "seal/p256.h"

namespace karuna::protect {

/// Everything that opens a wave and makes its noise. In locked memory; never written.
struct ClosingKeys {
  seal::Scalar tally;
  seal::Secret<32> seed_s, seed_c;
  seal::Digest board_nonce{};
};

/// Step 0, before anything is opened: both halves are those of the manifest, both seeds those of its seed roots, the nonce that of its hash.
///
/// Takes   the server's half; the other side's, with the board nonce
/// Fails   refused  the first that is not what the manifest says, with whose it is
/// Cost    about 2 us for each number of noise
Result<ClosingKeys> closing_keys(const ask::QuestionPart& part, std::uint32_t cells_count, const ask::ClosingHalf& server, const ask::ClosingHalf& other);

}  // namespace karuna::protect
