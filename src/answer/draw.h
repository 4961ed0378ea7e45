// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "answer/slip.h"

namespace karuna::answer {

/// Signs in at the desk, checks the cell, and draws both tokens. The desk sees blinded messages alone.
///
/// Takes   link   the part of a sign-in link behind "#", good once
///         code   a code used before (the same one gets the same tokens again); nothing: a new one
/// Gives   the slip. Write it down at once: an administrator cannot make a second one.
/// Fails   refused     the link is spent, the desk is closed, not on the list, drawn already with another code, a check of the manifest
///         unreadable  the server does not answer; doing it again with the same code is safe
Result<Slip> draw(const Server& server, const CheckedWave& wave, std::string_view link, std::optional<Code> code);

/// Blinds one message from the code, has it signed, and finishes it.
struct Drawing {
  ask::Token token;
  std::vector<std::uint8_t> blinded, inverse, input;
};
Result<Drawing> prepare(const Code& code, const ask::WaveId& wave, std::uint8_t kind, std::uint32_t cell, const seal::RsaPublicKey& key);

}  // namespace karuna::answer
