// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "seal/blind_rsa.h"
#include "seal/ed25519.h"
#include "seal/hpke.h"

namespace karuna::ask {

/// The bytes of tokens and ballots, the same for who answers, for the door, and for close. Big-endian throughout. docs/protocol.md says them in a table.

using WaveId = std::array<std::uint8_t, 16>;

inline constexpr std::uint8_t class_ballot = 1, class_comment = 2;
inline constexpr std::uint8_t kind_admission = 0, kind_right = 1;
inline constexpr std::size_t rsa_length = 256;         ///< of version 1
inline constexpr std::size_t leaf_length = 422;
inline constexpr std::uint8_t flag_withdrawn = 1;

/// What a token is a signature of: "KARUNA-TOKEN-v1" || 0x00 || kind || wave_id || class || cell || pk.
std::vector<std::uint8_t> token_message(std::uint8_t kind, const WaveId& wave, std::uint8_t cls, std::uint32_t cell, const seal::Digest& pk);
/// prefix || token_message: what is blinded and verified.
std::vector<std::uint8_t> token_input(const seal::Digest& prefix, std::uint8_t kind, const WaveId& wave, std::uint8_t cls, std::uint32_t cell,
                                      const seal::Digest& pk);

struct Token {
  seal::Digest pk{};
  seal::Digest prefix{};
  std::array<std::uint8_t, rsa_length> signature{};
};

/// A ballot as it lies inside the seal.
struct Ballot {
  std::uint32_t cell = 0;
  Token token;                          ///< the right
  std::uint16_t seq = 0;
  std::uint8_t flags = 0;
  seal::Digest nonce{};
  seal::Digest t{};
  std::vector<std::uint8_t> answers;    ///< answer_bytes of the wave and class
  seal::Signature signature{};          ///< by token.pk
};

seal::Digest answers_hash(const seal::Digest& nonce, std::uint16_t seq, std::span<const std::uint8_t> answers);        ///< H_ans
std::vector<std::uint8_t> signed_message(const WaveId& wave, std::uint8_t cls, const Ballot& ballot);                  ///< what ballot.signature signs
std::array<std::uint8_t, leaf_length> leaf_of(std::uint8_t cls, const Ballot& ballot);
seal::Digest link_of(std::span<const std::uint8_t, leaf_length> leaf, const seal::Digest& t);

/// A leaf of the board, taken apart.
struct Leaf {
  std::uint8_t cls = 0;
  std::uint32_t cell = 0;
  Token token;
  std::uint8_t flags = 0;
  seal::Digest h_ans{};
  seal::Signature signature{};
};
Leaf read_leaf(std::span<const std::uint8_t, leaf_length> bytes);

/// Plaintext of the seal, zero-padded to a multiple of 64.
std::size_t plain_length(std::size_t answer_bytes);
std::vector<std::uint8_t> write_plain(const Ballot& ballot);
/// Fails  invalid  another length than plain_length(answer_bytes). Padding that is not zero is told in `clean_padding`, for close has a reason of its own for it.
Result<Ballot> read_plain(std::span<const std::uint8_t> plain, std::size_t answer_bytes, bool& clean_padding);

/// What is posted to the respond door; one fixed length for a wave and class.
struct Post {
  WaveId wave{};
  std::uint8_t cls = class_ballot;
  Token admission;
  seal::Digest link{};
  seal::Point enc{};
  std::vector<std::uint8_t> ct;
};
std::size_t post_length(std::size_t answer_bytes);
std::vector<std::uint8_t> write_post(const Post& post);
/// Fails  invalid  other length, version other than 1 (the words never hold bytes of the post)
Result<Post> read_post(std::span<const std::uint8_t> bytes, std::size_t answer_bytes);

/// What the door keeps of a post, and its name.
seal::Digest sealed_hash(const seal::Point& enc, std::span<const std::uint8_t> ct);                       ///< SHA-256(enc || ct)
seal::Digest blob_hash(std::uint8_t cls, const seal::Digest& link, const seal::Digest& sealed);
std::vector<std::uint8_t> seal_info(const WaveId& wave, std::uint8_t cls);                                ///< HPKE info of ballots
std::vector<std::uint8_t> receipt_message(const WaveId& wave, const seal::Digest& blob);

/// seq = min(65535, max(last + 1, 16 h)); last = -1 before the first; h is held to 0 .. window_hours - 1, a window has at least one hour.
std::uint16_t next_seq(std::int32_t last, std::int64_t hours_since_open, std::int64_t window_hours);

}  // namespace karuna::ask
