// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answer/checked_wave.h"

namespace karuna::answer {

/// A ballot ready to be posted. The same bytes may be sent again until a receipt comes.
struct Prepared {
  std::vector<std::uint8_t> post;
  seal::Digest blob_hash{};
  seal::Digest h_ans{};
  std::uint16_t seq = 0;
};

/// What a person keeps: code, cell, finished tokens, the number of the last ballot. Whoever has it can answer in this person's place until close.
/// It is written before the desk signs anything, so that nothing that fails afterwards loses the right to answer: the same code gets the same signatures.
struct Slip {
  struct Cell {
    std::uint32_t cell = 0;
    std::string label;
    std::uint32_t eligible = 0;
    std::uint32_t teams = 1;               ///< units that count together in it
  };
  struct Tokens {
    ask::Token admission, right;
  };
  struct Last {
    seal::Digest h_ans{};       ///< to find the ballot on the board
    seal::Digest blob{};        ///< to find it among the received
    std::optional<seal::Signature> receipt;  ///< the door's signature over it: proof where it is not; none where the slip came as a picture
  };

  ask::WaveId wave{};
  Code code;
  std::optional<Cell> cell;      ///< once the desk told it and it was checked
  std::optional<Tokens> tokens;  ///< once drawn
  std::int32_t last_seq = -1;
  std::optional<Last> last;
  std::optional<Prepared> waiting;  ///< sealed, and not signed for yet
};

/// The file of docs/answer.md, the same that the page saves.
/// Fails  invalid  another kind of file, altered: the field is named
std::string slip_text(const Slip& slip);
Result<Slip> read_slip_text(std::string_view text);

/// 0600, whole or not at all.
Result<void> write_slip(const std::filesystem::path& file, const Slip& slip);
Result<Slip> read_slip(const std::filesystem::path& file);

}  // namespace karuna::answer
