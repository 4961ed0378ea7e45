// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace karuna::ask {

/// What stands on a printed card: 75 random bits as 15 characters of 0-9 A-Z without I, L, O, U, and one to check them by.
inline constexpr std::size_t card_characters = 16;

/// The code of a card, in the form that is hashed: 15 characters and their check, without hyphens.
///
/// Takes   random  10 bytes of the system's generator; the first 75 bits are used
std::string card_code(const std::array<std::uint8_t, 10>& random);

/// As it is printed: four groups of four, "7Q2M-X0KD-94WN-HB3C".
std::string card_text(std::string_view code);

/// Reads what somebody typed; blanks, hyphens and case do not matter, I and L are 1, O is 0.
/// Fails  invalid  another length, another character, a check that does not fit: one wrong character and any two that changed places are always noticed
Result<std::string> read_card(std::string_view typed);

}  // namespace karuna::ask
