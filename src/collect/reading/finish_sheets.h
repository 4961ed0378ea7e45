// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "collect/reading/answer_rows.h"
#include "collect/reading/sheet_plan.h"
#include "collect/sheets.h"
#include "collect/survey.h"

namespace karuna::collect {

/// Fails  invalid  more than half of the answers of a column are outside its scale or no answers at all; no row holds an answer
Result<void> check_columns(const Survey& survey, const SheetPlan& plan, const AnswerRows& rows);

/// What became of the cells of each column: items, then columns that already were scores.
std::vector<ColumnCount> count_columns(const SheetPlan& plan, const AnswerRows& rows);

/// Computes the scores of every planned key from the items of `sheets`, then turns answers that leave the mean into no answer.
/// Fails  as ask::score_columns
Result<void> compute_scores(const SheetPlan& plan, Sheets& sheets);

/// What was read, set aside and changed, in words with counts.
std::vector<std::string> cleaning_in_words(const Survey& survey, const SheetPlan& plan, const AnswerRows& rows, const std::string& period_order,
                                           const Sheets& sheets);

/// The same without any count or column that a single answer could change: for a release with noise, which promises that no answer shows.
std::vector<std::string> cleaning_without_counts(const Survey& survey, const std::string& period_order);

}  // namespace karuna::collect
