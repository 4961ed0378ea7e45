// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>

#include "base/encoding.h"
#include "base/numbers.h"

namespace karuna {
namespace {

TEST(Text, counts_columns_of_a_terminal) {
  EXPECT_EQ(display_width("Pflege"), 6U);
  EXPECT_EQ(display_width("Müller"), 6U);
  EXPECT_EQ(display_width("Mu\u0308ller"), 6U) << "a combining mark takes no column";
  EXPECT_EQ(display_width("看護"), 4U);
  EXPECT_EQ(display_width("تمريض"), 5U);
  EXPECT_EQ(display_width("a\x1b" "b"), 2U) << "control characters take none";
  EXPECT_EQ(display_width(std::string_view("\xff\xfe", 2)), 2U) << "bytes that are no UTF-8 take one each";
}

TEST(Text, cuts_and_fills_to_a_width) {
  EXPECT_EQ(truncated("Intensive care", 9), "Intensiv…");
  EXPECT_EQ(truncated("看護師長", 6), "看護… ") << "a wide character that does not fit whole is left out";
  EXPECT_EQ(truncated("short", 5), "short");
  EXPECT_EQ(truncated("short", 0), "");
  EXPECT_EQ(pad_right("Müller", 8), "Müller  ");
  EXPECT_EQ(pad_left("3.5", 6), "   3.5");
  EXPECT_EQ(pad_centre("ab", 5), " ab  ");
  EXPECT_EQ(display_width(pad_right("看護師長", 5)), 5U);
}

TEST(Text, writes_numbers_the_same_in_every_locale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");      // where it is installed
  EXPECT_EQ(fixed(3.14159, 2), "3.14");
  EXPECT_EQ(fixed(-0.001, 2), "0.00") << "no minus before nothing";
  EXPECT_EQ(fixed(-1.5, 0), "-2") << "half to even, as the processor does";
  EXPECT_EQ(fixed(1e15, 1), "1000000000000000.0");
  EXPECT_EQ(fixed(std::numeric_limits<double>::quiet_NaN(), 1), "NaN");
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(-0.0), "0");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(1000, "\u2009"), "1\u2009000");
  EXPECT_EQ(parse_decimal("3.5"), 3.5);
  std::setlocale(LC_ALL, before.c_str());
}

TEST(Text, joins_and_counts_in_words) {
  const std::vector<std::string> three{"A", "B", "C"};
  EXPECT_EQ(join_words(three), "A, B and C");
  EXPECT_EQ(join_words(std::span(three).first(1)), "A");
  EXPECT_EQ(join_words(std::span(three).first(2), "or"), "A or B");
  EXPECT_EQ(join_words({}), "");
  const std::vector<std::string> many(10, "x");
  EXPECT_EQ(join_words(many, "or", 4), "x, x, x and 7 more");
  EXPECT_EQ(counted(1, "row"), "1 row");
  EXPECT_EQ(counted(1200, "row"), "1,200 rows");
  EXPECT_EQ(counted(2, "person", "people"), "2 people");
}

TEST(Text, finds_the_word_that_was_meant) {
  const std::vector<std::string> known{"instrument", "index", "title", "units"};
  EXPECT_EQ(nearest_word("instrumnet", known), "instrument") << "neighbours swapped are one edit";
  EXPECT_EQ(nearest_word("Title", known), "title");
  EXPECT_EQ(nearest_word("unit", known), "units");
  EXPECT_FALSE(nearest_word("colour", known));
  EXPECT_FALSE(nearest_word("x", known)) << "one edit would make anything of it";
  EXPECT_FALSE(nearest_word(std::string(1'000'000, 'a'), known));
}

TEST(Text, quotes_what_came_from_outside_so_that_it_can_do_nothing) {
  EXPECT_EQ(in_quotes("Ward 3"), "\"Ward 3\"");
  EXPECT_EQ(in_quotes("a\x1b[31m\nb"), "\"a\\x1b[31m\\nb\"");
  EXPECT_EQ(in_quotes("a\u202Eb"), "\"a?b\"") << "no mark that turns the direction of what follows";
  EXPECT_EQ(in_quotes(std::string_view("\xe4", 1)), "\"\\xe4\"");
  EXPECT_LE(display_width(in_quotes(std::string(10'000, 'x'))), 63U);
}

TEST(Text, trims_and_splits) {
  EXPECT_EQ(trimmed(" \t a b\u00a0\r\n"), "a b");
  EXPECT_EQ(trimmed("\u00e0"), "\u00e0") << "a letter that ends with the byte of a no-break space stays whole";
  EXPECT_EQ(split("a//b", '/').size(), 3U);
  EXPECT_EQ(split("", '/').size(), 1U);
}

TEST(Numbers, are_read_whole_or_not_at_all) {
  EXPECT_EQ(parse_integer(" 42 "), 42);
  EXPECT_EQ(parse_integer("-7"), -7);
  EXPECT_EQ(parse_integer("+7"), 7);
  EXPECT_EQ(parse_integer("3.0"), 3) << "a table program that knew it as a decimal";
  EXPECT_EQ(parse_integer("3,00", DecimalComma::allowed), 3);
  for (const char* none : {"", "-", "3.5", "3,0", "1e3", "0x10", "12a", "--1", "99999999999999999999", "."}) EXPECT_FALSE(parse_integer(none)) << none;
  EXPECT_EQ(parse_decimal("3,5", DecimalComma::allowed), 3.5);
  EXPECT_EQ(parse_decimal("-.5"), -0.5);
  EXPECT_EQ(parse_decimal("1e-3"), 0.001);
  EXPECT_EQ(parse_decimal("2.22507385850720113605740979670913197593481954635164564e-308"), 2.2250738585072011e-308);
  for (const char* none : {"", "3,5", "1.2.3", "nan", "inf", "0x1p3", "1e", "e5", "1e999", "3 5", "+-3"}) EXPECT_FALSE(parse_decimal(none)) << none;
}

TEST(Encoding, tells_utf8_from_what_is_not) {
  for (const char* good : {"", "plain", "Müller", "看護", "\U0001F600", "\u07ff\u0800\uffff"}) EXPECT_TRUE(is_utf8(good)) << good;
  // Unicode 15, table 3-7: what must be refused
  for (const std::string_view bad : {std::string_view("\xc0\x80"), std::string_view("\xe0\x80\x80"), std::string_view("\xed\xa0\x80"), std::string_view("\xf4\x90\x80\x80"), std::string_view("\xf8\x88\x80\x80\x80"),
                                     std::string_view("M\xfcller"), std::string_view("cut \xe2\x82"), std::string_view("long enough for eight \x80")})
    EXPECT_FALSE(is_utf8(bad)) << in_quotes(bad);
}

TEST(Encoding, turns_windows_1252) {
  EXPECT_EQ(from_windows_1252("M\xfcller \x80\x96\x9c"), "Müller €–œ");   // WHATWG index windows-1252
  EXPECT_FALSE(from_windows_1252("\x81"));
  EXPECT_EQ(from_windows_1252(std::string_view("\0", 1)), std::string("\0", 1));
}

TEST(Filled, PutsValuesInThePlacesOfTheirNames) {
  EXPECT_EQ(filled("{n} of {all} people", {{"n", "3"}, {"all", "40"}}), "3 of 40 people");
  EXPECT_EQ(filled("{n}{n}", {{"n", "a"}}), "aa");
  EXPECT_EQ(filled("no {such} place", {{"n", "3"}}), "no  place");
  EXPECT_EQ(filled("{n} and an open {", {{"n", "3"}}), "3 and an open ");
  EXPECT_EQ(filled("{n}", {{"n", "{n}"}}), "{n}");  // a value is not looked at again
}

}  // namespace
}  // namespace karuna
