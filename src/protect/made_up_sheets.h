// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the tests of this room: answers of made-up people, by a seed.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "collect/sheets.h"
#include "protect/groups/made_up_tree.h"
#include "seal/hash.h"

namespace karuna::protect::made_up {

/// A scale of items 1..5 (every third reversed), its score the mean of the turned items where at least half were answered.
inline void add_scale(collect::Sheets& sheets, const std::string& id, std::uint32_t items, Numbers& numbers, std::uint32_t skip_one_in,
                      bool higher_is_better = true) {
  const std::size_t rows = sheets.rows();
  std::vector<double> leaning(rows);
  std::vector<std::uint32_t> unit_leaning(sheets.tree.size());
  for (auto& u : unit_leaning) u = numbers.below(5);
  for (std::size_t r = 0; r < rows; ++r) leaning[r] = 1.5 + 0.25 * unit_leaning[sheets.unit[r].value] + 0.25 * (numbers.below(5) + numbers.below(5));
  collect::ScaleColumn scale;
  scale.id = "made-up." + id;
  scale.name = id;
  scale.instrument = "made-up";
  scale.higher_is_better = higher_is_better;
  std::vector<double> sum(rows, 0);
  std::vector<std::uint32_t> answered(rows, 0);
  for (std::uint32_t i = 0; i < items; ++i) {
    collect::ItemColumn item;
    item.id = "made-up:" + id + std::to_string(i + 1);
    item.label = id + " " + std::to_string(i + 1);
    item.reversed = i % 3 == 2;
    for (std::size_t r = 0; r < rows; ++r) {
      if (skip_one_in > 0 && numbers.below(skip_one_in) == 0) {
        item.codes.push_back(collect::no_answer);
        continue;
      }
      const double value = leaning[r] + 0.5 * (static_cast<double>(numbers.below(5)) - 2);
      const auto turned = static_cast<std::int16_t>(std::clamp(std::lround(value), 1L, 5L));
      sum[r] += turned;
      ++answered[r];
      item.codes.push_back(item.reversed ? static_cast<std::int16_t>(6 - turned) : turned);
    }
    scale.items.push_back(ItemId{sheets.items.size()});
    sheets.items.push_back(std::move(item));
  }
  for (std::size_t r = 0; r < rows; ++r) scale.values.push_back(2 * answered[r] >= items ? sum[r] / answered[r] : std::numeric_limits<double>::quiet_NaN());
  sheets.scales.push_back(std::move(scale));
}

struct Shape {
  std::uint32_t units = 12, most = 30, skip_one_in = 20, periods = 1;
  std::vector<std::uint32_t> scales{3, 4};
};

inline collect::Sheets sheets(std::uint64_t seed, const Shape& shape = {}) {
  Numbers numbers(seed * 31 + 7);
  Organisation made = organisation(seed, shape.units, shape.most);
  collect::Sheets sheets;
  sheets.tree = made.tree;
  for (std::uint32_t p = 0; p < shape.periods; ++p) {
    sheets.periods.push_back("wave " + std::to_string(p + 1));
    for (std::size_t u = 0; u < made.tree.size(); ++u)
      for (std::uint32_t n = 0; n < made.ballots[u]; ++n) {
        sheets.unit.push_back(UnitId{u});
        sheets.period.push_back(static_cast<std::uint16_t>(p));
      }
  }
  for (std::size_t s = 0; s < shape.scales.size(); ++s)
    add_scale(sheets, std::string(1, static_cast<char>('A' + s)), shape.scales[s], numbers, shape.skip_one_in);
  sheets.canonical_sha256 = std::string(seal::text_of(seal::sha256("made up " + std::to_string(seed))));
  return sheets;
}

/// The same people in another order of rows.
inline collect::Sheets shuffled(const collect::Sheets& sheets, std::uint64_t seed) {
  Numbers numbers(seed);
  std::vector<std::size_t> order(sheets.rows());
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[numbers.below(static_cast<std::uint32_t>(i))]);
  collect::Sheets out = sheets;
  const auto turn = [&](auto& column, const auto& from) {
    for (std::size_t i = 0; i < order.size(); ++i) column[i] = from[order[i]];
  };
  turn(out.unit, sheets.unit);
  turn(out.period, sheets.period);
  for (std::size_t c = 0; c < out.items.size(); ++c) turn(out.items[c].codes, sheets.items[c].codes);
  for (std::size_t c = 0; c < out.scales.size(); ++c) turn(out.scales[c].values, sheets.scales[c].values);
  for (std::size_t c = 0; c < out.margins.size(); ++c) turn(out.margins[c].code, sheets.margins[c].code);
  return out;
}

}  // namespace karuna::protect::made_up
