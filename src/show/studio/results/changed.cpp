// SPDX-License-Identifier: Apache-2.0
#include "show/studio/results/changed.h"

#include "base/csv.h"
#include "show/report/figures.h"
#include "show/report/files/json_writer.h"
#include "show/report/names.h"

namespace karuna::show {

namespace {

bool is_for_all(const Measure& measure) { return measure.kind != MeasureKind::item; }

void figures(JsonWriter& json, const Measure& measure, const MeasurePeriod& period) {
  json.line().begin_object();
  if (const Shown* shown = number_of(period.organisation)) {
    json.key("state").text(stable_name(shown->state)).key("n").integer(shown->n).key("value").number(shown->value, measure.digits);
    json.key("low").number(shown->interval.low, measure.digits).key("high").number(shown->interval.high, measure.digits).key("weak").boolean(shown->weak);
  } else {
    json.key("state").text(not_shown_name);
  }
  const Change& change = period.organisation_change;
  json.key("change");
  if (change.known && number_of(period.organisation))
    json.begin_object().key("value").number(change.value, measure.digits).key("low").number(change.interval.low, measure.digits).key("high").number(change.interval.high, measure.digits)
        .key("changed").boolean(change.changed).end_object();
  else
    json.null();
  json.key("refused").text(period.refused).end_object();
}

void one_series(JsonWriter& json, const Released& released, const Series& series, std::string_view kind, std::string_view language) {
  json.line().begin_object().key("kind").text(kind).key("why_not").text(series.why_not).key("profile").text(series.report ? series.report->profile : "");
  json.key("index_words").text(series.report ? series.report->index_words : "").key("periods").begin_array();
  if (series.report) {
    const Report& report = *series.report;
    for (std::size_t p = 0; p < report.periods.size(); ++p) {
      json.line().begin_object().key("title").text(report.periods[p]).key("ballots").integer(p < report.ballots.size() ? report.ballots[p] : 0).key("response");
      if (p < report.response.size() && report.response[p]) json.number(*report.response[p], 3);
      else json.null();
      json.end_object();
    }
  }
  json.end_array().key("measures").begin_array();
  if (series.report)
    for (const Measure& measure : series.report->measures) {
      if (!is_for_all(measure)) continue;
      json.line().begin_object().key("id").text(measure.id).key("name").text(name_of_measure(released, measure, language)).key("kind").text(stable_name(measure.kind));
      json.key("direction").text(stable_name(measure.direction)).key("min").plain(measure.min).key("max").plain(measure.max).key("digits").integer(static_cast<std::size_t>(measure.digits));
      json.key("group").text(measure.group).key("status").text(measure.status).key("periods").begin_array();
      for (const MeasurePeriod& period : measure.periods) figures(json, measure, period);
      json.end_array().end_object();
    }
  json.end_array().end_object();
}

}  // namespace

std::string changed_json(const Released& released, std::string_view language) {
  JsonWriter json;
  json.begin_object().key("series").begin_array();
  for (std::size_t s = 0; s < released.series.size(); ++s)
    if (!released.series[s].waves.empty()) one_series(json, released, released.series[s], series_names[s], language);
  json.end_array().end_object();
  return json.take();
}

std::string changed_csv(const Released& released, std::string_view language) {
  CsvWriter csv;
  for (const char* column : {"series", "wave", "measure", "name", "kind", "state", "n", "value", "low", "high", "change", "change_low", "change_high", "changed"}) csv.text(column);
  csv.end_row();
  for (std::size_t s = 0; s < released.series.size(); ++s) {
    if (!released.series[s].report) continue;
    const Report& report = *released.series[s].report;
    for (std::size_t p = 0; p < report.periods.size(); ++p)
      for (const Measure& measure : report.measures) {
        const MeasurePeriod* period = is_for_all(measure) ? in_period(measure, p) : nullptr;
        if (!period) continue;
        const Shown* shown = number_of(period->organisation);
        csv.text(series_names[s]).text(report.periods[p]).text(measure.id).text(name_of_measure(released, measure, language)).text(stable_name(measure.kind));
        csv.text(shown ? stable_name(shown->state) : not_shown_name);
        if (shown) csv.integer(shown->n).number(shown->value, measure.digits).number(shown->interval.low, measure.digits).number(shown->interval.high, measure.digits);
        else csv.empty().empty().empty().empty();
        const Change& change = period->organisation_change;
        if (shown && change.known)
          csv.number(change.value, measure.digits).number(change.interval.low, measure.digits).number(change.interval.high, measure.digits).text(change.changed ? "yes" : "no");
        else
          csv.empty().empty().empty().empty();
        csv.end_row();
      }
  }
  return csv.take();
}

}  // namespace karuna::show
