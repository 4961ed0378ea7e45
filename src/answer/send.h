// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "answer/slip.h"

namespace karuna::answer {

/// A ballot ready to be posted. The same bytes may be sent again until a receipt comes.
struct Prepared {
  std::vector<std::uint8_t> post;
  seal::Digest blob_hash{};
  seal::Digest h_ans{};
  std::uint16_t seq = 0;
};

/// Takes   answers  one byte a question, as the manifest codes them (0 skipped); nothing: the ballot withdraws
///         hour     whole hours since 1970
/// Fails   invalid  another number of answers, a code the question does not have; names the question
Result<Prepared> prepare_ballot(const CheckedWave& wave, const Slip& slip, const std::optional<std::vector<std::uint8_t>>& answers, std::int64_t hour);

/// Posts it and checks the receipt; the slip then knows its number.
/// Fails   refused     the door says no (its word is in the words)
///         unreadable  no answer, or a receipt that does not hold: send the same again
Result<void> send(const Server& server, const Prepared& ballot, Slip& slip);

enum class OnBoard { counted, withdrawn, not_there };
/// After close: looks for the own ballot on the whole board, never by asking for it alone.
/// Fails   refused  the board has another ballot of this token than the last one sent
Result<OnBoard> find_on_board(const Server& server, const Slip& slip);

}  // namespace karuna::answer
