// SPDX-License-Identifier: Apache-2.0
#include "show/studio/lead/overview.h"

#include <algorithm>

#include "base/csv.h"
#include "show/report/names.h"
#include "show/studio/lead/lead_cells.h"

namespace karuna::show {

namespace {

void members_of_kind(JsonWriter& json, const Released& released, ask::Depth kind) {
  json.key("kind").text(series_names[static_cast<std::size_t>(kind)]).key("kinds").begin_array();
  for (std::size_t s = 0; s < released.series.size(); ++s)
    if (released.series[s].report) json.text(series_names[s]);
  json.end_array();
}

void periods_of(JsonWriter& json, const Report& report) {
  json.key("periods").begin_array();
  for (std::size_t p = 0; p < report.periods.size(); ++p) {
    json.line().begin_object().key("title").text(report.periods[p]).key("ballots").integer(p < report.ballots.size() ? report.ballots[p] : 0).key("response");
    p < report.response.size() && report.response[p] ? json.number(*report.response[p], 3) : json.null();
    json.end_object();
  }
  json.end_array();
}

void worst_case_of(JsonWriter& json, const Measure& measure, const MeasurePeriod& period) {
  json.key("worst_case");
  if (period.worst_case && number_of(period.organisation))
    json.begin_object().key("low").number(period.worst_case->low, measure.digits).key("high").number(period.worst_case->high, measure.digits).end_object();
  else
    json.null();
}

void organisation_of(JsonWriter& json, const Report& report, const Measure& measure, const MeasurePeriod& period) {
  json.key("refused").text(period.refused).key("refused_said");
  write_said(json, period.refused_said);
  json.key("cell");
  write_cell(json, report, measure, period, period.organisation);
  json.key("change");
  write_change(json, number_of(period.organisation) ? &period.organisation_change : nullptr, measure.digits);
  worst_case_of(json, measure, period);
}

/// Units whose clear difference needs care, whichever way the scale runs.
std::size_t units_in_care(const Measure& measure, const Tally& tally) { return measure.direction == measure::Direction::higher_is_better ? tally.below : tally.above; }

void one_measure(JsonWriter& json, const Released& released, const Report& report, const Measure& measure, std::string_view language) {
  const MeasurePeriod& period = measure.periods.back();
  json.line().begin_object();
  write_measure(json, released, measure, language);
  organisation_of(json, report, measure, period);
  json.key("failed").begin_array();
  for (const measure::Gate& gate : period.gates)
    if (gate.result == measure::GateResult::failed) json.text(gate.name);
  json.end_array().key("history").begin_array();
  for (const MeasurePeriod& one : measure.periods) write_cell(json, report, measure, one, one.refused.empty() ? one.organisation : Cell(measure::NotShown{}));
  const Tally t = tally(report, measure, period);
  json.end_array().key("tally").begin_object().key("units").integer(t.units).key("own").integer(t.own_line).key("pooled").integer(t.pooled).key("hidden").integer(t.hidden);
  json.key("above").integer(t.above).key("below").integer(t.below).key("same").integer(t.same).key("care").integer(units_in_care(measure, t)).end_object().end_object();
}

void one_finding(JsonWriter& json, const Report& report, const measure::Finding& finding) {
  const auto found = std::ranges::find(report.measures, finding.measure, &Measure::id);
  if (found == report.measures.end()) return;
  const MeasurePeriod& period = found->periods.back();
  json.line().begin_object().key("kind").text(stable_name(finding.kind)).key("measure").text(finding.measure).key("unit");
  finding.unit ? write_unit(json, report.tree, *finding.unit) : static_cast<void>(json.null());
  json.key("cell");
  write_cell(json, report, *found, period, finding.unit ? period.units[finding.unit->value] : period.organisation);
  json.key("organisation");
  write_cell(json, report, *found, period, period.organisation);
  json.key("change");
  const bool about_change = finding.kind == measure::FindingKind::change || finding.kind == measure::FindingKind::change_not_told;
  write_change(json, !about_change ? nullptr : finding.unit ? change_of(period, *finding.unit) : &period.organisation_change, found->digits);
  json.end_object();
}

}  // namespace

std::string overview_json(const Released& released, ask::Depth kind, std::string_view language) {
  const Series& series = released.series[static_cast<std::size_t>(kind)];
  const Report& report = *series.report;
  const auto& last = released.waves[series.waves.back()];
  JsonWriter json;
  json.begin_object();
  members_of_kind(json, released, kind);
  json.key("organisation").text(report.title).key("profile").text(report.profile).key("k").begin_array();
  for (const std::uint32_t k : last.wave.token_part.k) json.integer(k);
  json.end_array().key("witnessed").boolean(std::ranges::all_of(series.waves, [&](std::size_t w) { return released.waves[w].final_signature; }));
  periods_of(json, report);
  json.key("index_words").text(report.index_words).key("headline");
  const Measure* lead = headline(report);
  lead ? json.text(lead->id) : json.null();
  json.key("measures").begin_array();
  for (const Measure* measure : measures_of(report)) one_measure(json, released, report, *measure, language);
  json.end_array().key("findings").begin_array();
  for (const measure::Finding& finding : report.findings) one_finding(json, report, finding);
  json.end_array().key("computed").begin_array();
  for (const std::string& sentence : report.data_quality) json.text(sentence);
  json.end_array().end_object();
  return json.take();
}

std::string overview_csv(const Released& released, ask::Depth kind, std::string_view language) {
  const Report& report = *released.series[static_cast<std::size_t>(kind)].report;
  CsvWriter csv;
  for (const char* column : {"measure", "name", "kind", "state", "n", "value", "low", "high", "change", "change_low", "change_high", "changed", "units_clearly_above", "units_clearly_below", "units_pooled", "units_not_shown"})
    csv.text(column);
  csv.end_row();
  for (const Measure* measure : measures_of(report)) {
    const MeasurePeriod& period = measure->periods.back();
    const Shown* shown = number_of(period.organisation);
    csv.text(measure->id).text(name_of_measure(released, *measure, language)).text(stable_name(measure->kind)).text(shown ? stable_name(shown->state) : not_shown_name);
    if (shown) csv.integer(shown->n).number(shown->value, measure->digits).number(shown->interval.low, measure->digits).number(shown->interval.high, measure->digits);
    else csv.empty().empty().empty().empty();
    const Change& change = period.organisation_change;
    if (shown && change.known) csv.number(change.value, measure->digits).number(change.interval.low, measure->digits).number(change.interval.high, measure->digits).text(change.changed ? "yes" : "no");
    else csv.empty().empty().empty().empty();
    const Tally t = tally(report, *measure, period);
    csv.integer(t.above).integer(t.below).integer(t.pooled).integer(t.hidden).end_row();
  }
  return csv.take();
}

std::string index_json(const Released& released, ask::Depth kind, std::string_view language) {
  const Report& report = *released.series[static_cast<std::size_t>(kind)].report;
  JsonWriter json;
  json.begin_object();
  members_of_kind(json, released, kind);
  json.key("period").text(report.periods.back()).key("profile").text(report.profile).key("index_words").text(report.index_words).key("detail");
  if (report.index_detail && report.index_detail->period + 1 == report.periods.size()) {
    json.begin_object().key("shares").begin_array();
    for (const measure::IndexShare& share : report.index_detail->shares)
      json.line().begin_object().key("dimension").text(share.dimension).key("weight").number(share.weight, 4).key("missing").number(share.missing, 1).key("low").number(share.interval.low, 1).key("high").number(share.interval.high, 1).end_object();
    json.end_array().key("shifts").begin_array();
    for (const measure::IndexShift& shift : report.index_detail->shifts)
      json.line().begin_object().key("choice").text(stable_name(shift.choice)).key("dimension").text(shift.dimension).key("index").number(shift.index, 1).key("shift").number(shift.shift, 1)
          .key("low").number(shift.interval.low, 1).key("high").number(shift.interval.high, 1).end_object();
    json.end_array().end_object();
  } else {
    json.null();
  }
  json.key("measures").begin_array();
  for (const Measure* measure : measures_of(report)) {
    const MeasurePeriod& period = measure->periods.back();
    json.line().begin_object();
    write_measure(json, released, *measure, language);
    organisation_of(json, report, *measure, period);
    json.key("remarks").begin_array();
    for (const std::string& remark : period.remarks) json.text(remark);
    json.end_array().key("reliability").begin_array();
    for (const measure::ReliabilityLine& line : period.reliability) {
      const auto optional = [&](const std::optional<double>& value) { value ? json.number(*value, line.digits) : json.null(); };
      json.line().begin_object().key("label").text(line.label).key("digits").integer(static_cast<std::size_t>(line.digits)).key("value");
      optional(line.value);
      json.key("low");
      optional(line.low);
      json.key("high");
      optional(line.high);
      json.key("words").text(line.words).key("said");
      write_said(json, line.said);
      json.end_object();
    }
    json.end_array().key("gates").begin_array();
    for (const measure::Gate& gate : period.gates) {
      json.line().begin_object().key("name").text(gate.name).key("result").text(stable_name(gate.result)).key("words").text(gate.words).key("said");
      write_said(json, gate.said);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string index_csv(const Released& released, ask::Depth kind, std::string_view language) {
  const Report& report = *released.series[static_cast<std::size_t>(kind)].report;
  CsvWriter csv;
  for (const char* column : {"measure", "name", "what", "label", "value", "low", "high", "result"}) csv.text(column);
  csv.end_row();
  const auto optional = [&](const std::optional<double>& value, int digits) { value ? csv.number(*value, digits) : csv.empty(); };
  for (const Measure* measure : measures_of(report)) {
    const MeasurePeriod& period = measure->periods.back();
    const auto row = [&](std::string_view what, std::string_view label) { csv.text(measure->id).text(name_of_measure(released, *measure, language)).text(what).text(label); };
    const Shown* shown = number_of(period.organisation);
    row("organisation", "");
    if (shown) csv.number(shown->value, measure->digits).number(shown->interval.low, measure->digits).number(shown->interval.high, measure->digits).text(stable_name(shown->state));
    else csv.empty().empty().empty().text(not_shown_name);
    csv.end_row();
    for (const measure::ReliabilityLine& line : period.reliability) {
      row("reliability", line.label);
      optional(line.value, line.digits);
      optional(line.low, line.digits);
      optional(line.high, line.digits);
      csv.empty().end_row();
    }
    for (const measure::Gate& gate : period.gates) {
      row("gate", gate.name);
      csv.empty().empty().empty().text(stable_name(gate.result)).end_row();
    }
  }
  if (report.index_detail)
    for (const measure::IndexShift& shift : report.index_detail->shifts) {
      csv.text(shift.dimension).text("").text("index under other weights").text(stable_name(shift.choice)).number(shift.shift, 1).number(shift.interval.low, 1).number(shift.interval.high, 1).empty();
      csv.end_row();
    }
  return csv.take();
}

}  // namespace karuna::show
