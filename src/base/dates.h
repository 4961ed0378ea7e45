// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna {

/// A day of the Gregorian calendar, years 1 to 9999.
struct Date {
  std::int16_t year = 1;
  std::uint8_t month = 1;
  std::uint8_t day = 1;
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

/// Nothing where there is no such day (30 February).
std::optional<Date> make_date(int year, int month, int day);
std::string to_text(Date date);                            ///< 2026-03-07
std::int32_t days_since_1970(Date date);

enum class DateFormat {
  iso,                ///< 2026-03-07; a time behind it (T or blank) is left out
  day_month_dots,     ///< 7.3.2026
  day_month_slash,    ///< 07/03/2026 is the 7th of March
  month_day_slash,    ///< 07/03/2026 is the 3rd of July
};

std::optional<Date> parse_date(std::string_view text, DateFormat format);

/// Looks at a column of dates and decides how they are written. A column with a single 25/03/2026 settles the order of day and month for all.
class DateSniffer {
 public:
  void see(std::string_view text, std::size_t line);       ///< empty texts are passed over

  /// Fails  invalid  a text that is no date (its line); two ways of writing in one column; a day and month that could be either way round
  ///                 in every row (an example, and what to do); no date at all
  Result<DateFormat> decide(std::string_view column) const;

 private:
  static constexpr std::size_t formats = 4;
  std::size_t seen_ = 0;
  std::size_t line_against_[formats] = {0, 0, 0, 0};       // first line that this format cannot read
  std::string text_against_[formats];
  std::string example_;
};

/// How a language writes a day, and an hour of it. Places: {day} {month} {year}; {date} {hour}.
struct DateWords {
  std::string_view language;
  std::span<const std::string_view, 12> months;
  std::string_view date, at_hour;
};
/// The day of an hour since 1970 (UTC), "14 December 2026"; with the hour of the clock where it is not midnight.
std::string hour_words(std::uint32_t hour, const DateWords& words);
/// What an hour is as the end of something: midnight is the day before.
constexpr std::uint32_t last_hour(std::uint32_t hour) { return hour % 24 == 0 && hour >= 24 ? hour - 24 : hour; }

/// A stretch of time that a wave of answers belongs to, or only a name for it.
struct Period {
  enum class Kind : std::uint8_t { year, quarter, month, label };
  Kind kind = Kind::label;
  std::int16_t year = 0;
  std::uint8_t part = 0;       ///< quarter 1 to 4, month 1 to 12
  std::string label;           ///< the text as it was given
};

/// "2026-03" (also "2026/03"), "2026-Q1" (also "2026Q1", "Q1 2026"), "2026"; everything else is a label.
Period parse_period(std::string_view text);
Period period_of(Date date, Period::Kind kind);            ///< kind must not be label
std::string to_text(const Period& period);                 ///< 2026-03, 2026-Q1, 2026, or the label

/// The order of time of periods, as positions in `seen` (distinct texts in the order in which they were met):
/// by calendar where all are of one calendar kind, else as they were met.
std::vector<std::size_t> order_of_time(std::span<const std::string> seen);

}  // namespace karuna
