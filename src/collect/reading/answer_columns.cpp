// SPDX-License-Identifier: Apache-2.0
#include "collect/reading/answer_columns.h"

#include <algorithm>

#include "base/text.h"

namespace karuna::collect {
namespace {

/// The position of a column, with who asked for it in front of the words.
Result<std::size_t> position_of(const CsvHeader& header, const std::string& column, const std::string& asked_by) {
  auto position = header.position(column);
  if (position) return position;
  const char* hint = header.size() == 1 ? "; is the separator another than , ; tab or | ?" : "";
  return fail(position.error().fault, asked_by + ": " + position.error().what + hint);
}

Result<void> check_codes(const Survey& survey, const CsvHeader& header) {
  for (const auto& [column, codes] : survey.answers->codes) {
    KARUNA_TRY(position, position_of(header, column, survey.at(survey.answers->codes_line.at(column)) + ": [answers.codes." + column + "]"));
    (void)position;
  }
  return {};
}

/// A code that the scale does not have would silently make answers missing.
Result<void> check_codes_on_scale(const Survey& survey, const std::string& column, double min, double max) {
  const auto codes = survey.answers->codes.find(column);
  if (codes == survey.answers->codes.end()) return {};
  for (const auto& [text, code] : codes->second)
    if (code && (*code < min || *code > max))
      return fail(Fault::invalid, survey.at(survey.answers->codes_line.at(column)) + ": [answers.codes." + column + "] " + in_quotes(text) + " is " +
                                      std::to_string(*code) + ", outside the scale " + shortest(min) + " to " + shortest(max) +
                                      "; expected a code on the scale, or \"missing\"");
  return {};
}

}  // namespace

Result<AnswerFileReader::Columns> AnswerFileReader::find_columns(const AnswersFile&, const CsvHeader& header) const {
  const Answers& answers = *survey_.answers;
  Columns columns;
  const auto want = [&](const std::string& column, const std::string& asked_by, CsvKind kind) -> Result<std::size_t> {
    KARUNA_TRY(position, position_of(header, column, asked_by));
    for (std::size_t i = 0; i < columns.wanted.size(); ++i)
      if (columns.wanted[i].position == position && columns.wanted[i].kind == kind) return i;
    columns.wanted.push_back({position, kind});
    return columns.wanted.size() - 1;
  };
  const std::string section = survey_.at(answers.line);
  if (!answers.respondent.empty()) {
    KARUNA_TRY(at, want(answers.respondent, section + ": respondent", CsvKind::text));
    columns.respondent = at;
  }
  for (const std::string& column : answers.unit_path) {
    KARUNA_TRY(at, want(column, section + (answers.path ? ": unit_path" : ": unit"), CsvKind::words));
    columns.units.push_back(at);
  }
  if (!answers.period.empty()) {
    KARUNA_TRY(at, want(answers.period, section + ": period", CsvKind::words));
    columns.period = at;
  }
  for (const PlannedItem& item : plan_.items) {
    KARUNA_TRY(at, want(item.column, survey_.at(item.line) + ": " + item.whose, CsvKind::integer));
    columns.items.push_back(at);
  }
  for (const PlannedScoreColumn& score : plan_.columns) {
    KARUNA_TRY(at, want(score.column, survey_.at(score.line) + ": scale " + score.scale.id, CsvKind::decimal));
    columns.scores.push_back(at);
  }
  for (const Margin& margin : survey_.margins) {
    KARUNA_TRY(at, want(margin.column, survey_.at(margin.line) + ": [margins." + margin.column + "]", CsvKind::words));
    columns.margins.push_back(at);
  }
  KARUNA_CHECK(check_codes(survey_, header));
  for (const PlannedItem& item : plan_.items) KARUNA_CHECK(check_codes_on_scale(survey_, item.column, item.valid.front(), item.valid.back()));
  for (const PlannedScoreColumn& score : plan_.columns) KARUNA_CHECK(check_codes_on_scale(survey_, score.column, score.scale.min, score.scale.max));
  return columns;
}

void Lines::add(const std::string& file, std::size_t line) {
  if (++count <= 3) first.push_back(file + ":" + std::to_string(line));
}

std::string Lines::words() const {
  std::vector<std::string> all = first;
  if (count > first.size()) return join_words(all, ",") + " and " + std::to_string(count - first.size()) + " more";
  return join_words(all);
}

}  // namespace karuna::collect
