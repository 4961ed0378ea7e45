// SPDX-License-Identifier: Apache-2.0
#include "show/studio/team/team.h"

#include <algorithm>

#include "show/report/names.h"

namespace karuna::show {
namespace {

using measure::Measure;
using measure::MeasurePeriod;
using measure::Shown;
using nlohmann::json;
using understand::TeamReading;

constexpr std::int64_t usual_gap[] = {2190, 730};  // hours: a quarter between deep waves, a month between pulses

double rounded(double value, int digits) {
  const double factor = std::pow(10.0, digits);
  return std::round(value * factor) / factor;
}

json measure_of(const Released& released, const Measure& measure, std::string_view language) {
  return {{"id", measure.id}, {"name", name_of_measure(released, measure, language)}, {"min", measure.min}, {"max", measure.max}, {"digits", measure.digits},
          {"direction", stable_name(measure.direction)}};
}

json figure_of(const Shown& shown, int digits) {
  return {{"state", stable_name(shown.state)}, {"value", rounded(shown.value, digits)}, {"low", rounded(shown.interval.low, digits)}, {"high", rounded(shown.interval.high, digits)},
          {"n", shown.n}, {"weak", shown.weak}};
}

/// The unit's own figure or that of its pool; nothing looks like nothing, whatever the reason.
json figure_in(const MeasurePeriod& period, const measure::Cell& cell, int digits) {
  if (const auto* shown = std::get_if<Shown>(&cell)) return figure_of(*shown, digits);
  const auto* pooled = std::get_if<measure::Pooled>(&cell);
  const auto* together = pooled ? std::get_if<Shown>(&period.pools[pooled->line].cell) : nullptr;
  return together ? figure_of(*together, digits) : json{{"state", not_shown_name}};
}

json history_of(const Released& released, const measure::Report& report, const Measure& measure, UnitId unit, std::string_view language) {
  json periods = json::array();
  for (std::size_t p = 0; p < measure.periods.size(); ++p) {
    const MeasurePeriod& period = measure.periods[p];
    const bool refused = !period.refused.empty();
    periods.push_back({{"title", report.periods[p]},
                       {"team", refused ? json{{"state", not_shown_name}} : figure_in(period, period.units[unit.value], measure.digits)},
                       {"organisation", refused ? json{{"state", not_shown_name}} : figure_in(period, period.organisation, measure.digits)}});
  }
  return {{"measure", measure_of(released, measure, language)}, {"periods", std::move(periods)}};
}

json practice_of(const act::Practice& practice, std::string_view language) {
  const auto in = [&](const act::Words& words) {
    const auto found = words.find(language);
    return found != words.end() ? found->second : words.find("en")->second;
  };
  return {{"id", practice.id}, {"title", in(practice.title)}, {"do", in(practice.does)}, {"first", in(practice.first)}, {"careful", in(practice.careful)}, {"minutes", practice.minutes},
          {"element", practice.element}, {"evidence", act::evidence_names[static_cast<std::size_t>(practice.evidence)]}};
}

/// What presses most, first: the concern, then what cannot be told, then the strength.
std::vector<std::string> pressing(const TeamReading& reading, const measure::Report& report) {
  std::vector<std::string> ids;
  for (const auto kind : {understand::StatementKind::concern, understand::StatementKind::cannot_tell, understand::StatementKind::strength})
    for (const auto& statement : reading.statements)
      if (statement.kind == kind) ids.push_back(report.measures[statement.measure].id);
  return ids;
}

/// The organisation itself: nobody is compared with a whole that they are.
std::optional<UnitId> series_root(const Series& series) { return series.report ? std::optional(series.report->tree.root()) : std::nullopt; }

}  // namespace

std::optional<UnitId> unit_of_team(const UnitTree& tree, const std::vector<std::uint32_t>& cells) {
  std::optional<UnitId> together;
  for (const std::uint32_t cell : cells) {
    const auto leaf = tree.find("cell:" + std::to_string(cell));
    if (!leaf) continue;
    if (!together) together = leaf;
    while (!tree.contains(*together, *leaf)) together = tree[*together].parent;
  }
  return together;
}

std::int64_t hour_to_look_again(const std::vector<std::int64_t>& opened, std::uint32_t more, std::int64_t usual) {
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < opened.size(); ++i) gaps.push_back(opened[i] - opened[i - 1]);
  std::ranges::sort(gaps);
  const std::int64_t gap = gaps.empty() ? usual : gaps[gaps.size() / 2];
  return opened.back() + std::int64_t{more} * gap;
}

std::string team_json(const Released& released, ask::Depth kind, const people::Team& team, const std::vector<act::Practice>& practices, std::string_view language) {
  const Series& series = released.series[static_cast<std::size_t>(kind)];
  json said{{"state", "no_team"}, {"reports", team.reports}, {"kind", series_names[static_cast<std::size_t>(kind)]}, {"statements", json::array()}, {"pooled_with", json::array()},
            {"history", nullptr}, {"look_again", nullptr}, {"released_waves", series.waves.size()}};
  std::vector<std::string> about;
  if (team.reports > 0) said["state"] = series.report ? "not_shown" : "no_release";
  const auto unit = team.reports > 0 && series.report ? unit_of_team(series.report->tree, team.cells) : std::nullopt;
  if (unit && unit == series_root(series)) {
    said["state"] = "whole";
  } else if (unit) {
    const measure::Report& report = *series.report;
    said["unit"] = report.tree[*unit].name;
    said["title"] = report.periods.back();
    const TeamReading reading = understand::read_team(report, *series.release, *unit);
    if (reading.shown) {
      said["state"] = reading.pooled_with.empty() ? "shown" : "pooled";
      said["ballots"] = reading.ballots;
      for (const UnitId other : reading.pooled_with) said["pooled_with"].push_back(report.tree[other].name);
      for (const auto& statement : reading.statements) {
        const Measure& measure = report.measures[statement.measure];
        said["statements"].push_back({{"kind", understand::statement_names[static_cast<std::size_t>(statement.kind)]},
                                      {"measure", measure_of(released, measure, language)},
                                      {"team", figure_of(statement.team, measure.digits)},
                                      {"organisation", figure_of(statement.organisation, measure.digits)}});
      }
      about = pressing(reading, report);
      if (reading.look_again) {
        const Measure& measure = report.measures[reading.look_again->measure];
        said["history"] = history_of(released, report, measure, *unit, language);
        std::vector<std::int64_t> opened;
        for (const std::size_t w : series.waves) opened.push_back(released.waves[w].wave.token_part.opens_ballots);
        const auto& look = *reading.look_again;
        json again{{"measure", measure_of(released, measure, language)}, {"change", rounded(look.change, measure.digits)}, {"waves", look.waves}};
        again["hour"] = look.waves > 0 ? json(hour_to_look_again(opened, look.waves, usual_gap[static_cast<std::size_t>(kind)])) : json();
        again["least_change"] = look.least_change ? json(rounded(*look.least_change, measure.digits)) : json();
        said["look_again"] = std::move(again);
      }
    }
  }
  said["practices"] = json::array();
  for (const act::Practice* practice : act::choose_practices(practices, about)) said["practices"].push_back(practice_of(*practice, language));
  return said.dump();
}

json team_rows(const json& team) {
  const json wave = team.value("title", json());
  json rows = json::array({{{"what", "team"}, {"kind", team["kind"]}, {"name", team.value("unit", json())}, {"wave", wave}, {"state", team["state"]}, {"pooled_with", team["pooled_with"]},
                            {"n", team.value("ballots", json())}}});
  const auto row = [](const char* what, const json& measure, const json& in_wave) { return json{{"what", what}, {"measure", measure["id"]}, {"name", measure["name"]}, {"wave", in_wave}}; };
  const auto figures = [](json& into, const json& own, const json& organisation) {
    into.update(own);
    for (const auto& [name, key] : {std::pair("organisation", "value"), std::pair("organisation_low", "low"), std::pair("organisation_high", "high")}) into[name] = organisation.value(key, json());
  };
  for (const json& one : team["statements"]) {
    json statement = row("statement", one["measure"], wave);
    figures(statement, one["team"], one["organisation"]);
    statement["kind"] = one["kind"];
    rows.push_back(std::move(statement));
  }
  if (!team["history"].is_null())
    for (const json& period : team["history"]["periods"]) {
      json past = row("history", team["history"]["measure"], period["title"]);
      figures(past, period["team"], period["organisation"]);
      rows.push_back(std::move(past));
    }
  if (const json& again = team["look_again"]; !again.is_null()) {
    json look = row("look again", again["measure"], json());
    look["hour"] = again["hour"];
    rows.push_back(std::move(look));
  }
  return rows;
}

std::string practices_json(const std::vector<act::Practice>& practices, std::string_view language) {
  json list = json::array();
  for (const act::Practice& practice : practices) list.push_back(practice_of(practice, language));
  return json{{"practices", std::move(list)}}.dump();
}

std::string commitments_json(const std::vector<act::Commitment>& commitments, const std::vector<act::Practice>& practices, std::string_view language) {
  json list = json::array();
  for (const act::Commitment& one : commitments) {
    const auto practice = std::ranges::find(practices, one.practice, &act::Practice::id);
    list.push_back({{"id", one.id}, {"practice", practice == practices.end() ? json() : practice_of(*practice, language)}, {"words", one.words}, {"since", one.since},
                    {"look_again", one.look_again}, {"state", act::end_names[static_cast<std::size_t>(one.end)]}, {"ended", one.ended}});
  }
  return json{{"commitments", std::move(list)}}.dump();
}

}  // namespace karuna::show
