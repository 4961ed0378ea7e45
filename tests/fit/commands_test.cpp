// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "schema.h"
#include "shared.h"

namespace karuna::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Ran {
  int code = 0;
  std::string out, error;
};

Ran fit(const std::string& arguments, const fs::path& folder) {
  const std::string out = (folder / "printed").string(), error = (folder / "errors").string();
  const int status =
      std::system(("cd '" + folder.string() + "' && '" KARUNA_BINARY "' fit " + arguments + " >'" + out + "' 2>'" + error + "' </dev/null").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(out), read_text(error)};
}

/// A folder with the made-up tables of examples/fit.
struct Tables : TemporaryFolder {
  Tables() {
    for (const auto& file : fs::directory_iterator(KARUNA_SOURCE_DIR "/examples/fit"))
      if (file.path().extension() != ".md") fs::copy(file.path(), path() / file.path().filename());
  }
};

std::vector<std::string> methods(const fs::path& folder) {
  const std::string help = fit("--help", folder).out;
  const std::size_t from = help.find("Methods:\n"), to = help.find("Examples:", from);
  std::vector<std::string> names;
  if (to == std::string::npos) return names;
  std::istringstream lines(help.substr(from + 9, to - from - 9));
  for (std::string line, name; std::getline(lines, line);)
    if (std::istringstream words(line); line.starts_with("  ") && words >> name) names.push_back(name);
  return names;
}

TEST(FitCommand, runs_the_example_of_every_method) {
  const Tables folder;
  const auto names = methods(folder.path());
  EXPECT_FALSE(names.empty());
  for (const auto& name : names) {
    const Ran example = fit("--example " + name, folder.path());
    ASSERT_EQ(example.code, 0) << example.error;
    folder.write("EXAMPLE.toml", example.out);
    const Ran ran = fit("EXAMPLE.toml --threads 1", folder.path());
    ASSERT_EQ(ran.code, 0) << name << ": " << ran.error;
    EXPECT_THAT(ran.out, StartsWith("Not protected: ")) << name;
    EXPECT_THAT(ran.out, HasSubstr("How it was fitted")) << name;
    EXPECT_THAT(ran.out, HasSubstr("rows used")) << name;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 80U) << name << ": " << line;
    EXPECT_EQ(fit("EXAMPLE.toml --threads 2", folder.path()).out, ran.out) << name << " depends on the number of threads";
    const auto json = nlohmann::json::parse(fit("EXAMPLE.toml --json -", folder.path()).out);
    EXPECT_THAT(json.at("not_protected").get<std::string>(), StartsWith("Not protected: ")) << name;
    EXPECT_EQ(json.at("method"), name);
    EXPECT_FALSE(json.at("how_fitted").empty()) << name;
    EXPECT_FALSE(json.at("sections").empty()) << name;
  }
}

TEST(FitCommand, the_json_of_every_example_keeps_to_its_schema) {
  const Tables folder;
  const auto schema = nlohmann::json::parse(read_text(KARUNA_SOURCE_DIR "/docs/fit.schema.json"));
  for (const auto& name : methods(folder.path())) {
    folder.write("EXAMPLE.toml", fit("--example " + name, folder.path()).out);
    std::vector<std::string> wrong;
    const auto json = nlohmann::json::parse(fit("EXAMPLE.toml --json -", folder.path()).out);
    check_schema(schema, json, name, wrong);
    EXPECT_THAT(wrong, testing::IsEmpty());
    for (const auto& section : json.at("sections"))  // the keys of a row are the ids of the columns
      for (const auto& row : section.at("rows")) EXPECT_EQ(row.size(), section.at("columns").size()) << name << ": " << section.at("id");
  }
  std::vector<std::string> wrong;  // the checker sees what is wrong
  check_schema(schema, {{"method", 1}, {"surplus", true}}, "made up", wrong);
  EXPECT_THAT(wrong,
              testing::IsSupersetOf({"made up/method is no \"string\"", "made up has surplus, which the schema does not know", "made up has no \"sections\""}));
}

TEST(FitCommand, coefficients_have_the_same_ids_whatever_the_method) {
  const Tables folder;
  std::size_t tables = 0;
  for (const auto& name : methods(folder.path())) {
    folder.write("EXAMPLE.toml", fit("--example " + name, folder.path()).out);
    const auto json = nlohmann::json::parse(fit("EXAMPLE.toml --json -", folder.path()).out);
    for (const auto& section : json.at("sections")) {
      if (section.at("id") != "coefficients") continue;
      ++tables;
      for (const char* id : {"name", "estimate", "standard_error", "low", "high", "df", "statistic", "p"})
        EXPECT_TRUE(section.at("rows")[0].contains(id)) << name << ": " << id;
    }
  }
  EXPECT_EQ(tables, 5U);  // linear, mixed, waves, survey_glm, meta
}

TEST(FitCommand, degrees_of_freedom_that_are_whole_have_no_digits_behind_the_point) {
  const Tables folder;
  folder.write("M.toml", fit("--example meta", folder.path()).out);
  const Ran ran = fit("M.toml", folder.path());
  EXPECT_THAT(ran.out, HasSubstr("with 13 degrees of freedom")) << "14 studies, one mean";
  EXPECT_THAT(ran.out, Not(HasSubstr("13.00")));
}

TEST(FitCommand, ctrl_c_ends_a_long_fit_and_leaves_no_file) {
  const Tables folder;
  folder.write("M.toml",
               "method = \"mixed\"\ndata = \"team.csv\"\nformula = \"energy ~ support + (1 | team)\"\nintervals = \"bootstrap\"\nreplicates = 1000000\n");
  const std::string command = "cd '" + folder.path().string() +
                              "' && timeout --preserve-status --signal=INT 2 '" KARUNA_BINARY "' fit M.toml --json out.json >printed 2>errors </dev/null";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status)) << "killed instead of ended";
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_THAT(read_text(folder.path() / "errors"), HasSubstr("stopped"));
  EXPECT_EQ(read_text(folder.path() / "printed"), "");
  for (const auto& file : fs::directory_iterator(folder.path())) EXPECT_THAT(file.path().filename().string(), Not(StartsWith("out.json")));
}

TEST(FitCommand, the_models_beside_the_example_work_at_once) {
  const Tables folder;
  for (const char* model : {"MODEL.toml", "WITHIN.toml"}) {
    const Ran ran = fit(model, folder.path());
    EXPECT_EQ(ran.code, 0) << model << ": " << ran.error;
  }
}

TEST(FitCommand, every_method_is_in_the_manual_with_its_example) {
  const Tables folder;
  const std::string page = read_text(KARUNA_SOURCE_DIR "/docs/fit.md");
  for (const auto& name : methods(folder.path())) {
    EXPECT_THAT(page, HasSubstr("`" + name + "`"));
    EXPECT_THAT(page, HasSubstr(fit("--example " + name, folder.path()).out)) << "docs/fit.md does not hold the example that --example " << name << " prints";
  }
}

TEST(FitCommand, points_at_the_character_and_names_the_nearest_column) {
  const Tables folder;
  folder.write("M.toml", "method = \"icc\"\ndata = \"team.csv\"\nformula = \"suport ~ 1 + (1 | team)\"\n");
  const Ran column = fit("M.toml", folder.path());
  EXPECT_EQ(column.code, 2);
  EXPECT_THAT(column.error, HasSubstr("M.toml:3: formula: team.csv has no column \"suport\"; did you mean \"support\"?\n  suport ~ 1 + (1 | team)\n  ^"));
  folder.write("M.toml", "method = \"icc\"\ndata = \"team.csv\"\nformula = \"support ~ 1 + (1 | team\"\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("this bracket is not closed\n  support ~ 1 + (1 | team\n                ^"));
  folder.write("M.toml", "method = \"icc\"\ndata = \"team.csv\"\nformla = \"support ~ 1 + (1 | team)\"\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("formula"));
  folder.write("M.toml", "method = \"ics\"\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("there is no method \"ics\"; did you mean \"icc\"?"));
  EXPECT_EQ(fit("nothing.toml", folder.path()).code, 2);
  EXPECT_EQ(fit("", folder.path()).code, 2);
}

TEST(FitCommand, writes_files_whole_and_nothing_on_a_dry_run) {
  const Tables folder;
  EXPECT_EQ(fit("MODEL.toml --json result.json --dry-run", folder.path()).code, 0);
  EXPECT_FALSE(fs::exists(folder.path() / "result.json"));
  EXPECT_EQ(fit("MODEL.toml --json result.json", folder.path()).code, 0);
  EXPECT_EQ(nlohmann::json::parse(read_text(folder.path() / "result.json")).at("method"), "icc");
  EXPECT_NE(fit("MODEL.toml --json nowhere/result.json", folder.path()).code, 0);
}

// T01, T02 and T03 of the made-up table have 3, 4 and 8 people.
TEST(FitCommand, names_units_of_fewer_than_ten_rows_only_when_asked) {
  const Tables folder;
  for (const char* method : {"rwg", "composite"}) {
    folder.write("M.toml", fit(std::string("--example ") + method, folder.path()).out);
    for (const char* small : {"T01", "T02", "T03"}) {
      EXPECT_THAT(fit("M.toml", folder.path()).out, Not(HasSubstr(small))) << method;
      EXPECT_THAT(fit("M.toml --json -", folder.path()).out, Not(HasSubstr(small))) << method;
      EXPECT_THAT(fit("M.toml --names", folder.path()).out, HasSubstr(small)) << method;
      EXPECT_THAT(fit("M.toml --names --json -", folder.path()).out, HasSubstr(small)) << method;
    }
  }
  EXPECT_EQ(fit("M.toml --plot p.svg", folder.path()).code, 0);
  EXPECT_THAT(read_text(folder.path() / "p.svg"), testing::AllOf(StartsWith("<svg "), HasSubstr("Not protected: "), HasSubstr("T07"), Not(HasSubstr("T01"))));
  EXPECT_EQ(fit("M.toml --names --plot p.svg", folder.path()).code, 0);
  EXPECT_THAT(read_text(folder.path() / "p.svg"), HasSubstr("T01"));
}

TEST(FitCommand, writes_figures_of_single_rows_where_a_method_has_some) {
  const Tables folder;
  folder.write("M.toml", fit("--example rake", folder.path()).out);
  ASSERT_EQ(fit("M.toml --out weights.csv", folder.path()).code, 0);
  std::istringstream lines(read_text(folder.path() / "weights.csv"));
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line, StartsWith("# Not protected: "));
  std::getline(lines, line);
  EXPECT_THAT(line, StartsWith("row,weight"));
  double sum = 0;
  while (std::getline(lines, line)) sum += std::stod(line.substr(line.find(',') + 1));
  EXPECT_NEAR(sum, 700, 1e-6);  // 400 + 200 + 100, as the example's targets say
  EXPECT_EQ(fit("MODEL.toml --out nothing.csv", folder.path()).code, 2);
  EXPECT_EQ(fit("MODEL.toml --plot nothing.svg", folder.path()).code, 2);
}

TEST(FitCommand, refuses_targets_that_leave_a_level_out) {
  const Tables folder;
  folder.write("M.toml", "method = \"rake\"\ndata = \"team.csv\"\n[targets.shift]\nday = 1\nnight = 1\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("has no target for the level \"evening\""));
  folder.write("M.toml", "method = \"rake\"\ndata = \"team.csv\"\n[targets.shift]\nday = 1\nnigth = 1\nevening = 1\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("night"));
}

TEST(FitCommand, calibrates_to_totals_and_levels_at_once) {
  const Tables folder;
  const std::string model = "data = \"team.csv\"\nweights = \"weight\"\n",
                    known = "[targets.shift]\nday = 400\nevening = 200\nnight = 150\n[totals]\nyears = 3500\n";
  folder.write("M.toml", "method = \"rake\"\n" + model + known);
  const auto json = nlohmann::json::parse(fit("M.toml --json -", folder.path()).out);
  for (const auto& section : json.at("sections"))
    for (const auto& row : section.at("rows")) EXPECT_NEAR(row.at("after").get<double>(), row.at("target").get<double>(), 1e-6) << section.at("id") << row;
  EXPECT_EQ(json.at("sections").size(), 2U);
  folder.write("M.toml", "method = \"survey_mean\"\n" + model + "measures = [\"years\"]\ndistance = \"linear\"\nfigure = \"total\"\n" + known);
  const auto figures = nlohmann::json::parse(fit("M.toml --json -", folder.path()).out);
  const auto& total = figures.at("sections")[1].at("rows")[0];
  EXPECT_NEAR(total.at("estimate").get<double>(), 3500, 1e-6);  // what is calibrated on does not vary
  EXPECT_NEAR(total.at("standard_error").get<double>(), 0, 1e-6);
  folder.write("M.toml", "method = \"rake\"\n" + model + "distance = \"linear\"\n[targets.shift]\nday = 1\nevening = 1\nnight = 1\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("stands without [totals]"));
  folder.write("M.toml", "method = \"rake\"\n" + model + "distance = \"bounded\"\nbounds = [0.9, 1.1]\npeople = 2000\n[totals]\nyears = 100\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("widen the bounds"));
}

TEST(FitCommand, tells_what_was_left_out_and_of_infinite_and_mistyped_values) {
  const Tables folder;
  folder.write("t.csv", "y,g\n1,a\n2,a\n3,b\n5,b\nNA,a\nInf,b\n");
  folder.write("M.toml", "method = \"icc\"\ndata = \"t.csv\"\nformula = \"y ~ 1 + (1 | g)\"\n");
  EXPECT_THAT(fit("M.toml", folder.path()).out, HasSubstr("4 rows used, 2 left out: y is missing (1) and y is infinite\n            (1)"));
  std::string many = "y,g\n";
  for (int i = 0; i < 20; ++i) many += std::to_string(i) + "," + (i % 2 == 0 ? "a" : "b") + "\n";
  folder.write("t.csv", many + "1o,a\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("holds numbers, but also \"1o\" in line 22"));
  folder.write("t.csv", "y,g\n");
  EXPECT_THAT(fit("M.toml", folder.path()).error, HasSubstr("no row of t.csv can be used: it has none"));
}

}  // namespace
}  // namespace karuna::test
