// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "measure/units/unit_values.h"

namespace karuna::measure {

inline constexpr double most_uncertain = 0.15;  ///< the index is refused where a dimension's error exceeds this share of its value
inline constexpr double fatigue_flag = 35;      ///< freedom from fatigue below this is said, whatever the index is

/// Weighted geometric mean of dimensions, each at least 1: a burnt-out but friendly team cannot buy its fatigue off.
double geometric_index(std::span<const double> dimensions, std::span<const double> weights);
/// Weighted arithmetic mean: printed beside the index as a check.
double arithmetic_index(std::span<const double> dimensions, std::span<const double> weights);

/// Standard error of the geometric index by the delta method: index x sqrt(sum over pairs of w_d w_e C_de / (D_d D_e)).
///
/// Takes   covariance of the dimensions' errors, row by row.
/// Source  measurement design 3.3; for independent dimensions index x sqrt(sum w^2 (se/D)^2)
double index_error(std::span<const double> dimensions, std::span<const double> covariance, std::span<const double> weights);

/// Is some dimension known too badly for an index?
bool too_uncertain(std::span<const double> dimensions, std::span<const double> covariance);

/// Draws of the index when the dimensions err jointly normal: one number a draw, in order of the draws.
///
/// Cost    O(draws x dimensions^2), no more than 4 dimensions
std::vector<double> draw_index(std::span<const double> dimensions, std::span<const double> covariance, std::span<const double> weights, std::uint32_t draws,
                               std::uint64_t seed, std::uint32_t stream);

/// One line of a table of units in all dimensions at once.
struct JointLine {
  std::uint32_t level = 0;
  double share = 0;                ///< of the organisation's answers
  std::vector<double> dimensions;  ///< as answered
  std::vector<double> covariance;  ///< of their errors, row by row: sampling and noise
};

struct IndexEstimate {
  bool refused = false;   ///< too uncertain; the numbers below are not to be shown then
  double raw = 0;         ///< from the dimensions as answered
  double arithmetic = 0;  ///< from the values of the dimensions
  Estimate estimate;
};

struct IndexValues {
  IndexEstimate whole;  ///< the organisation, not shrunk
  std::vector<IndexEstimate> lines;
  std::vector<LevelFit> levels;  ///< mu and tau2 are left 0: the dimensions have their own
};

/// The index of the organisation and of its units: dimensions are drawn to their level's mean before they are multiplied, and drawn jointly.
///
/// Takes   lines with their dimensions; the organisation's dimensions with their covariance; weights that sum to 1.
/// Gives   as `unit_values`; refused where the error of a dimension's value exceeds .15 of it.
/// Fails   as stats::posterior_draws_jointly
/// Cost    O(draws x lines x dimensions^2) on levels of at most 300 lines, O(lines) above (delta method).
/// Source  measurement design 3.3 and 3.5
Result<IndexValues> index_values(std::span<const JointLine> lines, const JointLine& whole, std::span<const double> weights, const DrawOptions& options);

}  // namespace karuna::measure
