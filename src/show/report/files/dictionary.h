// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace karuna::show {

struct ColumnCard {
  std::string_view name, type, words;
};

/// What a table holds. Its header line is written from this card, so the data dictionary cannot drift away from the tables.
struct TableCard {
  std::string_view file, words;
  std::span<const ColumnCard> columns;
};

extern const TableCard tree_card, periods_card, units_card, organisation_card, pools_card, reliability_card, gates_card, notes_card, funnel_card, dictionary_card;

}  // namespace karuna::show
