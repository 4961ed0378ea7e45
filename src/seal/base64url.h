// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::seal {

/// base64url without padding (RFC 4648 section 5).
std::string to_base64url(Bytes bytes);
/// Fails  invalid  a character outside the alphabet, padding, a length or last bits no encoder makes
Result<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace karuna::seal
