// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unit_tree.h"
#include "collect/reading/answer_rows.h"
#include "collect/survey.h"

namespace karuna::collect {

/// The tree of a units file.
/// Fails  not_found  no such file or column
///        invalid    empty, a unit twice, an unknown parent, a cycle, a headcount that is no whole number: with file and line
Result<UnitTree> read_units_file(const Survey& survey);

struct AnswerUnits {
  UnitTree tree;
  std::vector<UnitId> of_place;  ///< by AnswerRows::units
};

/// The tree, and the unit of every text that names one. Without a units file the tree is made of the units that the answers name, in the order of
/// names (numbers inside names by their size), so that it does not depend on the order of the rows.
/// Fails  as read_units_file; not_found  the answers name units that the units file does not have
Result<AnswerUnits> units_of_answers(const Survey& survey, const AnswerRows& rows);

/// "Ward 2" before "Ward 10": runs of digits compare as numbers, everything else byte by byte.
bool natural_less(std::string_view a, std::string_view b);

/// Periods in the order of time, and where each text of the answers stands among them.
struct AnswerPeriods {
  std::vector<std::string> periods;
  std::vector<std::uint16_t> of_place;  ///< by AnswerRows::periods
  std::string order;                    ///< how the order was found, in words; empty where there is one period
};

/// Fails  invalid  texts that are no dates though period_by asks for them; a period that `periods` does not list; more than 400 periods
Result<AnswerPeriods> periods_of_answers(const Survey& survey, const AnswerRows& rows);

/// The order of texts that are periods: as listed, by calendar, by size where all are whole numbers, else as they were met.
struct PeriodOrder {
  std::vector<std::size_t> order;  ///< positions in `seen`
  std::string how;
};
PeriodOrder order_periods(std::span<const std::string> seen, std::span<const std::string> listed);

}  // namespace karuna::collect
