// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protect/close/opened.h"

namespace karuna::protect {

/// What becomes of every ballot, and the public record of it. No answer is in here.
struct Board {
  std::vector<std::uint32_t> order;       ///< entries on the board, in its order: by SHA-256(board_nonce || pk), then class
  std::vector<std::uint32_t> superseded;  ///< entries that a later ballot of the same key replaced, ascending
  seal::Digest root{};                    ///< Merkle root over the leaves in order

  std::size_t size() const { return order.size(); }
};

/// Steps 2 and 3: of each key the highest seq stays (tie: the smallest blob hash), the others are superseded; withdrawn ones stand on the board too.
Board make_board(const OpenedBallots& opened, const seal::Digest& board_nonce);

/// dropped.json: by blob hash.
std::string dropped_json(const SealedBallots& sealed, const OpenedBallots& opened);

/// The openings: t of each board entry in order, then leaf || t of each superseded entry and then of each dropped one with evidence, both by blob hash.
std::vector<std::uint8_t> openings(const OpenedBallots& opened, const Board& board);

}  // namespace karuna::protect
