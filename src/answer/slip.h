// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "answer/checked_wave.h"

namespace karuna::answer {

/// What a person keeps: code, cell, finished tokens, the number of the last ballot. Whoever has it can answer in this person's place until close.
struct Slip {
  ask::WaveId wave{};
  Code code;
  std::uint32_t cell = 0;
  std::string label;
  std::uint32_t eligible = 0;
  ask::Token admission, right;
  std::int32_t last_seq = -1;
  std::optional<seal::Digest> last_h_ans;    ///< of the last ballot, to find it on the board
};

/// A JSON file of 0600. Fails  invalid  another kind of file, altered
Result<void> write_slip(const std::filesystem::path& file, const Slip& slip);
Result<Slip> read_slip(const std::filesystem::path& file);

}  // namespace karuna::answer
