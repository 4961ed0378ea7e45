// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"

namespace karuna::seal {

/// Canonical JSON (JCS): keys sorted by UTF-16 code units, no blanks, numbers as ECMAScript prints them.
/// Source  RFC 8785
/// Fails   invalid  a number that is NaN or infinite, a string that is not UTF-8
Result<std::string> canonical_json(const nlohmann::json& value);

/// Reads JSON that must already be canonical and holds whole numbers below 2^53 only: what every signed file of a wave is.
/// Fails  invalid  syntax, a repeated key, a fraction or a number beyond 2^53, bytes that differ from the canonical form (the place is named)
Result<nlohmann::json> read_canonical_json(std::string_view text, std::size_t most_bytes = 64U << 20);
/// The same of a file, whose name begins the words of an error: "question_part.json is not in canonical form ...".
Result<nlohmann::json> read_canonical_file(std::string_view name, std::string_view text, std::size_t most_bytes = 64U << 20);

}  // namespace karuna::seal
