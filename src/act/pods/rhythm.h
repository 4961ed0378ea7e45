// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "act/pods/pods.h"
#include "base/dates.h"

namespace karuna::act {

/// When pods meet.
struct Rhythm {
  Date begin{};                ///< the first week is the one that holds this day, from this day on
  unsigned every_weeks = 2;
  unsigned meetings = 6;
  unsigned minutes = 60;
};

/// The day of the first meeting, in days since 1970.
/// Takes  start  the half hour of the week, Monday 00:00 is 0
std::int32_t first_day_of(const Date& begin, std::size_t start);

/// A calendar of one pod's meetings (RFC 5545), in the local time of whoever opens it: no names, no reason, no attendees.
/// Takes   number   of the pod, from 1; `start` the half hour of the week, Monday 00:00 is 0
/// Gives   the same bytes for the same input
std::string calendar_of(const Rhythm& rhythm, int round, std::size_t number, std::size_t start, std::string_view language);

/// What a meeting is and is not: an agenda of `minutes` minutes and the boundaries, as text. Languages: en, de, fr, es, ar; others get English.
std::string agenda(unsigned minutes, std::string_view language);

}  // namespace karuna::act
