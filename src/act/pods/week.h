// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::act {

/// When somebody can meet, in half hours from Monday 00:00.
using Week = std::bitset<336>;

/// "Mon-Fri 09:00-17:00; Sat 10:00-12:00". An end before the begin lies on the next day (night shifts). Nothing but blanks is the whole week.
/// Fails  invalid  a day or a time that is none, times off the half hour; the words say how it is written
Result<Week> parse_week(std::string_view text);

/// Starts at which all of `minutes` are free; the week goes round.
Week starts_of(const Week& free, unsigned minutes);

/// "Tue 10:30"
std::string name_of_half_hour(std::size_t half_hour);

}  // namespace karuna::act
