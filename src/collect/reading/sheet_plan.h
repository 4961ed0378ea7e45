// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ask/catalogue.h"
#include "base/result.h"
#include "collect/sheets.h"
#include "collect/survey.h"

namespace karuna::collect {

/// Which columns of the answers hold items, which of the answers they may hold, and which scores are made of them: survey and catalogue put together.

struct PlannedItem {
  std::string column;                  ///< of the file
  std::string whose;                   ///< for words: "item S1 of karuna-battery", "item of the scale agree"
  std::size_t line = 0;                ///< of the survey file
  ItemColumn item;                     ///< all but the codes
  std::vector<std::int16_t> valid;     ///< answers that are kept, ascending; those in `left_out` among them
  std::vector<std::int16_t> left_out;  ///< answers that leave the mean: kept while scores are computed
};

/// One instrument of the catalogue, or one scale of the analyst's own in the shape of an instrument.
struct PlannedKey {
  ask::Instrument instrument;
  std::vector<ItemId> items;        ///< by Instrument::items; none where nobody was asked
  std::vector<std::size_t> scores;  ///< those that are wanted, positions in Instrument::scores
  std::vector<ScaleColumn> scales;  ///< by `scores`: all but the values
};

struct PlannedScoreColumn {
  std::string column;
  std::size_t line = 0;
  ScaleColumn scale;  ///< all but the values
};

struct SheetPlan {
  std::vector<PlannedItem> items;
  std::vector<PlannedKey> keys;  ///< in the order of the survey file, instruments first
  std::vector<PlannedScoreColumn> columns;
};

/// Fails  not_found  an instrument or score that the catalogue does not have, an item code of `map` that the instrument does not have,
///                   a scale of [index] that nothing makes
///        invalid    an instrument of which only a card is known; two scales that read one column with different ends or different turning
Result<SheetPlan> plan_sheets(const Survey& survey, const ask::Catalogue& catalogue);

/// Whether answers count in equal steps, and which way round: 1 as they stand, -1 turned, 0 no equal steps.
int direction_of_points(const ask::Item& item);

}  // namespace karuna::collect
