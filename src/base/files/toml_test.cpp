// SPDX-License-Identifier: Apache-2.0
#include "base/toml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared.h"

namespace karuna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TomlTable parsed(std::string_view text) {
  auto table = parse_toml(text, "S.toml");
  EXPECT_TRUE(table) << table.error().what;
  return table ? *table : TomlTable();
}

template <typename T>
std::string words(const Result<T>& result) { return result ? "no error" : result.error().what; }

TEST(Toml, gives_values_of_their_kind) {
  const TomlTable t = parsed("title = \"Spring\"\nk = 5\nshare = 0.5\nitems = true\nwave = 2026-03-01\ncodes = [\"\", \"NA\", 99, 1.5]\nweights = [1, 0.25]\n[answers]\nfile = \"a.csv\"\n[[scale]]\nid = \"x\"\n[[scale]]\nid = \"y\"\n");
  EXPECT_EQ(t.text("title"), "Spring");
  EXPECT_EQ(t.integer("k", 1, 10), 5);
  EXPECT_EQ(t.number("k"), 5.0);
  EXPECT_EQ(t.number_or("none", 2.5), 2.5);
  EXPECT_EQ(t.flag("items"), true);
  EXPECT_EQ(t.kind("wave"), TomlKind::date);
  EXPECT_THAT(*t.words_or("codes"), ElementsAre("", "NA", "99", "1.5"));
  EXPECT_THAT(*t.numbers("weights"), ElementsAre(1.0, 0.25));
  EXPECT_EQ(t.table("answers")->text("file"), "a.csv");
  EXPECT_EQ(t.tables("scale")->at(1).text("id"), "y");
  EXPECT_EQ(t.tables("scale")->at(1).line("id"), 13U);
  EXPECT_TRUE(t.tables("none")->empty());
  EXPECT_TRUE(t.table_or_empty("none")->keys().empty());
  EXPECT_THAT(t.keys(), ElementsAre("title", "k", "share", "items", "wave", "codes", "weights", "answers", "scale")) << "in the order of the file";
}

TEST(Toml, says_file_line_what_was_given_and_what_was_expected) {
  const TomlTable t = parsed("title = 3\nk = 4\nname = \"x\"\nlist = [1, \"a\"]\n");
  EXPECT_EQ(words(t.text("title")), "S.toml:1: \"title\" is 3; expected a text in quotes");
  EXPECT_EQ(words(t.integer("k", 5, 100)), "S.toml:2: \"k\" is 4; expected a whole number from 5 to 100");
  EXPECT_EQ(words(t.integer("k", 5)), "S.toml:2: \"k\" is 4; expected a whole number of at least 5");
  EXPECT_EQ(words(t.integer_or("name", 1)), "S.toml:3: \"name\" is the text \"x\"; expected a whole number") << "a fallback does not excuse another kind";
  EXPECT_EQ(words(t.integers("list")), "S.toml:4: \"list\" holds an element that is the text \"a\"; expected a list of whole numbers");
  EXPECT_EQ(words(t.text("language")), "S.toml:1: \"language\" is missing; expected a text in quotes");
  EXPECT_EQ(words(t.table("k")), "S.toml:2: \"k\" is 4; expected a table [k]");
  EXPECT_EQ(words(t.tables("list")), "S.toml:4: \"list\" holds an element that is 1; expected tables [[list]]");
  EXPECT_EQ(words(parse_toml("a = 1\nb = = 2\n", "S.toml")).substr(0, 19), "S.toml:2: not TOML:");
  EXPECT_EQ(words(parse_toml("a = 1\nb = \"\xfc\"\n", "S.toml")), "S.toml:2: not UTF-8; save the file as UTF-8");
  EXPECT_EQ(words(parse_toml(std::string_view("a = 1\n\0", 7), "S.toml")), "S.toml:2: a NUL byte; expected text in UTF-8");
}

TEST(Toml, names_unknown_keys_with_the_nearest_known_one) {
  const TomlTable t = parsed("title = \"x\"\nlanguge = \"en\"\n");
  EXPECT_EQ(words(t.only({"title", "language"})), "S.toml:2: \"languge\" is not known here; expected \"language\" perhaps");
  EXPECT_EQ(words(t.only({"title", "k"})), "S.toml:2: \"languge\" is not known here; expected one of title or k");
  EXPECT_TRUE(t.only({"title", "languge"}));
}

TEST(Toml, takes_no_file_that_would_take_it_down) {
  std::string deep = "a";
  for (int i = 0; i < 300'000; ++i) deep += ".a";
  EXPECT_THAT(words(parse_toml(deep + " = 1", "S.toml")), HasSubstr("more than 16 steps"));
  for (const char* step : {" . a", ".\"b c\"", ".'#'"}) {
    std::string hidden = "x = \"\"\"it's\"\"\" # '\na";
    for (int i = 0; i < 300'000; ++i) hidden += step;
    EXPECT_THAT(words(parse_toml(hidden + " = 1", "S.toml")), HasSubstr("S.toml:2: a key of more than 16 steps")) << step;
  }
  EXPECT_THAT(words(parse_toml("a = " + std::string(100'000, '['), "S.toml")), HasSubstr("not TOML"));
  EXPECT_THAT(words(parse_toml(std::string(5U << 20, '#'), "S.toml")), HasSubstr("larger than 4 MiB"));
  EXPECT_TRUE(parse_toml("text = \"\"\"" + std::string(500, '.') + "\"\"\"", "S.toml"));
  std::string numbers = "x = [0.5";
  for (int i = 0; i < 500; ++i) numbers += ",1.5";
  EXPECT_TRUE(parse_toml(numbers + "]", "S.toml")) << "many points are not a deep key";
}

TEST(Toml, reads_files_and_says_when_there_is_none) {
  const test::TemporaryFolder folder;
  const auto file = folder.write("S.toml", "a = 1\r\nb = 2\r\n");
  const auto table = read_toml(file);
  ASSERT_TRUE(table) << words(table);
  EXPECT_EQ(table->line("b"), 2U);
  EXPECT_EQ(read_toml(folder.path() / "none.toml").error().fault, Fault::not_found);
  EXPECT_EQ(read_toml(folder.path()).error().fault, Fault::unreadable);
  EXPECT_TRUE(TomlTable().keys().empty());
  EXPECT_TRUE(parse_toml("", "empty.toml"));
}

}  // namespace
}  // namespace karuna
