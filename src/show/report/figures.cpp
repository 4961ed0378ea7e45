// SPDX-License-Identifier: Apache-2.0
#include "show/report/figures.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace karuna::show {

std::size_t present(const Report& report) { return report.periods.empty() ? 0 : report.periods.size() - 1; }

const MeasurePeriod* in_period(const Measure& measure, std::size_t period) {
  return period < measure.periods.size() ? &measure.periods[period] : nullptr;
}

const Shown* number_of(const Cell& cell) { return std::get_if<Shown>(&cell); }

Drawn draw_organisation(const MeasurePeriod& period) {
  const Shown* shown = number_of(period.organisation);
  return {shown ? Mark::point : Mark::none, Tone::plain, shown, nullptr};
}

namespace {

Tone tone_of(measure::State state, measure::Direction direction) {
  if (state == measure::State::no_clear_difference) return Tone::plain;
  const bool more = state == measure::State::clear_above;
  return more == (direction == measure::Direction::higher_is_better) ? Tone::good : Tone::care;
}

}  // namespace

Drawn draw_unit(const Measure& measure, const MeasurePeriod& period, UnitId unit) {
  if (unit.value >= period.units.size()) return {};
  const Cell& cell = period.units[unit.value];
  if (const Shown* shown = number_of(cell)) {
    const Mark mark = shown->state == measure::State::clear_above   ? Mark::above
                      : shown->state == measure::State::clear_below ? Mark::below
                                                                    : Mark::same;
    return {mark, tone_of(shown->state, measure.direction), shown, nullptr};
  }
  if (const auto* pooled = std::get_if<measure::Pooled>(&cell)) {
    const Shown* shown = pooled->line < period.pools.size() ? number_of(period.pools[pooled->line].cell) : nullptr;
    return {Mark::pooled, shown ? tone_of(shown->state, measure.direction) : Tone::plain, shown, pooled};
  }
  return {};
}

const Change* change_of(const MeasurePeriod& period, UnitId unit) {
  if (unit.value >= period.changes.size() || unit.value >= period.units.size()) return nullptr;
  if (!number_of(period.units[unit.value])) return nullptr;
  const Change& change = period.changes[unit.value];
  return change.known ? &change : nullptr;
}

const Measure* headline(const Report& report) {
  const std::size_t now = present(report);
  const Measure* first = nullptr;
  for (const Measure& measure : report.measures) {
    if (measure.kind == MeasureKind::item) continue;
    const MeasurePeriod* period = in_period(measure, now);
    if (!period || !period->refused.empty() || !number_of(period->organisation)) continue;
    if (measure.kind == MeasureKind::index) return &measure;
    if (!first) first = &measure;
  }
  return first;
}

const Measure* lead(const Report& report) {
  if (const Measure* first = headline(report)) return first;
  for (const Measure& measure : report.measures)
    if (const MeasurePeriod* period = in_period(measure, present(report)); period && period->refused.empty() && measure.kind != MeasureKind::item)
      for (const Cell& cell : period->units)
        if (number_of(cell)) return &measure;
  return nullptr;
}

bool belongs_to(const Measure& scale, const Measure& dimension) {
  if (scale.kind == MeasureKind::dimension || scale.group.empty()) return false;
  if (scale.group == dimension.id || lower_ascii(scale.group) == lower_ascii(dimension.name)) return true;
  const std::size_t colon = dimension.id.find_last_of(":.");
  return colon != std::string::npos && std::string_view(dimension.id).substr(colon + 1) == scale.group;
}

std::vector<const Measure*> profile(const Report& report) {
  std::vector<const Measure*> ordered;
  std::vector<bool> taken(report.measures.size(), false);
  for (const Measure& dimension : report.measures) {
    if (dimension.kind != MeasureKind::dimension) continue;
    ordered.push_back(&dimension);
    for (std::size_t i = 0; i < report.measures.size(); ++i) {
      const Measure& scale = report.measures[i];
      if (taken[i] || scale.kind == MeasureKind::item || scale.kind == MeasureKind::index || !belongs_to(scale, dimension)) continue;
      taken[i] = true;
      ordered.push_back(&scale);
    }
  }
  for (std::size_t i = 0; i < report.measures.size(); ++i) {
    const MeasureKind kind = report.measures[i].kind;
    if (!taken[i] && (kind == MeasureKind::scale || kind == MeasureKind::score)) ordered.push_back(&report.measures[i]);
  }
  return ordered;
}

std::vector<const Measure*> items(const Report& report) {
  std::vector<const Measure*> found;
  for (const Measure& measure : report.measures)
    if (measure.kind == MeasureKind::item) found.push_back(&measure);
  return found;
}

bool worth_a_card(const Measure& measure, const MeasurePeriod& period) {
  if (measure.kind == MeasureKind::item) return false;
  return !period.reliability.empty() || std::any_of(period.gates.begin(), period.gates.end(), [](const measure::Gate& g) { return g.result != measure::GateResult::passed; });
}

Tally tally(const Report& report, const Measure& measure, const MeasurePeriod& period) {
  Tally count;
  for (std::uint32_t u = 1; u < report.tree.size(); ++u) {
    ++count.units;
    switch (draw_unit(measure, period, UnitId{u}).mark) {
      case Mark::above: ++count.own_line; ++count.above; break;
      case Mark::below: ++count.own_line; ++count.below; break;
      case Mark::same: ++count.own_line; ++count.same; break;
      case Mark::pooled: ++count.pooled; break;
      case Mark::none: ++count.hidden; break;
      case Mark::point: break;
    }
  }
  return count;
}

Reach reach_of(const UnitTree& tree, std::size_t most) {
  std::vector<std::size_t> level;
  for (std::uint32_t u = 0; u < tree.size(); ++u) {
    const std::uint32_t depth = tree[UnitId{u}].depth;
    if (depth >= level.size()) level.resize(depth + 1, 0);
    ++level[depth];
  }
  Reach reach{.most = most};
  for (std::size_t d = 0; d < level.size(); ++d) {
    if (d > 1 && reach.rows + level[d] > most) break;   // the first two levels are always begun
    reach.depth = static_cast<std::uint32_t>(d);
    reach.rows += level[d];
  }
  reach.rows = std::min(reach.rows, std::max<std::size_t>(most, 1));
  reach.left_out = tree.size() - reach.rows;
  return reach;
}

std::vector<UnitId> rows_of(const UnitTree& tree, const Reach& reach) {
  std::vector<UnitId> rows;
  for (std::uint32_t u = 0; u < tree.size() && rows.size() < reach.rows; ++u)
    if (tree[UnitId{u}].depth <= reach.depth) rows.push_back(UnitId{u});
  return rows;
}

double place(double value, const Measure& measure) {
  const double width = measure.max - measure.min;
  if (!(width > 0) || !std::isfinite(value)) return 0;
  return std::clamp((value - measure.min) / width, 0.0, 1.0);
}

int step_of(double value, const Measure& measure) {
  double at = place(value, measure);
  if (measure.direction == measure::Direction::lower_is_better) at = 1 - at;
  return std::min(6, static_cast<int>(at * 7));
}

std::string figure(double value, const Measure& measure) {
  if (!std::isfinite(value)) return "?";
  std::string digits = fixed(value, measure.digits);
  if (digits.front() == '-') digits.replace(0, 1, "−");
  return digits;
}

std::string ends(const Measure& measure, std::string_view dash) {
  const auto side = [](double v) { return v < 0 ? "−" + shortest(-v) : shortest(v); };
  const std::string_view room = measure.min < 0 ? " " : "";
  return side(measure.min) + std::string(room) + std::string(dash) + std::string(room) + side(measure.max);
}

std::string range(const Interval& interval, const Measure& measure, std::string_view dash) {
  // Below zero a dash between two numbers reads as a minus; the blanks keep them apart.
  const bool signs = interval.low < 0 || interval.high < 0;
  std::string text = figure(interval.low, measure);
  if (signs) text += ' ';
  text += dash;
  if (signs) text += ' ';
  return text + figure(interval.high, measure);
}

std::string signed_figure(double value, const Measure& measure) {
  std::string digits = figure(std::fabs(value), measure);
  const bool zero = digits.find_first_of("123456789") == std::string::npos;
  if (zero) return digits;
  return (value < 0 ? "−" : "+") + digits;
}

std::string clean(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (c < 0x20 || c == 0x7f) {
      out += ' ';
      continue;
    }
    if (c == 0xc2 && i + 1 < name.size() && static_cast<unsigned char>(name[i + 1]) < 0xa0) {   // C1 controls
      ++i;
      continue;
    }
    if (c == 0xe2 && i + 2 < name.size()) {
      const auto second = static_cast<unsigned char>(name[i + 1]);
      const auto third = static_cast<unsigned char>(name[i + 2]);
      const bool turns = (second == 0x80 && ((third >= 0xaa && third <= 0xae) || third == 0x8e || third == 0x8f || third == 0xa8 || third == 0xa9)) ||
                         (second == 0x81 && third >= 0xa6 && third <= 0xa9);
      if (turns) {
        i += 2;
        continue;
      }
    }
    out += name[i];
  }
  return out;
}

std::string name_of(const UnitTree& tree, UnitId unit) {
  if (unit.value >= tree.size()) return "?";
  const Unit& found = tree[unit];
  return clean(found.name.empty() ? found.id : found.name);
}

std::vector<std::string> names_of(const UnitTree& tree, std::span<const UnitId> units) {
  std::vector<std::string> names;
  names.reserve(units.size());
  for (UnitId unit : units) names.push_back(name_of(tree, unit));
  return names;
}

}  // namespace karuna::show
