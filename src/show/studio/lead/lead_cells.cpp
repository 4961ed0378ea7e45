// SPDX-License-Identifier: Apache-2.0
#include "show/studio/lead/lead_cells.h"

#include <algorithm>

#include "show/report/names.h"

namespace karuna::show {

namespace {

void figure(JsonWriter& json, const Shown& shown, int digits) {
  json.key("state").text(stable_name(shown.state)).key("n").integer(shown.n).key("value").number(shown.value, digits);
  json.key("low").number(shown.interval.low, digits).key("high").number(shown.interval.high, digits).key("weak").boolean(shown.weak);
}

}  // namespace

const Shown* figure_of(const MeasurePeriod& period, const Cell& cell) {
  if (const Shown* shown = number_of(cell)) return shown;
  const auto* pooled = std::get_if<measure::Pooled>(&cell);
  return pooled && pooled->line < period.pools.size() ? number_of(period.pools[pooled->line].cell) : nullptr;
}

void write_cell(JsonWriter& json, const Report& report, const Measure& measure, const MeasurePeriod& period, const Cell& cell) {
  json.begin_object();
  if (const Shown* shown = number_of(cell)) {
    figure(json, *shown, measure.digits);
  } else if (const auto* pooled = std::get_if<measure::Pooled>(&cell)) {
    json.key("state").text(pooled_name).key("pool").integer(pooled->line).key("names").begin_array();
    for (const UnitId other : pooled->with) json.text(report.tree[other].name);
    json.end_array();
    if (const Shown* together = figure_of(period, cell)) {
      json.key("figure").begin_object();
      figure(json, *together, measure.digits);
      json.end_object();
    }
  } else {
    json.key("state").text(not_shown_name);
  }
  json.end_object();
}

void write_change(JsonWriter& json, const Change* change, int digits) {
  if (!change || !change->known) {
    json.null();
    return;
  }
  json.begin_object().key("value").number(change->value, digits).key("low").number(change->interval.low, digits).key("high").number(change->interval.high, digits);
  json.key("changed").boolean(change->changed).end_object();
}

void write_measure(JsonWriter& json, const Released& released, const Measure& measure, std::string_view language) {
  json.key("id").text(measure.id).key("name").text(name_of_measure(released, measure, language)).key("kind").text(stable_name(measure.kind));
  json.key("direction").text(stable_name(measure.direction)).key("min").plain(measure.min).key("max").plain(measure.max).key("digits").integer(static_cast<std::size_t>(measure.digits));
  json.key("group").text(measure.group).key("instrument").text(measure.instrument).key("status").text(measure.status);
}

void write_said(JsonWriter& json, const Said& said) {
  if (said.code.empty()) {
    json.null();
    return;
  }
  json.begin_object().key("code").text(said.code).key("values").begin_object();
  for (const auto& [name, value] : said.values) json.key(name.c_str()).text(value);
  json.end_object().end_object();
}

void write_unit(JsonWriter& json, const UnitTree& tree, UnitId unit) { json.begin_object().key("id").text(tree[unit].id).key("name").text(tree[unit].name).end_object(); }

bool has_figures(const MeasurePeriod& period) {
  return period.refused.empty() && (number_of(period.organisation) || std::ranges::any_of(period.units, [&](const Cell& cell) { return figure_of(period, cell) != nullptr; }));
}

std::vector<const Measure*> measures_of(const Report& report) {
  std::vector<const Measure*> list;
  for (const Measure& measure : report.measures)
    if (measure.kind != MeasureKind::item && !measure.periods.empty()) list.push_back(&measure);
  return list;
}

}  // namespace karuna::show
