// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "ask/catalogue.h"
#include "ask/scoring/scoring.h"
#include "base/csv.h"
#include "base/numbers.h"
#include "shared.h"
#include "simulate/answer_model.h"
#include "simulate/write_hospital.h"

namespace karuna::simulate {
namespace {

using ::testing::HasSubstr;

const ask::Instrument& battery() {
  static const ask::Catalogue catalogue = *ask::Catalogue::builtin();
  return *catalogue.find("karuna-battery");
}

HospitalFiles write(const HospitalOptions& options, const std::filesystem::path& folder, unsigned threads = 2) {
  Progress silent;
  const auto files = write_hospital(options, battery(), folder, silent, threads);
  if (!files) throw std::runtime_error(files.error().what);
  return *files;
}

TEST(Hospital, people_add_up_and_some_wards_are_tiny) {
  HospitalOptions options;
  options.people = 1200;
  const Hospital hospital = make_hospital(options);
  std::uint32_t people = 0, tiny = 0, big = 0;
  for (const std::uint32_t ward : hospital.wards) {
    EXPECT_EQ(hospital.units[ward].first_person, people);
    people += hospital.units[ward].headcount;
    tiny += hospital.units[ward].headcount < 10;
    big += hospital.units[ward].headcount > 25;
  }
  EXPECT_EQ(people, 1200U);
  EXPECT_GE(tiny, 3U);
  EXPECT_GE(big, 3U);
  options.people = 20'000;
  EXPECT_EQ(make_hospital(options).units[1].id, "site-1");
}

TEST(Hospital, the_same_seed_gives_the_same_bytes_on_any_number_of_threads) {
  const test::TemporaryFolder folder;
  HospitalOptions options;
  options.people = 3000;
  write(options, folder.path() / "a", 1);
  write(options, folder.path() / "b", 3);
  for (const char* name : {"SURVEY.toml", "units.csv", "answers.csv", "truth.json"})
    EXPECT_EQ(test::read_text(folder.path() / "a" / name), test::read_text(folder.path() / "b" / name)) << name;
  options.seed = 2;
  write(options, folder.path() / "c");
  EXPECT_NE(test::read_text(folder.path() / "a" / "answers.csv"), test::read_text(folder.path() / "c" / "answers.csv"));
}

TEST(Hospital, nobody_answers_twice_in_a_wave) {
  const test::TemporaryFolder folder;
  HospitalOptions options;
  options.people = 5000;
  const auto files = write(options, folder.path());
  auto reader = CsvReader::open(folder.path() / "answers.csv");
  ASSERT_TRUE(reader);
  std::set<std::string> seen;
  std::size_t rows = 0;
  while (*reader->next()) {
    seen.insert(std::string(reader->fields()[0]) + std::string(reader->fields()[1]));
    ++rows;
  }
  EXPECT_EQ(rows, files.rows);
  EXPECT_EQ(seen.size(), rows);
  EXPECT_NEAR(static_cast<double>(rows) / 10000, 0.67, 0.05);
}

TEST(Hospital, answers_come_out_at_the_truth) {
  // Everybody answers, many people: the mean score of the hospital and of the dipping department lies at its true score.
  const test::TemporaryFolder folder;
  HospitalOptions options;
  options.people = 60'000;
  options.response = 1;
  write(options, folder.path());
  const auto truth = nlohmann::json::parse(test::read_text(folder.path() / "truth.json"));
  auto reader = CsvReader::open(folder.path() / "answers.csv");
  ASSERT_TRUE(reader);
  std::map<std::pair<std::string, std::string>, std::pair<double, double>> sums;  // wave and score: sum, n
  std::vector<std::int16_t> answers(battery().items.size());
  while (*reader->next()) {
    for (std::size_t i = 0; i < answers.size(); ++i) answers[i] = static_cast<std::int16_t>(parse_integer(reader->fields()[i + 4]).value_or(ask::no_answer));
    const auto scores = ask::score_row(battery(), answers);
    ASSERT_TRUE(scores);
    for (std::size_t s = 0; s < scores->size(); ++s) {
      if (std::isnan((*scores)[s].value)) continue;
      auto& [sum, n] = sums[{std::string(reader->fields()[1]), battery().scores[s].id}];
      sum += (*scores)[s].value, ++n;
    }
  }
  ASSERT_EQ(truth["units"][0]["id"], "hospital");
  for (const auto& score : battery().scores) {
    const double width = score.max - score.min;
    for (std::size_t w = 0; w < 2; ++w) {
      const auto& [sum, n] = sums[{w == 0 ? "2025-10" : "2026-03", score.id}];
      ASSERT_GT(n, 50'000);
      EXPECT_NEAR(sum / n, truth["units"][0]["true_score"][w][score.id].get<double>(), 0.005 * width) << score.id << " wave " << w;
    }
  }
}

TEST(Hospital, the_department_that_was_hit_dips_in_truth) {
  const test::TemporaryFolder folder;
  write(HospitalOptions{}, folder.path());
  const auto truth = nlohmann::json::parse(test::read_text(folder.path() / "truth.json"));
  for (const auto& unit : truth["units"]) {
    if (unit["id"] != "surgery") continue;
    EXPECT_LT(unit["true_score"][1]["support"].get<double>(), unit["true_score"][0]["support"].get<double>() - 0.2);
    EXPECT_GT(unit["true_score"][1]["exhaustion"].get<double>(), unit["true_score"][0]["exhaustion"].get<double>() + 0.2);
  }
}

TEST(Hospital, refuses_what_makes_no_sense_and_never_overwrites) {
  const test::TemporaryFolder folder;
  Progress silent;
  HospitalOptions options;
  options.people = 3;
  EXPECT_THAT(write_hospital(options, battery(), folder.path(), silent, 1).error().what, HasSubstr("people is 3; expected 30 to 4,000,000"));
  options.people = 100;
  write(options, folder.path());
  EXPECT_THAT(write_hospital(options, battery(), folder.path(), silent, 1).error().what, HasSubstr("is not overwritten"));
}

}  // namespace
}  // namespace karuna::simulate
