// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "show/report/figures.h"
#include "show/report/files/json_writer.h"
#include "show/studio/results/results.h"

namespace karuna::show {

/// What every refusal to show says: hidden, empty, absent and asked in a way that does not exist are these bytes and no others.
inline constexpr std::string_view not_shown_json = R"({"state":"not_shown"})";
inline constexpr std::string_view not_shown_csv = "state\r\nnot_shown\r\n";

/// The members of a cell as the pages read it: state, n, value, low, high, weak; a pooled one with the names of the others and the figure of all of them.
void write_cell(JsonWriter& json, const Report& report, const Measure& measure, const MeasurePeriod& period, const Cell& cell);
/// {"value", "low", "high", "changed"}, or null.
void write_change(JsonWriter& json, const Change* change, int digits);
/// Members of a measure: id, name, kind, direction, min, max, digits, group, instrument, status.
void write_measure(JsonWriter& json, const Released& released, const Measure& measure, std::string_view language);
/// {"code", "values": {...}}, or null where there is no sentence of that kind.
void write_said(JsonWriter& json, const Said& said);
/// {"id", "name"}
void write_unit(JsonWriter& json, const UnitTree& tree, UnitId unit);

/// Does the organisation or any unit have a figure in this period?
bool has_figures(const MeasurePeriod& period);
/// Where the figure of a unit lies, its own or that of its pool; null where there is none.
const Shown* figure_of(const MeasurePeriod& period, const Cell& cell);
/// The index, then dimensions and scales: what the pages of a programme lead draw. Single questions stand in the report.
std::vector<const Measure*> measures_of(const Report& report);

}  // namespace karuna::show
