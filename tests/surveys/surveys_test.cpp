// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "collect/published_table.h"
#include "collect/read_sheets.h"
#include "collect/survey.h"
#include "shared.h"
#include "simulate/write_hospital.h"

namespace karuna {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;
const fs::path source = KARUNA_SOURCE_DIR;

/// Survey files use KARUNA_SHARED; where it is not set, the folder that the other tests use.
void name_shared_folder() {
  if (const auto folder = test::shared_folder()) setenv("KARUNA_SHARED", folder->c_str(), 1);
}

TEST(SurveyFiles, of_the_real_sets_can_all_be_read) {
  KARUNA_NEEDS_SHARED("data");
  name_shared_folder();
  std::size_t read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(source / "tests" / "surveys")) {
    if (entry.path().extension() != ".toml") continue;
    const auto survey = collect::read_survey(entry.path());
    ASSERT_TRUE(survey) << survey.error().what;
    ++read;
  }
  EXPECT_EQ(read, 10U);
}

TEST(SurveyFiles, the_example_can_be_read_with_its_answers) {
  const auto survey = collect::read_survey(source / "examples" / "hospital");
  ASSERT_TRUE(survey) << survey.error().what;
  const auto catalogue = ask::Catalogue::builtin();
  ASSERT_TRUE(catalogue) << catalogue.error().what;
  Progress silent;
  const auto sheets = collect::read_sheets(*survey, *catalogue, silent, 2);
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_EQ(sheets->periods.size(), 2U);
  EXPECT_GT(sheets->rows(), 1000U);
}

TEST(SurveyFiles, the_example_is_what_the_simulator_makes) {
  const auto catalogue = ask::Catalogue::builtin();
  ASSERT_TRUE(catalogue) << catalogue.error().what;
  const test::TemporaryFolder folder;
  simulate::HospitalOptions options;
  options.people = 1200;
  options.seed = 2026;
  Progress silent;
  const auto files = simulate::write_hospital(options, **catalogue->need("karuna-battery"), folder.path(), silent, 2);
  ASSERT_TRUE(files) << files.error().what;
  for (const char* name : {"SURVEY.toml", "units.csv", "answers.csv", "truth.json"})
    EXPECT_TRUE(test::read_text(folder.path() / name) == test::read_text(source / "examples" / "hospital" / name))
        << name << " differs; make it anew: karuna simulate hospital --people 1200 --seed 2026 --out NEW";
}

TEST(SurveyFiles, the_manual_holds_every_key_that_the_program_knows) {
  const std::string page = test::read_text(source / "docs" / "survey-file.md");
  for (const std::string& key : collect::survey_keys()) {
    const std::string last = key.substr(key.rfind('.') == std::string::npos ? 0 : key.rfind('.') + 1);
    EXPECT_THAT(page, HasSubstr("`" + last + "`")) << "docs/survey-file.md does not explain " << key;
  }
}

TEST(SurveyFiles, every_example_of_the_manual_can_be_read) {
  const std::string page = test::read_text(source / "docs" / "survey-file.md");
  std::size_t examples = 0;
  for (std::size_t at = page.find("```toml\n"); at != std::string::npos; at = page.find("```toml\n", at)) {
    at += 8;
    const std::string example = page.substr(at, page.find("```", at) - at);
    if (example.find("[answers]") == std::string::npos && example.find("[table]") == std::string::npos) continue;  // a piece, not a file
    ++examples;
    const auto survey = collect::parse_survey(example, "manual/SURVEY.toml");
    EXPECT_TRUE(survey) << survey.error().what << "\n" << example;
  }
  EXPECT_GE(examples, 3U);
}

}  // namespace
}  // namespace karuna
