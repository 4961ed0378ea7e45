// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ask/instrument.h"
#include "ask/scoring/scoring.h"

namespace karuna::ask {

/// An instrument made ready for scoring: what every code of every item counts, looked up instead of worked out.
class Scorer {
 public:
  enum Kind : std::uint8_t { valid, leaves, outside };

  /// Codes from `min` on; the last entry stands for every code that is not listed.
  struct ItemTable {
    std::int16_t min = 0;
    std::uint32_t listed = 0;
    std::vector<double> value;
    std::vector<Kind> kind;

    std::uint32_t at(std::int16_t code) const {
      const auto place = static_cast<std::uint32_t>(code - min);
      return place < listed ? place : listed;
    }
  };

  /// What one code adds to one score: its worth, and one to the valid (low 16 bits) or left-out (high 16 bits) answers.
  struct Step {
    double worth = 0;
    std::uint32_t counts = 0;
  };

  /// What the answers to one score's items add up to.
  struct Sum {
    double sum = 0;  ///< of values; for shares: of +1 and -1
    std::uint32_t valid = 0;
    std::uint32_t left = 0;
  };

  explicit Scorer(const Instrument& instrument);

  const Instrument& instrument() const { return *instrument_; }
  const ItemTable& table(std::size_t item) const { return tables_[item]; }

  /// +1 positive, -1 negative, 0 neither: what a code counts in a share, by ItemTable::at.
  const std::vector<double>& share(std::size_t score, std::size_t item_of_score) const { return shares_[score][item_of_score]; }

  /// What each code of an item adds to this score, by ItemTable::at.
  const std::vector<Step>& steps(std::size_t score, std::size_t item_of_score) const { return steps_[score][item_of_score]; }

  /// The sums to a value, or the reason why there is none. Row-wise and column-wise scoring both end here.
  Absence finish(std::size_t score, const Sum& sum, double& value) const;
  /// The same for a score made of scores.
  Absence finish_parts(std::size_t score, std::span<const double> values_so_far, double& value) const;

  /// All scores of one row; NaN where absent.
  void row(std::span<const std::int16_t> answers, std::span<double> values, std::span<Absence> absences) const;

 private:
  const Instrument* instrument_;
  std::vector<ItemTable> tables_;
  std::vector<std::vector<std::vector<double>>> shares_;
  std::vector<std::vector<std::vector<Step>>> steps_;
};

/// A value with the items that are missing from it.
ScoreValue explain(const Scorer& scorer, std::size_t score, std::span<const std::int16_t> answers, double value, Absence absence);

}  // namespace karuna::ask
