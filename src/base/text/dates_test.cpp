// SPDX-License-Identifier: Apache-2.0
#include "base/dates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace karuna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<DateFormat> sniff(std::initializer_list<const char*> column) {
  DateSniffer sniffer;
  std::size_t line = 2;
  for (const char* text : column) sniffer.see(text, line++);
  return sniffer.decide("when");
}

TEST(Dates, know_the_calendar) {
  EXPECT_EQ(to_text(*make_date(2028, 2, 29)), "2028-02-29");
  EXPECT_FALSE(make_date(2026, 2, 29));
  EXPECT_FALSE(make_date(1900, 2, 29));
  EXPECT_FALSE(make_date(2026, 13, 1));
  EXPECT_EQ(days_since_1970(*make_date(1970, 1, 1)), 0);
  EXPECT_EQ(days_since_1970(*make_date(2000, 3, 1)), 11'017);
  EXPECT_LT(*make_date(2026, 3, 7), *make_date(2026, 4, 1));
}

TEST(Dates, are_read_in_the_way_that_the_whole_column_fits) {
  EXPECT_EQ(sniff({"2026-03-07", "", "2026-12-31"}), DateFormat::iso);
  EXPECT_EQ(sniff({"2026-03-07T10:20:30Z", "2026-03-08 10:20"}), DateFormat::iso);
  EXPECT_EQ(sniff({"7.3.2026", "07.12.2026"}), DateFormat::day_month_dots);
  EXPECT_EQ(sniff({"07/03/2026", "25/03/2026"}), DateFormat::day_month_slash);
  EXPECT_EQ(sniff({"07/03/2026", "03/25/2026"}), DateFormat::month_day_slash);
  EXPECT_EQ(parse_date("7.3.2026", DateFormat::day_month_dots), make_date(2026, 3, 7));
  EXPECT_EQ(parse_date("03/25/2026", DateFormat::month_day_slash), make_date(2026, 3, 25));
  EXPECT_EQ(parse_date("2026-03-07 23:59", DateFormat::iso), make_date(2026, 3, 7));
  EXPECT_FALSE(parse_date("2026-3-", DateFormat::iso));
}

TEST(Dates, are_refused_in_words) {
  EXPECT_EQ(sniff({"07/03/2026", "01/02/2026"}).error().what,
            "column \"when\" holds dates such as \"07/03/2026\" in which day and month could be either way round in every row; write them as 2026-03-07");
  EXPECT_EQ(sniff({"2026-03-07", "8.3.2026"}).error().what, "line 3: column \"when\" holds \"8.3.2026\", though the dates before it are year-month-day (2026-03-07); one column has one way of writing");
  EXPECT_THAT(sniff({"soon"}).error().what, HasSubstr("line 2: column \"when\" holds \"soon\", which is no date"));
  EXPECT_THAT(sniff({"", " "}).error().what, HasSubstr("holds no date"));
  EXPECT_THAT(sniff({"13/03/2026", "03/13/2026"}).error().what, HasSubstr("line 3"));
}

TEST(Periods, are_months_quarters_years_or_names) {
  EXPECT_EQ(parse_period("2026-03").kind, Period::Kind::month);
  EXPECT_EQ(to_text(parse_period("2026/03")), "2026-03");
  EXPECT_EQ(to_text(parse_period("Q3 2026")), "2026-Q3");
  EXPECT_EQ(to_text(parse_period("2026Q1")), "2026-Q1");
  EXPECT_EQ(parse_period(" 2026 ").kind, Period::Kind::year);
  for (const char* label : {"spring", "2026-13", "2026-00", "2026-Q5", "0000", "T1", ""}) EXPECT_EQ(parse_period(label).kind, Period::Kind::label) << label;
  EXPECT_EQ(to_text(period_of(*make_date(2026, 12, 1), Period::Kind::quarter)), "2026-Q4");
  EXPECT_EQ(period_of(*make_date(2026, 3, 31), Period::Kind::month).label, "2026-03");
}

TEST(Periods, stand_in_order_of_time_where_the_calendar_gives_one) {
  EXPECT_THAT(order_of_time(std::vector<std::string>{"2026-03", "2025-11", "2026-01"}), ElementsAre(1, 2, 0));
  EXPECT_THAT(order_of_time(std::vector<std::string>{"Q2 2026", "2026-Q1"}), ElementsAre(1, 0));
  EXPECT_THAT(order_of_time(std::vector<std::string>{"spring", "autumn"}), ElementsAre(0, 1)) << "names as they were met";
  EXPECT_THAT(order_of_time(std::vector<std::string>{"2026-03", "2025"}), ElementsAre(0, 1)) << "a mixture as well";
}

TEST(HourWords, SayTheDayAndTheHourWhereItIsNotMidnight) {
  constexpr std::string_view months[12] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  const DateWords english{"en", months, "{day} {month} {year}", "{date}, {hour}"};
  // 14 December 2026 is day 20,801 since 1970: 56 years of 365 days, 14 leap days to the end of 2025, 347 days of 2026.
  EXPECT_EQ(hour_words(20801 * 24, english), "14 December 2026");
  EXPECT_EQ(hour_words(20801 * 24 + 8, english), "14 December 2026, 08:00");
  EXPECT_EQ(hour_words(last_hour(20801 * 24), english), "13 December 2026");
  EXPECT_EQ(last_hour(20801 * 24 + 8), 20801U * 24 + 8);
  EXPECT_EQ(hour_words(0, {"fr", months, "{day} {month}", "{date}"}), "1er January");
}

}  // namespace
}  // namespace karuna
