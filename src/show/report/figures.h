// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/report.h"

namespace karuna::show {

/// How a cell of the report is looked up and printed. Every output goes through here, so that all of them say the same.

using measure::Cell;
using measure::Change;
using measure::Interval;
using measure::Measure;
using measure::MeasureKind;
using measure::MeasurePeriod;
using measure::Report;
using measure::Shown;

/// The five states, as they are drawn; `point` is a figure that is compared with nothing (the organisation itself).
enum class Mark { above, below, same, pooled, none, point };
inline constexpr std::size_t mark_count = 6;

/// Whether a clear difference is welcome: more of a scale where less is better needs care, although it lies above.
enum class Tone { plain, good, care };

/// One cell, ready to be drawn: what stands for it, and with whom it is counted.
struct Drawn {
  Mark mark = Mark::none;
  Tone tone = Tone::plain;
  const Shown* figure = nullptr;                ///< nothing where no number may be shown
  const measure::Pooled* pooled = nullptr;
};

/// The last period of the report is the one it is about; the one before it is what changes are told against.
std::size_t present(const Report& report);
const MeasurePeriod* in_period(const Measure& measure, std::size_t period);   ///< null where the measure has no such period
const Shown* number_of(const Cell& cell);                                      ///< null where there is none

Drawn draw_organisation(const MeasurePeriod& period);
Drawn draw_unit(const Measure& measure, const MeasurePeriod& period, UnitId unit);
/// The change of a unit, where it has a line of its own and the change is known; null otherwise.
const Change* change_of(const MeasurePeriod& period, UnitId unit);

/// The measure the page leads with: the index where it has a figure, else the first dimension or scale; null where there is none.
const Measure* headline(const Report& report);
/// The measure whose units are drawn: the headline, or (where a published table has no value for the whole) the first that has a figure of any unit.
const Measure* lead(const Report& report);
/// Dimensions and scales in reading order, each scale behind its dimension; neither index nor items.
std::vector<const Measure*> profile(const Report& report);
std::vector<const Measure*> items(const Report& report);
bool belongs_to(const Measure& scale, const Measure& dimension);

/// Whether reliability and gates of a measure are worth a place of their own: it has coefficients, or a gate it did not pass. What has nothing but
/// passed gates (an index whose scales carry them) would say the same again.
bool worth_a_card(const Measure& measure, const MeasurePeriod& period);

/// How many units below the organisation show a figure of their own, are counted with others, show nothing, and how they compare.
struct Tally {
  std::size_t units = 0, own_line = 0, pooled = 0, hidden = 0, above = 0, below = 0, same = 0;
};
Tally tally(const Report& report, const Measure& measure, const MeasurePeriod& period);

/// Where the rows of a tree stop so that no more than `most` are drawn: whole levels first, then the units in order.
struct Reach {
  std::uint32_t depth = 0;      ///< deepest level that is drawn
  std::size_t rows = 0;         ///< drawn
  std::size_t left_out = 0;     ///< not drawn
  std::size_t most = 0;
};
Reach reach_of(const UnitTree& tree, std::size_t most);
/// The units that are drawn, parents before children.
std::vector<UnitId> rows_of(const UnitTree& tree, const Reach& reach);

/// Position on the fixed scale of the measure, 0 to 1; what lies beyond an end is drawn at the end.
double place(double value, const Measure& measure);
/// One of the seven steps of the fixed colour scale, 0 (needs care) to 6; turned round where less is better.
int step_of(double value, const Measure& measure);

std::string figure(double value, const Measure& measure);                      ///< with the measure's digits, in every output
std::string range(const Interval& interval, const Measure& measure, std::string_view dash = "–");
std::string ends(const Measure& measure, std::string_view dash = "–");          ///< of its scale: "1–5", "−100 – 100"
std::string signed_figure(double value, const Measure& measure);               ///< "+3.0", "−1.5", "0.0"

/// A name from outside as it may be drawn: no control characters, no marks that turn the direction of what follows.
std::string clean(std::string_view name);
std::string name_of(const UnitTree& tree, UnitId unit);
std::vector<std::string> names_of(const UnitTree& tree, std::span<const UnitId> units);

}  // namespace karuna::show
