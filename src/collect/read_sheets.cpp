// SPDX-License-Identifier: Apache-2.0
#include "collect/read_sheets.h"

#include "collect/canonical.h"
#include "collect/reading/answer_rows.h"
#include "collect/reading/answer_units.h"
#include "collect/reading/finish_sheets.h"
#include "collect/reading/sheet_plan.h"

namespace karuna::collect {

Result<Sheets> read_sheets(const Survey& survey, const ask::Catalogue& catalogue, Progress& progress, unsigned threads) {
  if (!survey.answers) return fail(Fault::invalid, survey.file.string() + ": there is no [answers]; a [table] holds no persons");
  KARUNA_TRY(plan, plan_sheets(survey, catalogue));
  KARUNA_TRY(rows, read_answer_rows(survey, plan, progress, threads));
  KARUNA_CHECK(check_columns(survey, plan, rows));
  KARUNA_TRY(units, units_of_answers(survey, rows));
  KARUNA_TRY(periods, periods_of_answers(survey, rows));

  Sheets sheets;
  sheets.tree = std::move(units.tree);
  sheets.periods = std::move(periods.periods);
  sheets.unit.reserve(rows.rows());
  for (const std::uint32_t place : rows.unit) sheets.unit.push_back(place == no_place ? sheets.tree.root() : units.of_place[place]);
  sheets.period.reserve(rows.rows());
  for (const std::uint32_t place : rows.period) sheets.period.push_back(periods.of_place[place]);
  rows.unit = {};
  for (std::size_t i = 0; i < plan.items.size(); ++i) {
    sheets.items.push_back(plan.items[i].item);
    sheets.items.back().codes = std::move(rows.items[i].codes);
    sheets.items.back().codes.shrink_to_fit();
  }
  KARUNA_CHECK(compute_scores(plan, sheets));
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    sheets.scales.push_back(plan.columns[i].scale);
    sheets.scales.back().values = std::move(rows.columns[i].values);
  }
  for (std::size_t m = 0; m < survey.margins.size(); ++m) {
    MarginColumn margin;
    margin.column = survey.margins[m].column;
    for (const auto& [category, share] : survey.margins[m].shares) {
      margin.categories.push_back(category);
      margin.target.push_back(share);
    }
    margin.code = std::move(rows.margins[m]);
    sheets.margins.push_back(std::move(margin));
  }
  sheets.columns = count_columns(plan, rows);
  sheets.cleaning = cleaning_in_words(survey, plan, rows, periods.order, sheets);
  sheets.cleaning_with_noise = cleaning_without_counts(survey, periods.order);
  sheets.canonical_sha256 = canonical_sha256(sheets, threads);
  return sheets;
}

}  // namespace karuna::collect
