// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ask/ballot/ballot.h"
#include "base/result.h"
#include "seal/secret.h"

namespace karuna::answer {

/// 256 bits that a person has for one wave. Keys, prefixes, salts and blinds come from it; the nonce of a ballot never does.
using Code = seal::Secret<32>;

Result<Code> new_code();
/// 14 groups of 4 characters of 0-9 A-Z without I, L, O, U; the last 24 of the 280 bits are a check: the first bits of SHA-256("KARUNA-CODE-v1" || code).
std::string code_text(const Code& code);
/// Reads it back; blanks, hyphens and case do not matter, I and L are 1, O is 0.
/// Fails  invalid  another length, another character, a check that does not fit (something was mistyped)
Result<Code> read_code(std::string_view text);

/// HKDF-SHA256 with salt wave_id and info label || kind || class || cell || counter.
std::vector<std::uint8_t> derive(const Code& code, const ask::WaveId& wave, std::string_view label, std::uint8_t kind, std::uint8_t cls, std::uint32_t cell,
                                 std::uint8_t counter, std::size_t length);

/// The key of a token: signs ballots where it is a right.
seal::SigningKey token_key(const Code& code, const ask::WaveId& wave, std::uint8_t kind, std::uint8_t cls, std::uint32_t cell);

}  // namespace karuna::answer
