// SPDX-License-Identifier: Apache-2.0
#include "act/pods/week.h"

#include <array>

#include "base/numbers.h"
#include "base/text.h"

namespace karuna::act {
namespace {

constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::unexpected<Error> not_a_week(std::string_view text) {
  return fail(Fault::invalid, in_quotes(text) + " is not a time in a week; it is written like \"Mon-Fri 09:00-17:00; Sat 10:00-12:00\", on the half hour");
}

std::optional<std::size_t> day_of(std::string_view word) {
  const std::string lower = lower_ascii(trimmed(word)).substr(0, 3);
  for (std::size_t d = 0; d < days.size(); ++d)
    if (lower == days[d]) return d;
  return std::nullopt;
}

/// Half hours since midnight, 0 to 48.
std::optional<std::size_t> half_hour_of(std::string_view word) {
  const auto parts = split(trimmed(word), ':');
  if (parts.size() != 2) return std::nullopt;
  const auto hour = parse_integer(parts[0]), minute = parse_integer(parts[1]);
  if (!hour || !minute || *hour < 0 || *hour > 24 || (*minute != 0 && *minute != 30) || (*hour == 24 && *minute != 0)) return std::nullopt;
  return static_cast<std::size_t>(*hour * 2 + *minute / 30);
}

}  // namespace

Result<Week> parse_week(std::string_view text) {
  Week week;
  if (trimmed(text).empty()) return week.set();
  for (const auto piece : split(text, ';')) {
    const std::string_view part = trimmed(piece);
    if (part.empty()) continue;
    const std::size_t blank = part.find(' ');
    if (blank == std::string_view::npos) return not_a_week(text);
    const auto from_to = split(part.substr(0, blank), '-'), times = split(part.substr(blank + 1), '-');
    if (from_to.size() > 2 || times.size() != 2) return not_a_week(text);
    const auto first = day_of(from_to.front()), last = day_of(from_to.back());
    const auto begin = half_hour_of(times[0]), end = half_hour_of(times[1]);
    if (!first || !last || !begin || !end || *begin == *end) return not_a_week(text);
    const std::size_t length = (*end + 48 - *begin) % 48 == 0 ? 48 : (*end + 48 - *begin) % 48;
    for (std::size_t day = *first;; day = (day + 1) % 7) {
      for (std::size_t k = 0; k < length; ++k) week.set((day * 48 + *begin + k) % 336);
      if (day == *last) break;
    }
  }
  return week;
}

Week starts_of(const Week& free, unsigned minutes) {
  Week out = free;
  const unsigned steps = (minutes + 29) / 30;
  for (unsigned k = 1; k < steps; ++k) out &= (free >> k) | (free << (336 - k));
  return out;
}

std::string name_of_half_hour(std::size_t half_hour) {
  std::string day(days[half_hour / 48 % 7]);
  day[0] = static_cast<char>(day[0] - 'a' + 'A');
  const std::size_t hour = half_hour % 48 / 2;
  return day + (hour < 10 ? " 0" : " ") + std::to_string(hour) + (half_hour % 2 ? ":30" : ":00");
}

}  // namespace karuna::act
