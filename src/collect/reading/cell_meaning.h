// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/csv_blocks.h"
#include "base/numbers.h"
#include "collect/sheets.h"
#include "collect/survey.h"

namespace karuna::collect {

enum class Meaning : std::uint8_t { answered, missing, above, below, unreadable };

/// What the cells of one item column mean: codes of the survey file first, then codes for missing, then numbers on the scale.
class ItemMeaning {
 public:
  ItemMeaning(std::span<const std::int16_t> valid, const Codes* codes, std::span<const std::string> missing, DecimalComma comma);

  struct Cell {
    std::int16_t code = no_answer;
    Meaning meaning = Meaning::missing;
  };
  Cell of(std::int32_t number) const {
    const std::int64_t at = static_cast<std::int64_t>(number) - low_;
    if (at >= 0 && at < static_cast<std::int64_t>(table_.size())) return table_[static_cast<std::size_t>(at)];
    return beyond(number);
  }
  Cell of(std::string_view text) const;  ///< of a cell that is no whole number

 private:
  Cell beyond(std::int64_t number) const;
  Cell numeric(std::int64_t number) const;
  std::vector<std::int16_t> valid_;
  std::unordered_map<std::int64_t, Cell> special_;  ///< codes and missing that are whole numbers
  std::unordered_map<std::string, Cell> words_;     ///< those that are not
  DecimalComma comma_;
  std::int64_t low_ = 0;
  std::vector<Cell> table_;  ///< of the numbers from low_ on
};

/// The same for a column that already is a score.
class ScoreMeaning {
 public:
  ScoreMeaning(double min, double max, const Codes* codes, std::span<const std::string> missing, DecimalComma comma);

  struct Cell {
    double value = 0;  ///< NaN where there is none
    Meaning meaning = Meaning::missing;
  };
  Cell of(double number) const;
  Cell of(std::string_view text) const;

 private:
  double min_, max_, slack_;
  std::vector<std::pair<double, Cell>> special_;
  std::unordered_map<std::string, Cell> words_;
  DecimalComma comma_;
};

}  // namespace karuna::collect
