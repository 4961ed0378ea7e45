// SPDX-License-Identifier: Apache-2.0
#include "base/dates.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <charconv>
#include <cstdio>
#include <numeric>
#include <tuple>

#include "base/text.h"

namespace karuna {
namespace {

/// A whole number of `least` to `most` digits and nothing else.
std::optional<int> digits(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Three numbers around two separators.
std::optional<std::array<int, 3>> three_parts(std::string_view text, char separator, std::array<std::size_t, 3> longest) {
  const auto parts = split(text, separator);
  if (parts.size() != 3) return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = digits(parts[i], longest[i] == 4 ? 4 : 1, longest[i]);
    if (!number) return std::nullopt;
    numbers[i] = *number;
  }
  return numbers;
}

constexpr std::array<const char*, 4> names = {"year-month-day (2026-03-07)", "day.month.year (7.3.2026)", "day/month/year (25/03/2026)", "month/day/year (03/25/2026)"};

}  // namespace

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

std::string to_text(Date date) {
  std::array<char, 32> room{};
  const int length = std::snprintf(room.data(), room.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return std::string(room.data(), static_cast<std::size_t>(length));
}

std::int32_t days_since_1970(Date date) {
  const std::chrono::sys_days days = std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day};
  return static_cast<std::int32_t>(days.time_since_epoch().count());
}

std::optional<Date> parse_date(std::string_view text, DateFormat format) {
  text = trimmed(text);
  std::optional<std::array<int, 3>> parts;
  switch (format) {
    case DateFormat::iso:
      if (text.size() > 10 && (text[10] == 'T' || text[10] == ' ') && text.find_first_not_of("0123456789:.,+-Zz ", 11) == std::string_view::npos) text = text.substr(0, 10);
      parts = three_parts(text, '-', {4, 2, 2});
      return parts ? make_date((*parts)[0], (*parts)[1], (*parts)[2]) : std::nullopt;
    case DateFormat::day_month_dots:
      parts = three_parts(text, '.', {2, 2, 4});
      return parts ? make_date((*parts)[2], (*parts)[1], (*parts)[0]) : std::nullopt;
    case DateFormat::day_month_slash:
      parts = three_parts(text, '/', {2, 2, 4});
      return parts ? make_date((*parts)[2], (*parts)[1], (*parts)[0]) : std::nullopt;
    case DateFormat::month_day_slash:
      parts = three_parts(text, '/', {2, 2, 4});
      return parts ? make_date((*parts)[2], (*parts)[0], (*parts)[1]) : std::nullopt;
  }
  return std::nullopt;
}

void DateSniffer::see(std::string_view text, std::size_t line) {
  text = trimmed(text);
  if (text.empty()) return;
  if (seen_++ == 0) example_ = text;
  for (std::size_t f = 0; f < formats; ++f)
    if (line_against_[f] == 0 && !parse_date(text, static_cast<DateFormat>(f))) {
      line_against_[f] = std::max<std::size_t>(line, 1);
      text_against_[f] = text;
    }
}

Result<DateFormat> DateSniffer::decide(std::string_view column) const {
  const std::string where = "column " + in_quotes(column);
  if (seen_ == 0) return fail(Fault::invalid, where + " holds no date; expected dates such as 2026-03-07");
  const auto fits = [&](DateFormat format) { return line_against_[static_cast<std::size_t>(format)] == 0; };
  if (fits(DateFormat::day_month_slash) && fits(DateFormat::month_day_slash))
    return fail(Fault::invalid, where + " holds dates such as " + in_quotes(example_) + " in which day and month could be either way round in every row; write them as 2026-03-07");
  for (std::size_t f = 0; f < formats; ++f)
    if (line_against_[f] == 0) return static_cast<DateFormat>(f);

  // Told against the way of writing that held longest.
  const auto longest = static_cast<std::size_t>(std::max_element(std::begin(line_against_), std::end(line_against_)) - std::begin(line_against_));
  const std::string wrong = "line " + std::to_string(line_against_[longest]) + ": " + where + " holds " + in_quotes(text_against_[longest]);
  const bool held_before = text_against_[longest] != example_;
  return fail(Fault::invalid, held_before ? wrong + ", though the dates before it are " + names[longest] + "; one column has one way of writing"
                                          : wrong + ", which is no date; expected one such as 2026-03-07, 7.3.2026 or 25/03/2026");
}

Period parse_period(std::string_view given) {
  const std::string_view text = trimmed(given);
  Period period;
  period.label = text;
  const auto dated = [&](Period::Kind kind, std::optional<int> year, std::optional<int> part, int most) {
    if (!year || *year < 1 || !part || *part < (most ? 1 : 0) || *part > most) return false;
    period.kind = kind;
    period.year = static_cast<std::int16_t>(*year);
    period.part = static_cast<std::uint8_t>(*part);
    return true;
  };
  if (text.size() == 4 && dated(Period::Kind::year, digits(text, 4, 4), 0, 0)) return period;
  if (text.size() == 7 && (text[4] == '-' || text[4] == '/') && dated(Period::Kind::month, digits(text.substr(0, 4), 4, 4), digits(text.substr(5), 2, 2), 12)) return period;
  if (text.size() == 7 && (text[5] == 'Q' || text[5] == 'q') && (text[4] == '-' || text[4] == ' ') &&
      dated(Period::Kind::quarter, digits(text.substr(0, 4), 4, 4), digits(text.substr(6), 1, 1), 4)) return period;
  if (text.size() == 6 && (text[4] == 'Q' || text[4] == 'q') && dated(Period::Kind::quarter, digits(text.substr(0, 4), 4, 4), digits(text.substr(5), 1, 1), 4)) return period;
  if (text.size() == 7 && (text[0] == 'Q' || text[0] == 'q') && text[2] == ' ') dated(Period::Kind::quarter, digits(text.substr(3), 4, 4), digits(text.substr(1, 1), 1, 1), 4);
  return period;
}

Period period_of(Date date, Period::Kind kind) {
  Period period;
  period.kind = kind;
  period.year = date.year;
  if (kind == Period::Kind::month) period.part = date.month;
  if (kind == Period::Kind::quarter) period.part = static_cast<std::uint8_t>((date.month + 2) / 3);
  period.label = to_text(period);
  return period;
}

std::string to_text(const Period& period) {
  std::array<char, 32> room{};
  int length = 0;
  switch (period.kind) {
    case Period::Kind::label: return period.label;
    case Period::Kind::year: length = std::snprintf(room.data(), room.size(), "%04d", period.year); break;
    case Period::Kind::quarter: length = std::snprintf(room.data(), room.size(), "%04d-Q%d", period.year, period.part); break;
    case Period::Kind::month: length = std::snprintf(room.data(), room.size(), "%04d-%02d", period.year, period.part); break;
  }
  return std::string(room.data(), static_cast<std::size_t>(length));
}

std::vector<std::size_t> order_of_time(std::span<const std::string> seen) {
  std::vector<std::size_t> order(seen.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<Period> periods;
  for (const std::string& text : seen) periods.push_back(parse_period(text));
  const bool by_calendar = std::all_of(periods.begin(), periods.end(), [&](const Period& p) { return p.kind != Period::Kind::label && p.kind == periods.front().kind; });
  if (by_calendar)
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return std::tie(periods[a].year, periods[a].part, a) < std::tie(periods[b].year, periods[b].part, b); });
  return order;
}

std::string hour_words(std::uint32_t hour, const DateWords& words) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(hour / 24))};
  const auto number = static_cast<unsigned>(day.day());
  const std::string date = filled(words.date, {{"day", words.language == "fr" && number == 1 ? "1er" : std::to_string(number)},
                                               {"month", std::string(words.months[static_cast<unsigned>(day.month()) - 1])},
                                               {"year", std::to_string(static_cast<int>(day.year()))}});
  if (hour % 24 == 0) return date;
  return filled(words.at_hour, {{"date", date}, {"hour", (hour % 24 < 10 ? "0" : "") + std::to_string(hour % 24) + ":00"}});
}

}  // namespace karuna
