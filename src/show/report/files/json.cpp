// SPDX-License-Identifier: Apache-2.0
#include "show/report/files/json.h"

#include "show/report/figures.h"
#include "show/report/files/json_writer.h"
#include "show/report/names.h"

namespace karuna::show {
namespace {

void interval(JsonWriter& json, const Interval& values, int digits) { json.key("low").number(values.low, digits).key("high").number(values.high, digits); }

void change(JsonWriter& json, const Change* value, int digits) {
  if (!value || !value->known) {
    json.null();
    return;
  }
  json.begin_object().key("value").number(value->value, digits);
  interval(json, value->interval, digits);
  json.key("changed").boolean(value->changed).end_object();
}

/// The members of a cell. A cell without a number has its state and nothing else, so that what is behind it cannot be told.
void cell(JsonWriter& json, const Cell& value, const Measure& measure) {
  json.key("state");
  if (const Shown* shown = number_of(value)) {
    json.text(stable_name(shown->state)).key("n").integer(shown->n).key("raw").number(shown->raw, measure.digits);
    json.key("value").number(shown->value, measure.digits);
    interval(json, shown->interval, measure.digits);
    json.key("weak").boolean(shown->weak);
  } else if (const auto* pooled = std::get_if<measure::Pooled>(&value)) {
    json.text(pooled_name).key("pool").integer(pooled->line);
  } else {
    json.text(not_shown_name);
  }
}

void pools(JsonWriter& json, const Report& report, const Measure& measure, const MeasurePeriod& period) {
  json.key("pools").begin_array();
  for (std::size_t i = 0; i < period.pools.size(); ++i) {
    const measure::Pool& pool = period.pools[i];
    json.line().begin_object().key("pool").integer(i).key("under").text(report.tree[pool.home].id).key("units").begin_array();
    for (UnitId unit : pool.units) json.text(report.tree[unit].id);
    json.end_array();
    cell(json, pool.cell, measure);
    json.end_object();
  }
  json.end_array();
}

void quality(JsonWriter& json, const MeasurePeriod& period) {
  json.key("reliability").begin_array();
  for (const measure::ReliabilityLine& line : period.reliability) {
    const auto optional = [&](const std::optional<double>& value) { value ? json.number(*value, line.digits) : json.null(); };
    json.line().begin_object().key("label").text(line.label).key("value");
    optional(line.value);
    json.key("low");
    optional(line.low);
    json.key("high");
    optional(line.high);
    json.key("words").text(line.words).end_object();
  }
  json.end_array().key("gates").begin_array();
  for (const measure::Gate& gate : period.gates)
    json.line().begin_object().key("name").text(gate.name).key("result").text(stable_name(gate.result)).key("words").text(gate.words).end_object();
  json.end_array();
}

void measure_period(JsonWriter& json, const Report& report, const Measure& measure, std::size_t at) {
  const MeasurePeriod& period = measure.periods[at];
  const int digits = measure.digits;
  json.line().begin_object().key("period").text(at < report.periods.size() ? report.periods[at] : "");
  json.key("refused");
  period.refused.empty() ? json.null() : json.text(period.refused);
  json.key("organisation").begin_object();
  cell(json, period.organisation, measure);
  json.key("change");
  change(json, number_of(period.organisation) ? &period.organisation_change : nullptr, digits);
  json.end_object().key("worst_case");
  if (period.worst_case) {
    json.begin_object();
    interval(json, *period.worst_case, digits);
    json.end_object();
  } else {
    json.null();
  }
  json.key("weighted");
  if (period.weighted) {
    json.begin_object().key("value").number(*period.weighted, digits).key("low");
    period.weighted_low ? json.number(*period.weighted_low, digits) : json.null();
    json.key("high");
    period.weighted_high ? json.number(*period.weighted_high, digits) : json.null();
    json.key("words").text(period.weighted_words).end_object();
  } else {
    json.null();
  }
  json.key("shrinkage").text(period.shrinkage_words);
  json.key("remarks").begin_array();
  for (const std::string& remark : period.remarks) json.text(remark);
  json.end_array();
  quality(json, period);
  json.key("units").begin_array();
  for (std::uint32_t u = 0; u < period.units.size() && u < report.tree.size(); ++u) {
    json.line().begin_object().key("unit").text(report.tree[UnitId{u}].id);
    cell(json, period.units[u], measure);
    if (number_of(period.units[u])) {
      json.key("change");
      change(json, change_of(period, UnitId{u}), digits);
    }
    json.end_object();
  }
  json.end_array();
  pools(json, report, measure, period);
  json.end_object();
}

void facts(JsonWriter& json, std::string_view key, const std::vector<measure::Fact>& lines) {
  json.line().key(key).begin_array();
  for (const measure::Fact& fact : lines) json.line().begin_object().key("label").text(fact.label).key("words").text(fact.words).end_object();
  json.end_array();
}

void sentences(JsonWriter& json, std::string_view key, const std::vector<std::string>& lines) {
  json.line().key(key).begin_array();
  for (const std::string& one : lines) json.line().text(one);
  json.end_array();
}

void head(JsonWriter& json, const Report& report) {
  json.line().key("format").text("karuna-report/1").line().key("title").text(report.title).line().key("language").text(report.language);
  json.line().key("version").text(report.version).line().key("profile").text(report.profile).line().key("from_persons").boolean(report.from_persons);
  json.line().key("seed").text(std::to_string(report.seed)).line().key("draws").integer(report.draws).line().key("input_sha256").text(report.input_sha256);
  json.line().key("periods").begin_array();
  for (std::size_t p = 0; p < report.periods.size(); ++p) {
    json.line().begin_object().key("label").text(report.periods[p]).key("ballots");
    p < report.ballots.size() ? json.integer(report.ballots[p]) : json.null();
    json.key("response");
    p < report.response.size() && report.response[p] ? json.number(*report.response[p], 3) : json.null();
    json.end_object();
  }
  json.end_array().line().key("tree").begin_array();
  for (std::uint32_t u = 0; u < report.tree.size(); ++u) {
    const Unit& unit = report.tree[UnitId{u}];
    json.line().begin_object().key("id").text(unit.id).key("name").text(unit.name).key("parent");
    unit.parent ? json.text(report.tree[unit.parent].id) : json.null();
    json.key("depth").integer(unit.depth).key("eligible");
    unit.eligible ? json.integer(*unit.eligible) : json.null();
    json.end_object();
  }
  json.end_array();
}

void index_detail(JsonWriter& json, const Report& report) {
  json.line().key("index_detail");
  if (!report.index_detail) {
    json.null();
    return;
  }
  json.begin_object().key("period").integer(report.index_detail->period).key("shares").begin_array();
  for (const measure::IndexShare& share : report.index_detail->shares) {
    json.line().begin_object().key("dimension").text(share.dimension).key("weight").number(share.weight, 4).key("missing").number(share.missing, 1);
    interval(json, share.interval, 1);
    json.end_object();
  }
  json.end_array().key("shifts").begin_array();
  for (const measure::IndexShift& shift : report.index_detail->shifts) {
    json.line().begin_object().key("choice").text(stable_name(shift.choice)).key("dimension").text(shift.dimension).key("index").number(shift.index, 1).key("shift").number(shift.shift, 1);
    interval(json, shift.interval, 1);
    json.end_object();
  }
  json.end_array().end_object();
}

void findings(JsonWriter& json, const Report& report) {
  json.line().key("index_words").text(report.index_words);
  index_detail(json, report);
  json.line().key("findings").begin_array();
  for (const measure::Finding& finding : report.findings) {
    json.line().begin_object().key("kind").text(stable_name(finding.kind)).key("sentence").text(finding.sentence).key("measure").text(finding.measure).key("unit");
    finding.unit&& finding.unit->value < report.tree.size() ? json.text(report.tree[*finding.unit].id) : json.null();
    json.key("state").text(stable_name(finding.state)).end_object();
  }
  json.end_array().line().key("finding_rule").text(report.finding_rule);
}

void funnels(JsonWriter& json, const Report& report) {
  json.line().key("funnels").begin_array();
  for (const measure::Funnel& funnel : report.funnels) {
    int digits = 2;
    for (const Measure& measure : report.measures)
      if (measure.id == funnel.measure) digits = measure.digits;
    json.line().begin_object().key("measure").text(funnel.measure).key("period").text(funnel.period).key("centre").number(funnel.centre, digits);
    json.key("points").begin_array();
    for (const measure::FunnelPoint& point : funnel.points) {
      json.line().begin_object().key("unit").text(report.tree[point.unit].id).key("n").number(point.n, 0).key("value").number(point.value, digits);
      json.key("low95").number(point.low95, digits).key("high95").number(point.high95, digits);
      json.key("low998").number(point.low998, digits).key("high998").number(point.high998, digits).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

namespace {

void write(JsonWriter& json, const Report& report) {
  json.begin_object();
  head(json, report);
  findings(json, report);
  json.line().key("measures").begin_array();
  for (const Measure& measure : report.measures) {
    json.line().begin_object().key("id").text(measure.id).key("name").text(measure.name).key("kind").text(stable_name(measure.kind));
    json.key("direction").text(stable_name(measure.direction)).key("min").plain(measure.min).key("max").plain(measure.max);
    json.key("digits").integer(static_cast<std::uint64_t>(measure.digits)).key("group").text(measure.group).key("instrument").text(measure.instrument);
    json.key("status").text(measure.status).key("notice").text(measure.notice).key("periods").begin_array();
    for (std::size_t p = 0; p < measure.periods.size(); ++p) measure_period(json, report, measure, p);
    json.end_array().end_object();
  }
  json.end_array();
  facts(json, "protection", report.protection);
  facts(json, "computation", report.computation);
  sentences(json, "data_quality", report.data_quality);
  sentences(json, "promises_not_carried", report.promises_not_carried);
  funnels(json, report);
  json.line().end_object();
}

}  // namespace

std::string report_json(const Report& report) {
  JsonWriter json;
  write(json, report);
  return json.take();
}

void report_json(const Report& report, const TakeBytes& take) {
  JsonWriter json(take);
  write(json, report);
  json.take();
}

}  // namespace karuna::show
