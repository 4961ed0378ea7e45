// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "answer/slip.h"

namespace karuna::answer {

/// How somebody signs in: by a link (the part behind "#", good once), by login and password, or by the code of a printed card.
struct SignIn {
  std::string link, login, password;
  std::string card = {};
};

/// A slip with a code and nothing else. Nothing for `code`: a new one.
Result<Slip> begin_slip(const ask::WaveId& wave, const std::optional<Code>& code);

/// Signs in at the desk, checks the cell, and draws both tokens. The desk sees blinded messages alone.
///
/// Takes   slip   with its code; the same code gets the same tokens again, so doing it once more is safe
///         keep   writes the slip down: before the desk signs anything (an administrator cannot make a second right), and once it is whole;
///                `drop` is called where the desk then refused to sign, so that a slip of no use can be taken away again
/// Gives   the slip with its tokens
/// Fails   refused     the link is spent, the desk is closed, not on the list, drawn already with another code, a check of the manifest
///         unreadable  the server does not answer
struct SlipKeeper {
  std::function<Result<void>(const Slip&)> keep;
  std::function<void()> drop;
};
Result<Slip> draw(const Server& server, const CheckedWave& wave, const SignIn& who, Slip slip, const SlipKeeper& keeper);

/// Blinds one message from the code, has it signed, and finishes it.
struct Drawing {
  ask::Token token;
  std::vector<std::uint8_t> blinded, inverse, input;
};
Result<Drawing> prepare(const Code& code, const ask::WaveId& wave, std::uint8_t kind, std::uint32_t cell, const seal::RsaPublicKey& key);

}  // namespace karuna::answer
