// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "collect/reading/answer_rows.h"
#include "collect/reading/cell_meaning.h"

namespace karuna::collect {

/// Where the columns of one file stand among those that are read.
struct AnswerFileReader::Columns {
  std::vector<CsvColumn> wanted;
  std::optional<std::size_t> respondent, period;  // positions in wanted
  std::vector<std::size_t> units, items, scores, margins;
};

struct AnswerFileReader::Meanings {
  std::vector<ItemMeaning> items;
  std::vector<ScoreMeaning> scores;
};

}  // namespace karuna::collect
