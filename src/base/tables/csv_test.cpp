// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <sstream>

#include "shared.h"

namespace karuna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

/// Everything a reader says of a text: its rows (the header first), or its words.
struct Reading {
  Rows rows;
  std::string words;
  CsvDialect dialect;
  std::vector<std::size_t> lines;
};

Reading read(std::string text, const CsvOptions& options = {}) {
  std::istringstream stream(std::move(text));
  Reading reading;
  auto table = CsvReader::open(stream, "a.csv", options);
  if (!table) return {{}, table.error().what, {}, {}};
  reading.rows.push_back(table->header().names());
  for (;;) {
    const auto more = table->next();
    if (!more) reading.words = more.error().what;
    if (!more || !*more) break;
    reading.rows.emplace_back(table->fields().begin(), table->fields().end());
    reading.lines.push_back(table->line());
  }
  reading.dialect = table->dialect();
  return reading;
}

std::string packed(const std::string& text) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Csv, finds_out_the_separator) {
  EXPECT_EQ(read("a,b\n1,2\n").dialect.separator, ',');
  EXPECT_EQ(read("a;b\n3,5;2,5\n").dialect.separator, ';');
  EXPECT_EQ(read("a\tb\n1\t2\n").dialect.separator, '\t');
  EXPECT_EQ(read("a|b\n1|2\n").dialect.separator, '|');
  EXPECT_EQ(read("name;note\nx;one, two, three\ny;four\n").dialect.separator, ';') << "commas inside do not agree from line to line";
  EXPECT_EQ(read("\"a;b\",c\n1,2\n").dialect.separator, ',') << "what stands in quotes does not count";
  EXPECT_EQ(read("a;b").dialect.separator, ';') << "a header without a line end";
  EXPECT_EQ(read("sep=|\r\na,b|c\r\n1|2\r\n").rows, (Rows{{"a,b", "c"}, {"1", "2"}})) << "as Excel says it";
  EXPECT_EQ(read("a,b;c\n1,2;3\n", {.separator = ';'}).rows, (Rows{{"a,b", "c"}, {"1,2", "3"}})) << "what was asked for holds";
  EXPECT_EQ(read("only\n1\n\n3\n").rows, (Rows{{"only"}, {"1"}, {""}, {"3"}})) << "one column: an empty line is an empty value";
}

TEST(Csv, reads_quotes_by_rfc_4180) {
  const auto reading = read("a,b\r\n\"x \"\"y\"\"\",\"two\r\nlines\"\r\n\"\",\"a,b\"\r\n5\" pipe,\"\"\"\"\r\n");
  EXPECT_EQ(reading.rows, (Rows{{"a", "b"}, {"x \"y\"", "two\r\nlines"}, {"", "a,b"}, {"5\" pipe", "\""}}));
  EXPECT_THAT(reading.lines, ElementsAre(2, 4, 5)) << "a line end inside quotes counts as a line of the file";
}

TEST(Csv, reads_every_kind_of_line_end_and_passes_over_empty_lines) {
  const Rows expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
  EXPECT_EQ(read("a,b\n1,2\n3,4\n").rows, expected);
  EXPECT_EQ(read("a,b\r\n1,2\r\n3,4").rows, expected);
  EXPECT_EQ(read("a,b\r1,2\r3,4\r").rows, expected);
  EXPECT_EQ(read("\n\na,b\n1,2\n\n\r\n3,4\n\n\n").rows, expected);
  EXPECT_THAT(read("\na,b\n\n1,2\n").lines, ElementsAre(4));
  EXPECT_EQ(read("a,b\n1,2\r3,4\n").words, "a.csv:2: a carriage return inside the line, though other lines end with a line feed; expected one kind of line end");
  EXPECT_THAT(read("a,b\r1,2\n3,4\r").words, HasSubstr("a.csv:2: a line feed inside the line"));
}

TEST(Csv, reads_utf8_and_windows_1252_and_never_both) {
  EXPECT_EQ(read("\xEF\xBB\xBFid,name\n1,Müller\n").rows, (Rows{{"id", "name"}, {"1", "Müller"}})) << "the mark is no part of the first name";
  EXPECT_EQ(read("id,name\n1,Müller\n").dialect.encoding, Encoding::utf8);
  const auto old = read("id,name\n1,M\xfcller \x80\n");
  EXPECT_EQ(old.rows, (Rows{{"id", "name"}, {"1", "Müller €"}}));
  EXPECT_EQ(old.dialect.encoding, Encoding::windows_1252);
  EXPECT_FALSE(read("id,name\n1,Miller\n").dialect.encoding) << "only ASCII: nothing is known";
  EXPECT_EQ(read("id,name\n1,Müller\n2,M\xfcller\n").words, "a.csv:3: not UTF-8, though line 2 is; the file mixes encodings; save it as UTF-8");
  EXPECT_EQ(read("id,name\n1,M\xfcller\n2,Müller\n").words, "a.csv:3: UTF-8, though line 2 is not; the file mixes encodings; save it as UTF-8");
  EXPECT_THAT(read("id,name\n1,\x81\n").words, HasSubstr("a.csv:2: letters that are neither UTF-8 nor Windows-1252"));
  EXPECT_THAT(read("\xEF\xBB\xBFid\nM\xfcller\n").words, HasSubstr("a.csv:2: not UTF-8, though the file says"));
  EXPECT_EQ(read("id\nM\xc3\xbc\n", {.encoding = Encoding::windows_1252}).rows[1][0], "MÃ¼") << "what was asked for holds";
  EXPECT_THAT(read(std::string("\xFF\xFEi\0d\0\n\0", 8)).words, HasSubstr("written in UTF-16; save it as UTF-8"));
  EXPECT_THAT(read(std::string("i\0d\0\n\0" "1\0\n\0", 10)).words, HasSubstr("written in UTF-16")) << "without a mark too";
}

TEST(Csv, says_what_is_wrong_with_a_file) {
  EXPECT_EQ(read("").words, "a.csv: the file is empty; expected a header with the names of the columns, then a row for each record");
  EXPECT_THAT(read("\n\n").words, HasSubstr("holds empty lines only"));
  const auto only_header = read("a,b\n");
  EXPECT_EQ(only_header.words, "");
  EXPECT_EQ(only_header.rows.size(), 1U);
  EXPECT_EQ(read("a,b,c\n1,2,3\n1,2\n").words, "a.csv:3: 2 fields; expected 3, as in the header");
  EXPECT_EQ(read("a,b\n1,2\n\"x\ny\",2,3,4\n").words, "a.csv:3: 4 fields; expected 2, as in the header");
  EXPECT_EQ(read("a,b,a\n").words, "a.csv:1: two columns are called \"a\" (columns 1 and 3); every column needs a name of its own");
  EXPECT_EQ(read(",a,\n1,2,3\n").rows[0], (std::vector<std::string>{"column 1", "a", "column 3"}));
  EXPECT_EQ(read("a,b\n1,\"open\n2,3\n").words, "a.csv:2: a quote is opened and not closed before the end of the file");
  EXPECT_THAT(read("a,b\n1,\"x\"y\n").words, HasSubstr("a.csv:2: text behind a closing quote"));
  EXPECT_EQ(read(std::string("a,b\n1,2\n1,\0\n", 12)).words, "a.csv:3: a NUL byte; expected text");
  EXPECT_EQ(read(std::string("a,b\n1,\"\0\"\n", 10)).words, "a.csv:2: a NUL byte inside a field; expected text");
  const test::TemporaryFolder folder;
  EXPECT_EQ(CsvReader::open(folder.path()).error().what, "\"" + folder.path().string() + "\" is a folder; a file was expected");
  EXPECT_EQ(CsvReader::open(folder.path() / "no.csv").error().fault, Fault::not_found);
}

TEST(Csv, says_which_column_is_missing_and_which_was_meant) {
  std::istringstream stream("id,team,q1\n");
  const auto table = CsvReader::open(stream, "a.csv");
  EXPECT_EQ(table->header().position("team"), 1U);
  EXPECT_EQ(table->header().position("Team").error().what, "a.csv has no column \"Team\"; was \"team\" meant?; it has 3 columns: \"id\", \"team\" and \"q1\"");
  std::istringstream colons("id:team\n1:A\n");
  EXPECT_EQ(CsvReader::open(colons, "a.csv")->header().position("team").error().what,
            "a.csv has no column \"team\"; its only column is \"id:team\", so perhaps the separator is none of , ; tab and |");
}

TEST(Csv, ends_in_words_where_memory_would_not_end) {
  std::string columns = "c0";
  for (int i = 1; i < 1'000'000; ++i) columns += ",c" + std::to_string(i);
  EXPECT_EQ(read(columns + "\n").words, "a.csv:1: more than 20,000 columns, which is the most that is read; keep the columns that are needed, or turn the table round");
  EXPECT_THAT(read(std::string(30'000'000, ',')).words, HasSubstr("more than 20,000 columns"));
  EXPECT_THAT(read("a,b\n1," + std::string(2'000'000, 'x') + "\n").words, HasSubstr("a.csv:2: a field is longer than 1,048,576 bytes"));
  EXPECT_THAT(read("a,b\n1,\"" + std::string(2'000'000, 'x') + "\"\n").words, HasSubstr("a.csv:2: a field is longer"));

  struct Endless : std::streambuf {          // never a line end
    std::size_t given = 0;
    char piece[4096];
    int underflow() override {
      std::fill(std::begin(piece), std::end(piece), 'x');
      if (given == 0) std::copy_n("a,b\n", 4, piece);
      given += sizeof piece;
      setg(piece, piece, piece + sizeof piece);
      return piece[0];
    }
  } endless;
  std::istream stream(&endless);
  auto table = CsvReader::open(stream, "pipe");
  ASSERT_TRUE(table);
  const auto read_on = table->next();
  ASSERT_FALSE(read_on);
  EXPECT_THAT(read_on.error().what, HasSubstr("pipe: a line of more than 8,388,608 bytes, which is the most that is read"));
  EXPECT_LT(endless.given, 20'000'000U) << "and no more was taken than the limit asks";
}

TEST(Csv, unpacks_gzip) {
  const std::string text = "a,b\n1,Müller\n";
  EXPECT_EQ(read(packed(text)).rows, (Rows{{"a", "b"}, {"1", "Müller"}}));
  EXPECT_EQ(read(packed("a,b\n") + packed("1,2\n")).rows, (Rows{{"a", "b"}, {"1", "2"}})) << "two members behind one another";
  const std::string cut = packed(text).substr(0, 20);
  EXPECT_THAT(read(cut).words, HasSubstr("the gzip file \"a.csv\" ends in the middle"));
  EXPECT_THAT(read("\x1f\x8bnot gzip at all").words, HasSubstr("the gzip file \"a.csv\" is damaged"));
  EXPECT_THAT(read(packed("")).words, HasSubstr("the file is empty"));
}

TEST(Csv, reads_records_across_the_pieces_that_a_file_is_read_in) {
  std::string text = "id,note\n";
  Rows expected{{"id", "note"}};
  for (int i = 0; i < 20'000; ++i) {
    const std::string note = i % 7 == 0 ? "two\nlines \"" + std::string(static_cast<std::size_t>(i % 90), 'q') + "\"" : "plain " + std::to_string(i);
    std::string doubled;
    for (const char c : note) doubled += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += std::to_string(i) + (i % 7 == 0 ? ",\"" + doubled + "\"" : "," + note) + "\n";
    expected.push_back({std::to_string(i), note});
  }
  EXPECT_EQ(read(text).rows, expected);
}

TEST(CsvWriter, writes_what_reads_back) {
  CsvWriter writer;
  writer.text("unit").text("note").end_row();
  writer.text("A, B").text("says \"x\"\nand more").end_row().text("").text(" x").end_row();
  EXPECT_EQ(writer.bytes(), "unit,note\r\n\"A, B\",\"says \"\"x\"\"\nand more\"\r\n,\" x\"\r\n");
  EXPECT_EQ(read(writer.take()).rows, (Rows{{"unit", "note"}, {"A, B", "says \"x\"\nand more"}, {"", " x"}}));
  EXPECT_EQ(writer.bytes(), "");
}

TEST(CsvWriter, writes_nothing_that_a_spreadsheet_would_run) {
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "\n"}) {
    CsvWriter writer;
    writer.text(std::string(start) + "cmd");
    EXPECT_EQ(writer.bytes(), "\"'" + std::string(start) + "cmd\"");
  }
  CsvWriter numbers;
  numbers.number(-0.5, 2).number(-1.25).integer(-3).empty().number(std::numeric_limits<double>::quiet_NaN()).end_row();
  EXPECT_EQ(numbers.bytes(), "-0.50,-1.25,-3,,\r\n") << "a number is a number, also below nought";
}

}  // namespace
}  // namespace karuna
