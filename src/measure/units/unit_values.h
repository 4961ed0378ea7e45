// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "measure/report.h"

namespace karuna::measure {

inline constexpr std::size_t fewest_to_shrink = 5;  ///< a level with fewer lines is shown as answered: what it would be drawn to is not known
inline constexpr std::size_t most_to_refit = 300;   ///< above, mu and tau squared are as good as known and intervals are in closed form
inline constexpr double z90 = 1.6448536269514722;   ///< 95 % quantile of the normal distribution

/// A mean of one line of a table and how surely it is known.
struct LineMean {
  std::uint32_t level = 0;
  double mean = 0;
  double variance = 0;  ///< sampling variance of the mean plus noise
  double share = 0;     ///< of the organisation's answers
};

/// The organisation's own mean, which is not shrunk.
struct Whole {
  double mean = 0;
  double variance = 0;
  double quantile = z90;  ///< of the t distribution where the variance rests on few answers
  Interval interval() const;
};

struct Estimate {
  double value = 0;
  Interval interval;
  double sd = 0;  ///< of the value's error
  State state = State::no_clear_difference;
};

/// What one level of the tree was drawn to.
struct LevelFit {
  std::uint32_t level = 0;
  std::size_t lines = 0;
  bool shrunk = false;
  double mu = 0, tau2 = 0;
};

struct UnitValues {
  std::vector<Estimate> lines;   ///< by line
  std::vector<LevelFit> levels;  ///< from the top down
};

struct DrawOptions {
  std::uint32_t draws = 1000;
  std::uint64_t seed = 1;
};

/// Values of units, each level of the tree by itself: drawn to the level's common mean by tau2 / (tau2 + v), the less is known the more.
///
/// Takes   means of the lines with their variances; the organisation's mean, where it is known.
/// Gives   values with 90 % intervals, and a state: clear where the interval of (unit - organisation) leaves 0. That interval knows that the unit is
///         part of the organisation. No unit of a level without detectable variance is clear. A level of fewer than 5 lines is not shrunk.
/// Fails   as stats::posterior_draws
/// Cost    O(draws x lines) on levels of at most 300 lines, O(lines) above.
/// Source  Morris 1983, doi:10.1080/01621459.1983.10477920; Morris and Tang 2011, doi:10.1214/10-STS342 (stats::posterior_draws)
Result<UnitValues> unit_values(std::span<const LineMean> lines, const std::optional<Whole>& whole, const DrawOptions& options);

/// A seed for one figure: depends on the report's seed and on the figure's names, never on its place.
std::uint64_t seed_for(std::uint64_t seed, std::string_view measure, std::string_view period, std::string_view what);

/// "Level 2 (31 lines): units differ with a standard deviation of 0.21 ..."
std::string words_of(std::span<const LevelFit> levels, int digits);

/// tau squared of the level with the most lines that was shrunk; 0 where none was.
double between_variance(std::span<const LevelFit> levels);

}  // namespace karuna::measure
