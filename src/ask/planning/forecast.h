// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "ask/planning/cells.h"
#include "ask/planning/questions.h"

namespace karuna::ask {

/// Who will probably see what, told before anything is published. From expected numbers, not from a simulation: a plan, no promise.
struct ForecastLevel {
  std::string level;                        ///< "organisation", "level 1", "cells"
  std::uint32_t units = 0;
  std::array<std::uint32_t, 3> seen{};      ///< of them with enough expected ballots for index, scales, items
  double typical_ballots = 0;               ///< of the middle unit
  std::array<double, 3> half_width{};       ///< of a 90 % interval of its mean, in points: index, the middle one of the scales and of the items; 0 where not seen
};

struct Forecast {
  double expected_ballots = 0;
  std::vector<ForecastLevel> levels;        ///< from the organisation down
};

inline constexpr double assumed_sd_share = 0.225;   ///< of the range: .9 of a scale from 1 to 5

/// Takes   response  expected share of eligible people who answer
Forecast forecast(const WaveFile& wave, const PlannedQuestions& questions, std::span<const PlannedCell> cells);

}  // namespace karuna::ask
