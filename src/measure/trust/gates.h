// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "measure/report.h"
#include "protect/release.h"
#include "stats/reliability/one_dimension.h"

namespace karuna::measure {

inline constexpr double least_reliability = 0.70;
inline constexpr double least_agreement = 0.70;
inline constexpr double least_icc2 = 0.60;
inline constexpr std::uint32_t least_rows_exact = 100;  ///< people that reliability must rest on, from persons
inline constexpr std::uint32_t least_rows_noisy = 300;  ///< from a noisy matrix of moments

/// What a scale must pass before it, or its units, are spoken of.
struct ScaleGates {
  std::vector<Gate> gates;       ///< "reliability", "one factor", "sign", "team climate", "comparing teams"
  std::string refused;           ///< why the scale is not to be shown; empty where no gate of the scale itself failed
  bool teams_told_apart = true;  ///< false where "comparing teams" failed: then no team is called above or below
};

/// Takes   the statistic, its quality where it has one, the profile, and whether the instrument is our own.
/// Gives   passed, failed or not known, each with the reason in words. Not known is never a failure.
/// Source  measurement design 3.4
ScaleGates gates_of(const protect::Statistic& statistic, const protect::ScaleQuality* quality, protect::Profile profile, bool own_battery);

/// Enough of those who were asked have answered: 50 % and more full, 30 to 50 % weak, below 30 % nothing is shown, without headcounts not known.
Gate response_gate(const std::optional<double>& response);

/// Names that gates may carry, in their order; docs/measures.md explains each.
std::vector<std::string> gate_names();

}  // namespace karuna::measure
