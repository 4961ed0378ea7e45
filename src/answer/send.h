// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "answer/slip.h"

namespace karuna::answer {

/// Takes   answers  one byte a question, as the manifest codes them (0 skipped); nothing: the ballot withdraws
///         hour     whole hours since 1970
/// Gives   a ballot of the same length whatever is in it; put it into slip.waiting and write the slip before it is sent
/// Fails   invalid  another number of answers, a code the question does not have; names the question
///         refused  the questions are not published yet, the slip has no tokens
Result<Prepared> prepare_ballot(const CheckedWave& wave, const Slip& slip, const std::optional<std::vector<std::uint8_t>>& answers, std::int64_t hour);

/// Posts slip.waiting and checks the receipt; the slip then knows its number, and nothing waits any more.
/// Fails   refused     the door says no for good (its word begins the words)
///         unreadable  no answer, BUSY, or a receipt that does not hold: send the same again
Result<void> send(const Server& server, Slip& slip);

enum class OnBoard { counted, withdrawn, replaced, absent, not_out };
/// After close: looks for the own ballot on the whole board, which must have the root the server signed. Never asks for one entry, which would name its owner.
/// Fails   refused  SIGNATURE_INVALID: the board is not what was signed; LOST_BALLOT: a ballot with a receipt is not among the received
Result<OnBoard> find_on_board(const Server& server, const Slip& slip);

}  // namespace karuna::answer
