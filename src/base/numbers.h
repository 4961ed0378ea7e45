// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace karuna {

/// Whether a comma may stand for the decimal point: yes where fields are separated by something else.
enum class DecimalComma { no, allowed };

/// A whole number: digits with an optional sign, blanks around; "3.0" is 3. Nothing for anything else. Locale-free.
std::optional<std::int64_t> parse_integer(std::string_view text, DecimalComma comma = DecimalComma::no);

/// A decimal number: 3, 3.5, -0.5, .5, 1e-3; with DecimalComma::allowed also 3,5. No thousands separators, no inf, no nan, no hex. Locale-free.
std::optional<double> parse_decimal(std::string_view text, DecimalComma comma = DecimalComma::no);

}  // namespace karuna
