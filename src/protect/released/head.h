// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::protect {

/// head.json: what the board of a wave is, in hashes and counts.
struct Head {
  seal::Digest board_nonce{}, root{}, received_sha256{}, dropped_sha256{};
  bool has_openings = false;
  seal::Digest openings_sha256{};
  std::uint64_t size = 0, superseded_count = 0;
};
std::string write_head(const Head& head);
/// Fails  invalid  not canonical, a field missing, unknown or of another kind
Result<Head> read_head(std::string_view json);

}  // namespace karuna::protect
