// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "program.h"
#include "shared.h"

namespace karuna::test {

Ran run_karuna(const std::string& arguments, const std::string& folder) {
  const std::string line = "cd '" + folder + "' && '" KARUNA_BINARY "' " + arguments + " >.out 2>.err </dev/null";
  const int status = std::system(line.c_str());
  return {WEXITSTATUS(status), read_text(folder + "/.out"), read_text(folder + "/.err")};
}

namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct CatalogueCommand : testing::Test {
  TemporaryFolder folder;
  Ran karuna(const std::string& arguments) const { return run_karuna(arguments, folder.path().string()); }
};

void expect_80_columns(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 80U) << line;
}

TEST_F(CatalogueCommand, list_fits_the_terminal_and_names_all_three_kinds) {
  const Ran ran = karuna("catalogue list");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Ours: complete and not validated"));
  EXPECT_THAT(ran.out, HasSubstr("Keys: scored here, worded by you"));
  EXPECT_THAT(ran.out, HasSubstr("Reference cards: known, and cannot be scored yet"));
  expect_80_columns(ran.out);
}

TEST_F(CatalogueCommand, show_fits_the_terminal_for_every_instrument_in_every_language) {
  const auto list = nlohmann::json::parse(karuna("catalogue list --json").out);
  EXPECT_GT(list.size(), 30U);
  for (const auto& entry : list) {
    const std::string id = entry["id"];
    const Ran ran = karuna("catalogue show " + id + " --lang " + (id.starts_with("karuna-") ? "ar" : "en"));
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, StartsWith(id));
    expect_80_columns(ran.out);
    EXPECT_EQ(nlohmann::json::parse(karuna("catalogue show " + id + " --json").out)["id"], id);
  }
}

TEST_F(CatalogueCommand, check_finds_nothing_in_what_ships) {
  const Ran ran = karuna("catalogue check");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("no finding."));
}

TEST_F(CatalogueCommand, check_ends_with_1_where_added_wording_does_not_fit) {
  std::filesystem::create_directory(folder.path() / "karuna-texts");
  folder.write("karuna-texts/who5.de.toml", "instrument = \"who5\"\nversion = 1\nlanguage = \"de\"\nsource = \"x\"\n");
  const Ran ran = karuna("catalogue check");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("1 finding."));
}

TEST_F(CatalogueCommand, text_shows_the_terms_and_writes_only_after_a_yes) {
  std::string file = karuna("catalogue text who5 --template de").out;
  for (int i = 1; file.find("text     = \"\"") != std::string::npos; ++i) file.replace(file.find("text     = \"\""), 13, "text     = \"Wort " + std::to_string(i) + "\"");
  file.replace(file.find("source      = \"\""), 16, "source      = \"test\"");
  folder.write("w.toml", file);

  const Ran unasked = karuna("catalogue text who5 w.toml");
  EXPECT_EQ(unasked.code, 3);
  EXPECT_THAT(unasked.out, HasSubstr("SHIP-NC, free with notice, never sold"));
  EXPECT_THAT(unasked.err, HasSubstr("the terms above were not accepted: --accept-terms says that your organisation may use this wording"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "karuna-texts"));

  EXPECT_THAT(karuna("catalogue text who5 w.toml --dry-run").out, HasSubstr("Dry run: it fits the key. Nothing was written"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "karuna-texts"));

  EXPECT_EQ(karuna("catalogue text who5 w.toml --accept-terms").code, 0);
  EXPECT_THAT(karuna("catalogue show who5 --lang de").out, HasSubstr("Wort 3"));
  EXPECT_THAT(karuna("catalogue text who5 w.toml --accept-terms").out, HasSubstr("nothing was changed"));

  file.replace(file.find("Wort 3"), 6, "Worte 3");
  folder.write("w.toml", file);
  EXPECT_EQ(karuna("catalogue text who5 w.toml --accept-terms").code, 3) << "another wording is not put over the first unasked";
  EXPECT_EQ(karuna("catalogue text who5 w.toml --accept-terms --replace").code, 0);
  EXPECT_THAT(karuna("catalogue show who5 --lang de").out, HasSubstr("Worte 3"));
  EXPECT_THAT(karuna("catalogue text uwes9 w.toml").err, HasSubstr("w.toml holds the wording of who5, expected that of uwes9"));
}

TEST_F(CatalogueCommand, score_writes_whole_files_and_a_summary) {
  folder.write("a.csv", "who1,who2,who3,who4,who5\n5,5,5,5,5\n1,,2,7,3\n");
  const Ran ran = karuna("score a.csv --instrument who5 --out s.csv");
  EXPECT_EQ(ran.code, 0) << ran.err;
  expect_80_columns(ran.out);
  EXPECT_THAT(ran.out, StartsWith("Not protected: "));
  EXPECT_THAT(read_text(folder.path() / "s.csv"), StartsWith("# Not protected: "));
  const Ran screen = karuna("score a.csv --instrument who5");
  EXPECT_EQ(screen.out, read_text(folder.path() / "s.csv"));
  EXPECT_THAT(screen.err, HasSubstr("2 rows"));
}

TEST_F(CatalogueCommand, score_leaves_no_half_file_behind) {
  folder.write("a.csv", "recommend\n1\n\"2\n");
  EXPECT_EQ(karuna("score a.csv --instrument enps --whole --out s.csv").code, 2);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "s.csv"));
  const Ran unknown = karuna("score a.csv --instrument enpss");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no instrument is called \"enpss\"; did you mean enps?"));
}

}  // namespace
}  // namespace karuna::test
