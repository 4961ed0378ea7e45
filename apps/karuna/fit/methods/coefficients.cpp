// SPDX-License-Identifier: Apache-2.0
#include "fit/methods/coefficients.h"

#include <algorithm>
#include <utility>

namespace karuna::fit {

Section coefficient_section(std::string words, const std::vector<CoefficientRow>& rows, std::string statistic) {
  const bool degrees = std::any_of(rows.begin(), rows.end(), [](const CoefficientRow& row) { return !std::isnan(row.df); });
  Section section{"coefficients",
                  "Coefficients",
                  std::move(words),
                  {{"name", "", Show::words}, {"estimate", "estimate"}, {"standard_error", "error"}, {"low", "low"}, {"high", "high"}}};
  if (degrees) section.columns.push_back({"df", "df", Show::degrees});
  section.columns.push_back({"statistic", std::move(statistic), Show::number, 2});
  section.columns.push_back({"p", "p", Show::probability});
  for (const CoefficientRow& row : rows) {
    std::vector<Cell> cells{row.name, row.estimate, row.standard_error, row.interval.low, row.interval.high};
    if (degrees) cells.emplace_back(row.df);
    cells.emplace_back(row.statistic);
    cells.emplace_back(row.p);
    section.rows.push_back(std::move(cells));
  }
  return section;
}

}  // namespace karuna::fit
