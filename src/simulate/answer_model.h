// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ask/instrument.h"
#include "simulate/hospital.h"

namespace karuna::simulate {

/// How people answer: a graded response model with known parameters.
///
/// A person's standing on a scale is  theta = sqrt(.10) U + shift + sqrt(.90) P  in units of one standard deviation, good direction up.
///   U  of the ward: sqrt(.4) department + sqrt(.6) ward, each half shared by all scales
///   P  of the person: half general, half of the scale; the same in both waves
///   shift  0, but for the department that a new plan hits: as strongly as HospitalOptions::dips says of the wave, before the second one by default
/// An item is answered by cutting  lambda theta + sqrt(1 - lambda^2) e  at its thresholds; reversed items are turned after that.
class AnswerModel {
 public:
  AnswerModel(const HospitalOptions& options, const Hospital& hospital, const ask::Instrument& battery);

  static constexpr double between = 0.10, of_department = 0.4;

  struct Item {
    std::string code;
    std::int16_t min = 1, max = 5;
    bool reversed = false;
    std::uint32_t scale = 0;
    double loading = 0.7;
    std::vector<double> thresholds;  ///< ascending, max - min of them
  };
  struct Scale {
    std::string id;
    bool higher_is_better = true;
    double shift = 0;                   ///< of the dipping department in the second wave, good direction up
    std::uint32_t standing = 0;         ///< the scale whose standing its items show: itself, or an earlier one with the same items
    const ask::Score* score = nullptr;  ///< of the battery; none for the hospital's own items
  };

  const std::vector<Item>& items() const { return items_; }
  const std::vector<Scale>& scales() const { return scales_; }

  Occupation occupation(std::uint32_t ward, std::uint32_t person) const;
  double chance_of_answering(std::uint32_t ward, std::uint32_t wave, Occupation occupation) const;
  double standing(std::uint32_t ward, std::uint32_t scale, std::uint32_t wave) const;  ///< mean theta of the ward's people

  /// The codes that a person of a ward ticks in a wave, item by item as printed; `left_out` where none, and beyond the item's range where the finger slipped.
  /// Nothing where the person does not answer.
  static constexpr std::int16_t left_out = -1;
  std::optional<std::vector<std::int16_t>> answers_of(std::uint32_t ward, std::uint32_t person, std::uint32_t wave) const;

  /// Adds the CSV lines of everybody of a ward who answers in a wave.
  void write_ward(std::uint32_t ward, std::uint32_t wave, std::string& csv) const;

  /// The score that a ward's people have on average, in the limit of infinitely many of them; of a group's score its value.
  double true_score(std::uint32_t ward, std::uint32_t scale, std::uint32_t wave) const;

 private:
  std::vector<double> chances(const Item& item, double standing) const;  ///< by code
  const HospitalOptions options_;
  const Hospital& hospital_;
  std::vector<Item> items_;
  std::vector<Scale> scales_;
  std::vector<double> ward_effect_;  ///< ward x scale, by position among the wards
  std::vector<double> ward_response_;
};

}  // namespace karuna::simulate
