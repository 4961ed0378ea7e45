// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "measure/report.h"
#include "protect/release.h"

namespace karuna::understand {

/// What a team's reading may say: one clear strength, one clear concern, and one thing that cannot be told.
enum class StatementKind { strength, concern, cannot_tell };
inline constexpr const char* statement_names[] = {"strength", "concern", "cannot_tell"};

struct TeamStatement {
  StatementKind kind = StatementKind::cannot_tell;
  std::size_t measure = 0;         ///< position in Report::measures
  measure::Shown team;             ///< of the unit, or of those it is counted with
  measure::Shown organisation;     ///< unshrunk
  double size = 0;                 ///< difference from the organisation in standard deviations of people, good direction up
};

/// When a change of the size worth acting for could be told from noise.
struct LookAgain {
  std::size_t measure = 0;
  double change = 0;                   ///< in points: half a standard deviation of people
  std::uint32_t waves = 0;             ///< how many more waves are needed; 0: not even after `most_waves`
  std::optional<double> least_change;  ///< where waves is 0: the smallest change that could be told after most_waves
  static constexpr std::uint32_t most_waves = 4;
};

struct TeamReading {
  UnitId unit;
  bool shown = false;                ///< false: neither the unit nor a pool of it has a figure
  std::vector<UnitId> pooled_with;   ///< those the unit is counted together with, in the order of the tree
  std::uint32_t ballots = 0;         ///< behind the figures, the most of any measure
  std::vector<TeamStatement> statements;
  std::optional<LookAgain> look_again;
};

/// Reads one unit out of a report of waves, last period.
///
/// Takes   report   made from `release`; unit of its tree
/// Gives   at most three statements. Strength and concern: of the scales, the one that differs most from the organisation on the good side and on the side
///         that needs care, both only where the difference is clear. Cannot tell: of the rest the one whose difference looks largest, because that is the one
///         a reader would be tempted to believe. Scales need 30 ballots; where the unit has no line of its own in any, the index-item mean (10 ballots) speaks
///         instead, and where it has none there either, the figures of those it is counted with, scales first. A figure of everybody says nothing of a team.
///         Look again: with variance v of the unit's mean in a wave (people / ballots + noise, as released), b waves so far and m more, a change d is told with
///         90 % intervals where  1.645 sqrt(v / b + v / m) <= d;  d is half a standard deviation of people. The measure is that of the concern, else of
///         what cannot be told. Waves so far are the periods in which the unit shows the measure.
/// Fails   never; a unit without a figure has `shown` false and nothing else
/// Cost    O(measures x units)
TeamReading read_team(const measure::Report& report, const protect::Release& release, UnitId unit);

}  // namespace karuna::understand
