// SPDX-License-Identifier: Apache-2.0
// Expected values: shared/data/scoring_vectors, made by a separate Python script straight from keys.json.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "ask/catalogue.h"
#include "ask/scoring/scoring.h"
#include "base/csv.h"
#include "base/numbers.h"
#include "shared.h"

namespace karuna::ask {
namespace {

std::vector<std::int16_t> sheet(const Instrument& instrument, const nlohmann::json& answers) {
  std::vector<std::int16_t> codes(instrument.items.size(), no_answer);
  if (answers.is_object()) {
    for (const auto& [code, answer] : answers.items()) codes[instrument.find_item(code).value()] = answer.get<std::int16_t>();
    return codes;
  }
  EXPECT_EQ(answers.size(), codes.size()) << instrument.id;
  for (std::size_t j = 0; j < codes.size(); ++j)
    if (!answers[j].is_null()) codes[j] = answers[j].get<std::int16_t>();
  return codes;
}

struct Case {
  nlohmann::json answers;
  std::string score;
  std::optional<double> value;
};

std::map<std::string, std::vector<Case>> read_cases() {
  std::map<std::string, std::vector<Case>> cases;
  auto file = CsvReader::open(test::shared_file("data/scoring_vectors/vectors.csv"));
  EXPECT_TRUE(file.has_value()) << file.error().what;
  while (file->next().value()) {
    const auto fields = file->fields();
    cases[std::string(fields[0])].push_back({nlohmann::json::parse(fields[2]), std::string(fields[3]), parse_decimal(fields[4])});
  }
  return cases;
}

bool is_group(const std::string& instrument) { return instrument == "enps" || instrument == "fevs_eei"; }

TEST(ScoringVectors, every_invented_sheet_gets_the_score_its_key_must_give) {
  KARUNA_NEEDS_SHARED("data/scoring_vectors/vectors.csv");
  const auto catalogue = Catalogue::builtin();
  ASSERT_TRUE(catalogue.has_value()) << catalogue.error().what;
  std::size_t rows = 0, absent = 0;
  double largest = 0;
  for (const auto& [id, cases] : read_cases()) {
    const Instrument& instrument = **catalogue->need(id);
    double worst = 0;
    for (const Case& c : cases) {
      const std::size_t score = instrument.find_score(c.score).value();
      double value = 0;
      if (is_group(id)) {
        std::vector<std::vector<std::int16_t>> group;
        for (const auto& row : c.answers) group.push_back(sheet(instrument, row.is_array() ? row : nlohmann::json::array({row})));
        value = score_group(instrument, group).value()[score].value;
      } else {
        value = score_row(instrument, sheet(instrument, c.answers)).value()[score].value;
      }
      ++rows;
      if (!c.value) {
        ++absent;
        EXPECT_TRUE(std::isnan(value)) << id << " " << c.score << " " << c.answers << " must not be scored";
        continue;
      }
      ASSERT_FALSE(std::isnan(value)) << id << " " << c.score << " " << c.answers;
      worst = std::max(worst, std::abs(value - *c.value));
      EXPECT_NEAR(value, *c.value, 1e-9) << id << " " << c.score << " " << c.answers;
    }
    std::printf("  %-30s %4zu values, largest difference %.1e\n", id.c_str(), cases.size(), worst);
    largest = std::max(largest, worst);
  }
  std::printf("  %-30s %4zu values, of which %zu must be absent, largest difference %.1e (goal 1e-9)\n", "all", rows, absent, largest);
  EXPECT_EQ(rows, 900U);
}

TEST(ScoringVectors, columns_give_the_same_bits_as_rows) {
  KARUNA_NEEDS_SHARED("data/scoring_vectors/vectors.csv");
  const auto catalogue = Catalogue::builtin();
  ASSERT_TRUE(catalogue.has_value()) << catalogue.error().what;
  for (const auto& [id, cases] : read_cases()) {
    if (is_group(id)) continue;
    const Instrument& instrument = **catalogue->need(id);
    std::vector<std::vector<std::int16_t>> columns(instrument.items.size());
    for (const Case& c : cases) {
      const auto row = sheet(instrument, c.answers);
      for (std::size_t j = 0; j < row.size(); ++j) columns[j].push_back(row[j]);
    }
    const std::vector<std::span<const std::int16_t>> views(columns.begin(), columns.end());
    const auto scored = score_columns(instrument, views, cases.size()).value();
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const auto row = score_row(instrument, sheet(instrument, cases[i].answers)).value();
      for (std::size_t s = 0; s < row.size(); ++s) {
        const double by_column = scored.scores[s].values[i];
        EXPECT_TRUE(by_column == row[s].value || (std::isnan(by_column) && std::isnan(row[s].value))) << id << " row " << i;
      }
    }
  }
}

}  // namespace
}  // namespace karuna::ask
