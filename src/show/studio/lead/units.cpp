// SPDX-License-Identifier: Apache-2.0
#include "show/studio/lead/units.h"

#include <algorithm>

#include "base/csv.h"
#include "show/report/names.h"
#include "show/studio/lead/lead_cells.h"

namespace karuna::show {

namespace {

constexpr std::size_t rows_of_two_levels = 60;

/// The measures that draw a column: those with a figure somewhere in the last period.
std::vector<const Measure*> columns_of(const Report& report) {
  auto list = measures_of(report);
  std::erase_if(list, [](const Measure* measure) { return !has_figures(measure->periods.back()); });
  return list;
}

/// A period that is refused shows nothing, whatever its cells hold.
const Cell& cell_of(const MeasurePeriod& period, UnitId unit) {
  static const Cell nothing = measure::NotShown{};
  return period.refused.empty() && unit.value < period.units.size() ? period.units[unit.value] : nothing;
}

/// The unit, where it is in the tree and has a figure, its own or with others, in some measure of some period that is drawn.
std::optional<UnitId> shown_unit(const Report& report, std::string_view id, bool any_period) {
  const auto found = id.empty() ? std::optional(report.tree.root()) : report.tree.find(id);
  if (!found) return {};
  for (const Measure* measure : measures_of(report))
    for (std::size_t p = any_period ? 0 : measure->periods.size() - 1; p < measure->periods.size(); ++p)
      if (figure_of(measure->periods[p], cell_of(measure->periods[p], *found))) return found;
  return {};
}

std::vector<UnitId> rows_below(const UnitTree& tree, UnitId unit) {
  std::size_t two = 1;
  for (const UnitId child : tree[unit].children) two += 1 + tree[child].children.size();
  std::vector<UnitId> rows{unit};
  for (const UnitId child : tree[unit].children) {
    rows.push_back(child);
    if (two <= rows_of_two_levels) rows.insert(rows.end(), tree[child].children.begin(), tree[child].children.end());
  }
  return rows;
}

void head(JsonWriter& json, const Released& released, ask::Depth kind, const Report& report, UnitId unit) {
  json.begin_object().key("kind").text(series_names[static_cast<std::size_t>(kind)]).key("kinds").begin_array();
  for (std::size_t s = 0; s < released.series.size(); ++s)
    if (released.series[s].report) json.text(series_names[s]);
  json.end_array().key("profile").text(report.profile).key("unit");
  write_unit(json, report.tree, unit);
  json.key("path").begin_array();
  for (const UnitId above : report.tree.path(unit))
    if (above != unit) write_unit(json, report.tree, above);
  json.end_array();
}

const Report& report_of(const Released& released, ask::Depth kind) { return *released.series[static_cast<std::size_t>(kind)].report; }

void csv_figure(CsvWriter& csv, const Measure& measure, const MeasurePeriod& period, const Cell& cell) {
  const bool pooled = std::holds_alternative<measure::Pooled>(cell);
  const Shown* shown = figure_of(period, cell);
  csv.text(pooled ? pooled_name : shown ? stable_name(shown->state) : not_shown_name);
  if (shown) csv.integer(shown->n).number(shown->value, measure.digits).number(shown->interval.low, measure.digits).number(shown->interval.high, measure.digits);
  else csv.empty().empty().empty().empty();
}

}  // namespace

std::string heat_json(const Released& released, ask::Depth kind, std::string_view id, std::string_view language) {
  const Report& report = report_of(released, kind);
  const auto unit = shown_unit(report, id, false);
  if (!unit) return std::string(not_shown_json);
  const auto columns = columns_of(report);
  JsonWriter json;
  head(json, released, kind, report, *unit);
  json.key("period").text(report.periods.back()).key("columns").begin_array();
  for (const Measure* measure : columns) {
    json.line().begin_object();
    write_measure(json, released, *measure, language);
    json.end_object();
  }
  json.end_array().key("refused").begin_array();
  for (const Measure* measure : measures_of(report))
    if (!has_figures(measure->periods.back())) {
      json.line().begin_object();
      write_measure(json, released, *measure, language);
      json.key("refused").text(measure->periods.back().refused).key("refused_said");
      write_said(json, measure->periods.back().refused_said);
      json.key("failed").begin_array();
      for (const measure::Gate& gate : measure->periods.back().gates)
        if (gate.result == measure::GateResult::failed) json.text(gate.name);
      json.end_array().end_object();
    }
  json.end_array().key("rows").begin_array();
  const auto rows = rows_below(report.tree, *unit);
  for (std::size_t r = 0; r < std::min(rows.size(), most_heat_rows); ++r) {
    const Unit& one = report.tree[rows[r]];
    json.line().begin_object().key("id").text(one.id).key("name").text(one.name).key("depth").integer(one.depth - report.tree[*unit].depth).key("below").integer(one.children.size());
    json.key("cells").begin_array();
    for (const Measure* measure : columns) write_cell(json, report, *measure, measure->periods.back(), cell_of(measure->periods.back(), rows[r]));
    json.end_array().end_object();
  }
  json.end_array().key("left_out").integer(rows.size() - std::min(rows.size(), most_heat_rows)).end_object();
  return json.take();
}

std::string heat_csv(const Released& released, ask::Depth kind, std::string_view id, std::string_view language) {
  const Report& report = report_of(released, kind);
  const auto unit = shown_unit(report, id, false);
  if (!unit) return std::string(not_shown_csv);
  CsvWriter csv;
  for (const char* column : {"unit", "unit_name", "measure", "name", "state", "n", "value", "low", "high"}) csv.text(column);
  csv.end_row();
  for (const UnitId row : rows_below(report.tree, *unit))
    for (const Measure* measure : columns_of(report)) {
      csv.text(report.tree[row].id).text(report.tree[row].name).text(measure->id).text(name_of_measure(released, *measure, language));
      csv_figure(csv, *measure, measure->periods.back(), cell_of(measure->periods.back(), row));
      csv.end_row();
    }
  return csv.take();
}

std::string trend_json(const Released& released, ask::Depth kind, std::string_view id, std::string_view language) {
  const Report& report = report_of(released, kind);
  const auto unit = shown_unit(report, id, true);
  if (!unit) return std::string(not_shown_json);
  JsonWriter json;
  head(json, released, kind, report, *unit);
  json.key("children").begin_array();
  for (const UnitId child : report.tree[*unit].children) write_unit(json, report.tree, child);
  json.end_array().key("periods").begin_array();
  for (std::size_t p = 0; p < report.periods.size(); ++p) json.begin_object().key("title").text(report.periods[p]).key("ballots").integer(p < report.ballots.size() ? report.ballots[p] : 0).end_object();
  json.end_array().key("measures").begin_array();
  const bool whole = *unit == report.tree.root();
  for (const Measure* measure : measures_of(report)) {
    json.line().begin_object();
    write_measure(json, released, *measure, language);
    json.key("cells").begin_array();
    for (const MeasurePeriod& period : measure->periods) write_cell(json, report, *measure, period, whole && period.refused.empty() ? period.organisation : cell_of(period, *unit));
    json.end_array().key("changes").begin_array();
    for (const MeasurePeriod& period : measure->periods) {
      const bool shown = period.refused.empty() && (whole ? number_of(period.organisation) != nullptr : number_of(cell_of(period, *unit)) != nullptr);
      write_change(json, !shown ? nullptr : whole ? &period.organisation_change : change_of(period, *unit), measure->digits);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string trend_csv(const Released& released, ask::Depth kind, std::string_view id, std::string_view language) {
  const Report& report = report_of(released, kind);
  const auto unit = shown_unit(report, id, true);
  if (!unit) return std::string(not_shown_csv);
  CsvWriter csv;
  for (const char* column : {"wave", "measure", "name", "state", "n", "value", "low", "high"}) csv.text(column);
  csv.end_row();
  for (const Measure* measure : measures_of(report))
    for (std::size_t p = 0; p < measure->periods.size(); ++p) {
      csv.text(report.periods[p]).text(measure->id).text(name_of_measure(released, *measure, language));
      csv_figure(csv, *measure, measure->periods[p], cell_of(measure->periods[p], *unit));
      csv.end_row();
    }
  return csv.take();
}

}  // namespace karuna::show
