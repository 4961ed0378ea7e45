// SPDX-License-Identifier: Apache-2.0
#include "base/csv_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <sstream>

#include "base/large_memory.h"

namespace karuna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A table read in blocks, every cell as text again: numbers shown, strays in brackets, each row with its line.
struct Reading {
  std::vector<std::string> rows;
  std::string words;
  std::size_t blocks = 0;
  CsvSummary summary;
};

Reading read(const std::string& text, const std::vector<CsvKind>& kinds, unsigned threads = 1) {
  std::istringstream stream(text);
  Reading reading;
  const CsvOptions pieces{.piece_bytes = text.size() > 100'000 ? 1U << 16 : 1U << 19};   // large tables come in many blocks
  auto table = CsvBlocks::open(stream, "a.csv", pieces);
  if (!table) return {{}, table.error().what, 0, {}};
  std::vector<CsvColumn> columns;
  for (std::size_t i = 0; i < kinds.size(); ++i) columns.push_back({i, kinds[i]});
  Progress silent;
  const auto summary = table->read(columns, threads, silent, [&](const CsvBlock& block) -> Result<void> {
    ++reading.blocks;
    EXPECT_EQ(block.first_row, reading.rows.size());
    for (std::size_t row = 0; row < block.rows; ++row) {
      std::string cells = std::to_string(block.line(row)) + ":";
      for (std::size_t c = 0; c < kinds.size(); ++c) {
        const auto& column = block.columns[c];
        const auto stray = [&](std::uint32_t word) { return "[" + std::string(column.vocabulary[word]) + "]"; };
        cells += c ? "," : " ";
        if (kinds[c] == CsvKind::integer) cells += is_stray(column.integers[row]) ? stray(stray_word(column.integers[row])) : std::to_string(column.integers[row]);
        if (kinds[c] == CsvKind::decimal) {
          char shown[40];
          std::snprintf(shown, sizeof shown, "%.17g", column.decimals[row]);
          cells += is_stray(column.decimals[row]) ? stray(stray_word(column.decimals[row])) : std::string(shown);
        }
        if (kinds[c] == CsvKind::words) cells += std::string(column.vocabulary[column.words[row]]);
        if (kinds[c] == CsvKind::text) cells += std::string(column.texts[row]);
      }
      reading.rows.push_back(cells);
    }
    return {};
  });
  if (summary) reading.summary = *summary;
  else reading.words = summary.error().what;
  return reading;
}

constexpr auto integer = CsvKind::integer;
constexpr auto decimal = CsvKind::decimal;
constexpr auto words = CsvKind::words;
constexpr auto text = CsvKind::text;

TEST(CsvBlocks, reads_whole_numbers_and_keeps_what_is_none) {
  const auto reading = read("a,b\n1,12345678\n,123456789\nNA, 7 \n-3,+4\n3.0,\"5\"\n3.5,1000000000\nyes,1000000001\n007,-1000000001\n", {integer, integer});
  EXPECT_EQ(reading.words, "");
  EXPECT_THAT(reading.rows, ElementsAre("2: 1,12345678", "3: [],123456789", "4: [NA],7", "5: -3,4", "6: 3,5", "7: [3.5],1000000000", "8: [yes],[1000000001]", "9: 7,[-1000000001]"));
  EXPECT_EQ(reading.summary.rows, 8U);
  EXPECT_EQ(reading.summary.lines, 9U);
}

TEST(CsvBlocks, reads_decimals_to_the_last_digit) {
  const auto reading = read("a;b\n3,5;-0.25\n1e-3;123456789012345678\n;.5\n0.1;2.2250738585072011e-308\n-;-1,5\n12345678.9012345;7.\n-0;nan\n", {decimal, decimal});
  EXPECT_EQ(reading.words, "");
  EXPECT_THAT(reading.rows, ElementsAre("2: 3.5,-0.25", "3: 0.001,1.2345678901234568e+17", "4: [],0.5", "5: 0.10000000000000001,2.2250738585072009e-308", "6: [-],-1.5", "7: 12345678.9012345,7", "8: -0,[nan]"));
  EXPECT_THAT(read("a,b\n\"3,5\",3\n", {decimal, integer}).rows, ElementsAre("2: [3,5],3")) << "no decimal comma where the comma separates";
}

TEST(CsvBlocks, reads_decimals_as_strtod_does) {
  std::mt19937_64 random(1);
  std::string csv = "a\n";
  std::vector<double> expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::string digits = std::to_string(random() % static_cast<std::uint64_t>(std::pow(10, 1 + i % 16)));
    std::string number = digits;
    if (i % 3) number.insert(random() % (digits.size() + 1), ".");
    csv += number + "\n";
    expected.push_back(std::strtod(number.c_str(), nullptr));
  }
  std::istringstream stream(csv);
  auto table = CsvBlocks::open(stream, "a.csv");
  Progress silent;
  std::size_t at = 0;
  ASSERT_TRUE(table->read(std::vector<CsvColumn>{{0, decimal}}, 1, silent, [&](const CsvBlock& block) -> Result<void> {
    for (const double value : block.columns[0].decimals) EXPECT_EQ(value, expected[at++]);
    return {};
  }));
  EXPECT_EQ(at, expected.size());
}

TEST(CsvBlocks, reads_words_texts_and_only_the_columns_asked_for) {
  EXPECT_THAT(read("team,note,n\nA,\"x, \"\"y\"\"\",1\nB,two,2\nA,\"three\nlines\",3\nM\xfcller,,4\n", {words, text, integer}).rows,
              ElementsAre("2: A,x, \"y\",1", "3: B,two,2", "4: A,three\nlines,3", "6: Müller,,4"));
  std::istringstream stream("a,b,c,d\n1,\"x\ny\",3,Z\n5,6,7,Y\n");
  auto table = CsvBlocks::open(stream, "a.csv");
  Progress silent;
  ASSERT_TRUE(table->read(std::vector<CsvColumn>{{3, words}, {0, integer}}, 1, silent, [&](const CsvBlock& block) -> Result<void> {
    EXPECT_THAT(block.columns[0].vocabulary, ElementsAre("Z", "Y"));
    EXPECT_THAT(block.columns[1].integers, ElementsAre(1, 5));
    EXPECT_EQ(block.line(1), 4U);
    return {};
  }));
}

/// A table large enough for many blocks, with line ends inside quotes, empty lines, strays and letters.
std::string large_table() {
  std::mt19937 random(7);
  std::string csv = "id,team,q,x\r\n";
  for (int i = 0; i < 40'000; ++i) {
    csv += std::to_string(i) + ",";
    csv += i % 11 == 0 ? "\"Ward \"\"" + std::to_string(random() % 500) + "\"\"\nEast\"" : "Ward " + std::to_string(random() % 500);
    csv += i % 13 == 0 ? ",NA" : i % 17 == 0 ? "," : "," + std::to_string(1 + random() % 5);
    csv += "," + std::to_string(random() % 1000) + "." + std::to_string(random() % 1000) + (i % 5 ? "\r\n" : "\n");
    if (i % 1009 == 0) csv += "\r\n";
    if (i > 20'000 && i % 501 == 0) csv += "1,\"Müller\r\n\r\n\",2,3\n";
  }
  return csv;
}

TEST(CsvBlocks, gives_the_same_in_the_same_order_whatever_the_threads) {
  const std::string csv = large_table();
  const auto one = read(csv, {integer, words, integer, decimal}, 1);
  ASSERT_EQ(one.words, "");
  EXPECT_GT(one.blocks, 10U);
  EXPECT_GT(one.rows.size(), 40'000U);
  for (const unsigned threads : {2U, 3U, 8U}) EXPECT_EQ(read(csv, {integer, words, integer, decimal}, threads).rows, one.rows) << threads;
}

TEST(CsvBlocks, reads_what_the_row_reader_reads) {
  const std::string csv = large_table();
  const auto blocks = read(csv, {text, text, text, text}, 2);
  std::istringstream stream(csv);
  auto table = CsvReader::open(stream, "a.csv");
  std::size_t row = 0;
  while (table->next().value()) {
    std::string cells = std::to_string(table->line()) + ": ";
    for (std::size_t c = 0; c < 4; ++c) cells += (c ? "," : "") + std::string(table->fields()[c]);
    ASSERT_EQ(blocks.rows.at(row++), cells);
  }
  EXPECT_EQ(row, blocks.rows.size());
  EXPECT_EQ(table->dialect().encoding, Encoding::utf8);
  EXPECT_EQ(blocks.summary.dialect.encoding, Encoding::utf8);
}

TEST(CsvBlocks, tells_the_first_wrong_line_of_the_file_whatever_the_threads) {
  std::string csv = large_table();
  csv += "1,2\n";
  const std::size_t wrong = static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n'));
  csv += large_table().substr(13) + "1,\"never closed\n";
  for (const unsigned threads : {1U, 2U, 8U})
    EXPECT_EQ(read(csv, {integer, words, integer, decimal}, threads).words, "a.csv:" + std::to_string(wrong) + ": 2 fields; expected 4, as in the header") << threads;
  EXPECT_EQ(read("a,b\n1,2\n1,2,3,4\n", {integer}).words, "a.csv:3: 4 fields; expected 2, as in the header");
  EXPECT_EQ(read("a,b\n1,2\n1\n", {integer, integer}).words, "a.csv:3: 1 field; expected 2, as in the header");
  EXPECT_EQ(read(std::string("a,b\n1,2\n1,\0\n", 12), {integer, integer}).words, "a.csv:3: a NUL byte; expected text");
  EXPECT_THAT(read("a,b\n1,ü\n1,\xfc\n", {integer}).words, HasSubstr("a.csv:3: not UTF-8, though line 2 is")) << "also in a column that was not asked for";
  EXPECT_THAT(read("a,b\n1,2\r3,4\n", {integer, integer}).words, HasSubstr("a.csv:2: a carriage return inside the line"));
  EXPECT_THAT(read("", {}).words, HasSubstr("the file is empty"));
}

TEST(CsvBlocks, stops_where_the_sink_fails_or_the_person_wants) {
  const std::string csv = large_table();
  for (const unsigned threads : {1U, 4U}) {
    std::istringstream stream(csv);
    auto table = CsvBlocks::open(stream, "a.csv");
    Progress silent;
    int seen = 0;
    const auto read = table->read(std::vector<CsvColumn>{{0, integer}}, threads, silent, [&](const CsvBlock&) -> Result<void> {
      if (++seen == 2) return fail(Fault::refused, "enough");
      return {};
    });
    EXPECT_EQ(read.error().what, "enough");
    EXPECT_EQ(seen, 2);
  }
  set_interrupted(true);
  EXPECT_THAT(read(csv, {integer}, 2).words, HasSubstr("stopped on request"));
  set_interrupted(false);
}

TEST(CsvBlocks, reads_a_single_column_with_empty_values_and_a_header_only) {
  EXPECT_THAT(read("q\n1\n\n3", {integer}).rows, ElementsAre("2: 1", "3: []", "4: 3"));
  EXPECT_EQ(read("a,b\n", {integer, integer}).summary.rows, 0U);
  EXPECT_THAT(read("a,b\r1,2\r\r3,\r", {integer, integer}).rows, ElementsAre("2: 1,2", "4: 3,[]"));
}

TEST(LargeVector, holds_what_a_vector_holds) {
  LargeVector<std::int16_t> column;
  for (int i = 0; i < 3'000'000; ++i) column.push_back(static_cast<std::int16_t>(i % 5));
  const LargeVector<std::int16_t> copy = column;
  column.clear();
  column.shrink_to_fit();
  EXPECT_EQ(copy.size(), 3'000'000U);
  EXPECT_EQ(copy.back(), 2999999 % 5);
}

TEST(Vocabulary, numbers_texts_as_they_are_first_seen) {
  Vocabulary all;
  EXPECT_FALSE(all.find("x"));
  for (int i = 0; i < 200'000; ++i) ASSERT_EQ(all.add("unit " + std::to_string(i % 150'000)), static_cast<std::uint32_t>(i % 150'000));
  EXPECT_EQ(all.size(), 150'000U);
  EXPECT_EQ(all.find("unit 77777"), 77'777U);
  EXPECT_EQ(all[77'777], "unit 77777");
  EXPECT_EQ(all.add(""), 150'000U);
  EXPECT_FALSE(all.find("unit"));
}

}  // namespace
}  // namespace karuna
