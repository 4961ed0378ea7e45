// SPDX-License-Identifier: Apache-2.0
#include "collect/reading/finish_sheets.h"

#include <algorithm>
#include <span>

#include "ask/scoring/scoring.h"
#include "base/text.h"

namespace karuna::collect {
namespace {

/// "8 above, 2 below and 1 that is no number"
template <typename Cells>
std::string bad_in_words(const Cells& cells) {
  std::vector<std::string> parts;
  if (cells.below > 0) parts.push_back(grouped(static_cast<std::int64_t>(cells.below)) + " below");
  if (cells.above > 0) parts.push_back(grouped(static_cast<std::int64_t>(cells.above)) + " above");
  if (cells.unreadable > 0) parts.push_back(grouped(static_cast<std::int64_t>(cells.unreadable)) + " neither a number of the scale nor a known code");
  return join_words(parts);
}

template <typename Cells>
Result<void> check_column(const Survey& survey, std::size_t line, const std::string& whose, const std::string& column, const Cells& cells, double min,
                          double max) {
  const std::size_t given = cells.answered + cells.bad();
  if (cells.bad() * 2 <= given) return {};
  return fail(Fault::invalid, survey.at(line) + ": " + whose + ": " + grouped(static_cast<std::int64_t>(cells.bad())) + " of the " + counted(given, "answer") +
                                  " in the column " + in_quotes(column) + " lie outside the scale " + shortest(min) + " to " + shortest(max) + " (" +
                                  bad_in_words(cells) + "); expected answers on the scale: correct min and max, or say what the texts mean in [answers.codes." +
                                  in_quotes(column) + "]");
}

template <typename Cells>
ColumnCount count_of(const std::string& column, const Cells& cells) {
  return {column, cells.answered, cells.missing, cells.above + cells.below, cells.unreadable};
}

}  // namespace

Result<void> check_columns(const Survey& survey, const SheetPlan& plan, const AnswerRows& rows) {
  for (std::size_t i = 0; i < plan.items.size(); ++i)
    KARUNA_CHECK(
        check_column(survey, plan.items[i].line, plan.items[i].whose, plan.items[i].column, rows.items[i], plan.items[i].item.min, plan.items[i].item.max));
  for (std::size_t i = 0; i < plan.columns.size(); ++i)
    KARUNA_CHECK(check_column(survey, plan.columns[i].line, "scale " + plan.columns[i].scale.id, plan.columns[i].column, rows.columns[i],
                              plan.columns[i].scale.min, plan.columns[i].scale.max));
  if (rows.rows() > 0) return {};
  return fail(Fault::invalid, "none of the " + counted(rows.read, "row") +
                                  " holds an answer in a column that is used; expected answers: are the columns, the codes and the codes for missing right?");
}

std::vector<ColumnCount> count_columns(const SheetPlan& plan, const AnswerRows& rows) {
  std::vector<ColumnCount> counts;
  for (std::size_t i = 0; i < plan.items.size(); ++i) counts.push_back(count_of(plan.items[i].column, rows.items[i]));
  for (std::size_t i = 0; i < plan.columns.size(); ++i) counts.push_back(count_of(plan.columns[i].column, rows.columns[i]));
  return counts;
}

Result<void> compute_scores(const SheetPlan& plan, Sheets& sheets) {
  for (const PlannedKey& key : plan.keys) {
    std::vector<std::span<const std::int16_t>> columns;
    for (const ItemId item : key.items)
      columns.push_back(item ? std::span<const std::int16_t>(sheets.items[item.value].codes) : std::span<const std::int16_t>());
    KARUNA_TRY(scored, ask::score_columns(key.instrument, columns, sheets.rows()));
    for (std::size_t s = 0; s < key.scores.size(); ++s) {
      ScaleColumn scale = key.scales[s];
      scale.values = std::move(scored.scores[key.scores[s]].values);
      sheets.scales.push_back(std::move(scale));
    }
  }
  for (std::size_t i = 0; i < plan.items.size(); ++i) {
    const auto& left_out = plan.items[i].left_out;
    if (left_out.empty()) continue;
    for (std::int16_t& code : sheets.items[i].codes)
      if (std::find(left_out.begin(), left_out.end(), code) != left_out.end()) code = no_answer;
  }
  return {};
}

std::vector<std::string> cleaning_in_words(const Survey& survey, const SheetPlan& plan, const AnswerRows& rows, const std::string& period_order,
                                           const Sheets& sheets) {
  const Answers& answers = *survey.answers;
  std::vector<std::string> notes = rows.files;
  if (!period_order.empty()) notes.push_back(period_order);
  if (!answers.respondent.empty()) {
    notes.push_back("no respondent stands twice in a period; the ids in the column " + in_quotes(answers.respondent) + " were compared and forgotten");
    if (rows.without_respondent > 0) notes.push_back(counted(rows.without_respondent, "row has", "rows have") + " no respondent id and could not be compared");
  }
  if (rows.without_answers > 0)
    notes.push_back(counted(rows.without_answers, "row holds", "rows hold") + " no answer in any column that is used and " +
                    (rows.without_answers == 1 ? "was" : "were") + " left out");
  if (rows.without_unit > 0)
    notes.push_back(counted(rows.without_unit, "row names", "rows name") + " no unit and " +
                    (answers.no_unit == NoUnit::drop ? (rows.without_unit == 1 ? "was left out" : "were left out")
                                                     : (rows.without_unit == 1 ? "counts for the organisation only" : "count for the organisation only")));
  const auto note_column = [&](const std::string& column, const auto& cells, double min, double max) {
    if (cells.bad() > 0)
      notes.push_back(column + ": " + counted(cells.bad(), "answer") + " outside " + shortest(min) + " to " + shortest(max) + " became missing (" +
                      bad_in_words(cells) + ")");
    if (cells.answered == 0) notes.push_back(column + ": nobody answered");
  };
  for (std::size_t i = 0; i < plan.items.size(); ++i) note_column(plan.items[i].column, rows.items[i], plan.items[i].item.min, plan.items[i].item.max);
  for (std::size_t i = 0; i < plan.columns.size(); ++i)
    note_column(plan.columns[i].column, rows.columns[i], plan.columns[i].scale.min, plan.columns[i].scale.max);
  for (std::size_t m = 0; m < survey.margins.size(); ++m)
    if (rows.empty_margins[m] > 0)
      notes.push_back(survey.margins[m].column + ": " + counted(rows.empty_margins[m], "row has", "rows have") + " no category and " +
                      (rows.empty_margins[m] == 1 ? "has" : "have") + " no part in weighted figures");
  if (sheets.rows() != rows.read) notes.push_back(counted(sheets.rows(), "row is", "rows are") + " used of " + grouped(static_cast<std::int64_t>(rows.read)));
  return notes;
}

std::vector<std::string> cleaning_without_counts(const Survey& survey, const std::string& period_order) {
  std::vector<std::string> notes;
  for (const AnswersFile& file : survey.answers->files) notes.push_back("read from " + file.file.filename().string());
  if (!period_order.empty()) notes.push_back(period_order);
  if (!survey.answers->respondent.empty())
    notes.push_back("no respondent stands twice in a period; the ids in the column " + in_quotes(survey.answers->respondent) + " were compared and forgotten");
  notes.push_back("answers outside their scale became missing; how many, and in which column, is not told where noise protects the counts");
  return notes;
}

}  // namespace karuna::collect
