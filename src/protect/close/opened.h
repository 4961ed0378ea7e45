// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ask/ballot/ballot.h"
#include "ask/wave/manifest.h"
#include "base/progress.h"
#include "base/result.h"
#include "protect/close/blobs.h"

namespace karuna::protect {

/// Why a sealed ballot is not counted: the first of these that holds, in this order. Names as in dropped.json.
enum class Drop : std::uint8_t { none, bad_seal, bad_link, bad_token, bad_signature, bad_range };
const char* name_of(Drop drop);
/// Whether the leaf and its t can be shown to the witness in proof: bad_token and bad_signature.
bool has_evidence(Drop drop);

/// All ballots of a wave, opened. Plaintext: it lives in locked memory of the close process and is never written. In columns, by entry of the file.
struct OpenedBallots {
  std::vector<Drop> drop;
  std::vector<std::array<std::uint8_t, ask::leaf_length>> leaf;  ///< where it is good, or dropped with evidence
  std::vector<seal::Digest> t;
  std::vector<std::uint16_t> seq;
  std::size_t answer_bytes = 0;
  std::vector<std::uint8_t> answers;  ///< answer_bytes each

  std::span<const std::uint8_t> answers_of(std::size_t entry) const { return {answers.data() + entry * answer_bytes, answer_bytes}; }
  std::uint32_t cell_of(std::size_t entry) const;
  const std::uint8_t* pk_of(std::size_t entry) const { return leaf[entry].data() + 5; }  ///< 32 bytes
  bool withdrawn(std::size_t entry) const { return (leaf[entry][5 + 32 + 32 + 256] & ask::flag_withdrawn) != 0; }
  ~OpenedBallots();  ///< wipes
  OpenedBallots() = default;
  OpenedBallots(OpenedBallots&&) = default;
  OpenedBallots& operator=(OpenedBallots&&) = default;
};

/// Step 1 of close: open every ballot under the whole tally key and check it.
///
/// Takes   the sealed ballots; the finished question part; cells with their keys
/// Gives   every ballot, or the first reason against it. The same on any number of threads.
/// Fails   interrupted; invalid  a cell's key that is none
/// Cost    one P-256 multiplication, one RSA and one Ed25519 verification a ballot, about 0.2 ms
/// Source  anonymity design 6.5, step 1
Result<OpenedBallots> open_ballots(const SealedBallots& sealed, const seal::Scalar& tally, const ask::QuestionPart& part, std::span<const ask::CellKey> cells,
                                   unsigned threads, Progress& progress);

}  // namespace karuna::protect
