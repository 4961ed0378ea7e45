// SPDX-License-Identifier: Apache-2.0
#include "ask/reading/check_examples.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ask/scoring/scoring.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

std::vector<std::int16_t> codes_of(const std::vector<std::optional<std::int16_t>>& row) {
  std::vector<std::int16_t> codes;
  for (const auto& answer : row) codes.push_back(answer.value_or(no_answer));
  return codes;
}

std::string words_of(std::optional<double> value) { return value && !std::isnan(*value) ? shortest(*value) : "not scored"; }

bool agrees(std::optional<double> expected, double value) {
  if (!expected) return std::isnan(value);
  return std::abs(*expected - value) <= 1e-9;
}

/// By score: row by row and in columns for a respondent, as a group where the example has several rows.
std::vector<double> computed(const Instrument& instrument, const Example& example, bool& same) {
  std::vector<std::vector<std::int16_t>> rows;
  for (const auto& row : example.rows) rows.push_back(codes_of(row));
  std::vector<double> values;
  same = true;
  if (rows.size() > 1) {
    const auto group = score_group(instrument, rows);
    for (const GroupScore& score : *group) values.push_back(score.value);
    return values;
  }
  std::vector<std::span<const std::int16_t>> columns;
  for (const std::int16_t& code : rows.front()) columns.emplace_back(&code, 1);
  const auto in_columns = score_columns(instrument, columns, 1);
  const auto by_row = score_row(instrument, rows.front());
  for (std::size_t s = 0; s < instrument.scores.size(); ++s) {
    const double value = (*by_row)[s].value, again = in_columns->scores[s].values[0];
    same = same && (value == again || (std::isnan(value) && std::isnan(again)));
    values.push_back(value);
  }
  return values;
}

}  // namespace

void check_examples(const Instrument& instrument, std::vector<std::string>& found) {
  std::set<std::string> shown;
  bool left_empty = false;
  for (std::size_t e = 0; e < instrument.examples.size(); ++e) {
    const Example& example = instrument.examples[e];
    const std::string name = instrument.id + ": example " + std::to_string(e + 1);
    if (example.rows.empty() || example.expected.empty()) {
      found.push_back(name + " has no answers or expects nothing");
      continue;
    }
    bool same = true;
    const auto values = computed(instrument, example, same);
    if (!same) found.push_back(name + " gives another value in columns than in a row");
    for (const auto& [id, expected] : example.expected) {
      const double value = values[*instrument.find_score(id)];
      if (!agrees(expected, value)) found.push_back(name + " expects " + id + " = " + words_of(expected) + ", the key gives " + words_of(value));
      shown.insert(id);
      left_empty = left_empty || !expected;
    }
  }
  bool of_respondents = false;
  for (const Score& score : instrument.scores) {
    of_respondents = of_respondents || score.scope == Scope::respondent;
    if (!shown.contains(score.id)) found.push_back(instrument.id + ": score " + score.id + " is in no example");
  }
  if (of_respondents && !left_empty) found.push_back(instrument.id + ": no example shows when a score is absent");
  if (instrument.scores.empty()) found.push_back(instrument.id + ": has no score");
}

}  // namespace karuna::ask
