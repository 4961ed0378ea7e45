// SPDX-License-Identifier: Apache-2.0
#include "measure/findings.h"

#include <cmath>
#include <optional>

#include "base/text.h"

namespace karuna::measure {
namespace {

struct Difference {
  std::size_t measure = 0;
  UnitId unit;
  double size = 0;  ///< in standard deviations of people
};

const Shown* shown(const Cell& cell) { return std::get_if<Shown>(&cell); }

/// Questions, the index and the index-item mean are left out: a question is one of many, and the other two have their parts.
bool speaks(const Measure& measure, std::size_t period) {
  return measure.kind != MeasureKind::item && measure.kind != MeasureKind::index && measure.id != "index" && period < measure.periods.size() &&
         measure.periods[period].refused.empty();
}

bool is_good(const Measure& measure, double difference) { return (difference > 0) == (measure.direction == Direction::higher_is_better); }

double spread(const Measure& measure, const MeasurePeriod& period) { return period.within_sd > 0 ? period.within_sd : 0.225 * (measure.max - measure.min); }

std::string between(const Interval& interval, int digits) { return "between " + fixed(interval.low, digits) + " and " + fixed(interval.high, digits); }

std::optional<Difference> furthest(const Report& report, bool good) {
  const std::size_t last = report.periods.size() - 1;
  std::optional<Difference> best;
  for (std::size_t m = 0; m < report.measures.size(); ++m) {
    const Measure& measure = report.measures[m];
    if (!speaks(measure, last)) continue;
    const MeasurePeriod& period = measure.periods[last];
    const Shown* whole = shown(period.organisation);
    if (whole == nullptr) continue;
    for (std::uint32_t u = 1; u < period.units.size(); ++u) {
      const Shown* unit = shown(period.units[u]);
      if (unit == nullptr || unit->state == State::no_clear_difference || is_good(measure, unit->value - whole->value) != good) continue;
      const double size = std::fabs(unit->value - whole->value) / spread(measure, period);
      if (!best || size > best->size) best = Difference{m, UnitId{u}, size};
    }
  }
  return best;
}

Finding about_unit(const Report& report, const Difference& difference) {
  const Measure& measure = report.measures[difference.measure];
  const MeasurePeriod& period = measure.periods.back();
  const Shown& unit = *shown(period.units[difference.unit.value]);
  const Shown& whole = *shown(period.organisation);
  const bool above = unit.value > whole.value;
  std::string sentence = measure.name + " is " + (above ? "higher" : "lower") + " in " + report.tree[difference.unit].name +
                         " than in the organisation: " + fixed(unit.value, measure.digits) + ", " + between(unit.interval, measure.digits) +
                         ", where the whole is " + fixed(whole.value, measure.digits) + ".";
  if (unit.weak) sentence += " Less than half of the unit answered.";
  return {.kind = is_good(measure, unit.value - whole.value) ? FindingKind::unit_good : FindingKind::unit_care,
          .sentence = std::move(sentence),
          .measure = measure.id,
          .unit = difference.unit,
          .state = unit.state};
}

struct Moved {
  std::size_t measure = 0;
  std::optional<UnitId> unit;
  Change change;
  double size = 0;
};

std::optional<Moved> largest_change(const Report& report) {
  const std::size_t last = report.periods.size() - 1;
  std::optional<Moved> best;
  for (std::size_t m = 0; m < report.measures.size(); ++m) {
    const Measure& measure = report.measures[m];
    if (!speaks(measure, last)) continue;
    const MeasurePeriod& period = measure.periods[last];
    const auto consider = [&](std::optional<UnitId> unit, const Change& change) {
      if (!change.known || !change.changed) return;
      const double size = std::fabs(change.value) / spread(measure, period);
      if (!best || size > best->size) best = Moved{m, unit, change, size};
    };
    consider(std::nullopt, period.organisation_change);
    for (std::uint32_t u = 1; u < period.changes.size(); ++u)
      if (shown(period.units[u]) != nullptr) consider(UnitId{u}, period.changes[u]);
  }
  return best;
}

std::string since(const Report& report) {
  const std::string& before = report.periods[report.periods.size() - 2];
  return before.empty() ? "the period before" : before;
}

Finding about_change(const Report& report, const Moved& moved) {
  const Measure& measure = report.measures[moved.measure];
  const double sign = moved.change.value < 0 ? -1 : 1;
  Interval size{sign * moved.change.interval.low, sign * moved.change.interval.high};
  if (size.low > size.high) std::swap(size.low, size.high);
  std::string sentence = measure.name + (moved.change.value < 0 ? " fell" : " rose") +
                         (moved.unit ? " in " + report.tree[*moved.unit].name : std::string(" in the organisation")) + " since " + since(report) + " (by " +
                         fixed(std::fabs(moved.change.value), measure.digits) + ", " + between(size, measure.digits) + ").";
  return {.kind = FindingKind::change,
      .sentence = std::move(sentence), .measure = measure.id, .unit = moved.unit, .state = moved.change.value < 0 ? State::clear_below : State::clear_above};
}

std::optional<Finding> cannot_tell_change(const Report& report) {
  const std::size_t last = report.periods.size() - 1;
  for (const Measure& measure : report.measures) {
    if (!speaks(measure, last) || !measure.periods[last].organisation_change.known) continue;
    const Change& change = measure.periods[last].organisation_change;
    return Finding{.kind = FindingKind::change_not_told,
                   .sentence = "Cannot tell whether " + measure.name + " changed in the organisation since " + since(report) + ": the difference is " +
                               fixed(change.value, measure.digits) + ", " + between(change.interval, measure.digits) + ".",
                   .measure = measure.id,
                   .unit = {},
                   .state = State::no_clear_difference};
  }
  return std::nullopt;
}

/// Where the organisation stands, or that no unit differs: the first measure that says something.
std::optional<Finding> about_whole(const Report& report) {
  const std::size_t last = report.periods.size() - 1;
  for (const Measure& measure : report.measures) {
    if (!speaks(measure, last)) continue;
    const MeasurePeriod& period = measure.periods[last];
    const Shown* whole = shown(period.organisation);
    if (whole == nullptr) continue;
    std::size_t units = 0;
    for (std::uint32_t u = 1; u < period.units.size(); ++u) units += shown(period.units[u]) != nullptr ? 1U : 0U;
    const std::string where = fixed(whole->value, measure.digits) + ", " + between(whole->interval, measure.digits);
    Finding finding{.kind = units > 0 ? FindingKind::no_difference : FindingKind::whole, .sentence = {}, .measure = measure.id, .unit = {}, .state = State::no_clear_difference};
    if (units > 0)
      finding.sentence = "No unit differs clearly from the organisation in any scale; " + measure.name + " stands at " + where + ".";
    else
      finding.sentence = measure.name + " stands at " + where + ", on a scale from " + shortest(measure.min) + " to " + shortest(measure.max) + ".";
    return finding;
  }
  return std::nullopt;
}

}  // namespace

std::string finding_rule() {
  return "At most three, from the last period: the unit that differs most from the organisation on the side that needs care, the one that differs most on the "
         "good "
         "side (both only where the interval of the difference leaves 0), and the largest change whose interval leaves 0 and whose size reaches the step; "
         "differences "
         "are measured against how much people within units differ. The index, the index-item mean and single questions are left out. Many units were looked "
         "at, so one in many "
         "stands out "
         "by chance; shrinkage allows for that, a finding does not prove.";
}

std::vector<Finding> find(const Report& report) {
  std::vector<Finding> findings;
  if (report.periods.empty()) return findings;
  for (bool good : {false, true})
    if (const auto difference = furthest(report, good)) findings.push_back(about_unit(report, *difference));
  if (findings.empty())
    if (auto finding = about_whole(report)) findings.push_back(std::move(*finding));
  if (report.periods.size() < 2) return findings;
  if (const auto moved = largest_change(report))
    findings.push_back(about_change(report, *moved));
  else if (auto finding = cannot_tell_change(report))
    findings.push_back(std::move(*finding));
  return findings;
}

}  // namespace karuna::measure
