// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "fit/render.h"

namespace karuna::fit {
namespace {

using Json = nlohmann::ordered_json;

Json number(double v) { return std::isfinite(v) ? Json(v) : Json(nullptr); }

Json numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double v : values) list.push_back(number(v));
  return list;
}

Json name_of(const Unit& unit, bool names) { return names || unit.rows >= fewest_named_rows ? Json(unit.name) : Json(nullptr); }

Json value_of(const Cell& cell, bool names) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* unit = std::get_if<Unit>(&cell)) return name_of(*unit, names);
  if (const auto* v = std::get_if<double>(&cell)) return number(*v);
  return nullptr;
}

const char* reason(stats::Stopped why) {
  switch (why) {
    case stats::Stopped::closed_form:
      return "closed_form";
    case stats::Stopped::gradient_small:
      return "gradient_small";
    case stats::Stopped::step_small:
      return "step_small";
    case stats::Stopped::boundary:
      return "boundary";
    case stats::Stopped::step_limit:
      return "step_limit";
  }
  return "";
}

Json how_json(const HowFitted& h) {
  return {{"what", h.what},
          {"method", h.fit.method},
          {"why", reason(h.fit.why)},
          {"words", stats::words(h.fit)},
          {"steps", h.fit.steps},
          {"evaluations", h.fit.evaluations},
          {"criterion_start", number(h.fit.criterion_start)},
          {"criterion", number(h.fit.criterion)},
          {"gradient_norm", number(h.fit.gradient_norm)},
          {"start", numbers(h.fit.start)},
          {"end", numbers(h.fit.end)}};
}

Json section_json(const Section& s, bool names) {
  Json columns = Json::array(), rows = Json::array();
  for (const auto& c : s.columns) columns.push_back({{"id", c.id}, {"title", c.title}});
  for (const auto& row : s.rows) {
    Json object = Json::object();
    for (std::size_t j = 0; j < s.columns.size(); ++j) object[s.columns[j].id] = value_of(row[j], names);
    rows.push_back(std::move(object));
  }
  return {{"id", s.id}, {"title", s.title}, {"words", s.words}, {"columns", columns}, {"rows", rows}};
}

}  // namespace

std::string json_text(const FitOutput& output, const Around& around) {
  Json sections = Json::array(), dropped = Json::array(), how = Json::array();
  for (const auto& s : output.sections) sections.push_back(section_json(s, around.names));
  for (const auto& d : output.dropped) dropped.push_back({{"why", d.why}, {"rows", d.rows}});
  for (const auto& h : output.how) how.push_back(how_json(h));
  const Json all{{"not_protected", unprotected},
                 {"method", around.method},
                 {"card", around.card},
                 {"data", around.data},
                 {"formula", around.formula.empty() ? Json(nullptr) : Json(around.formula)},
                 {"title", output.title},
                 {"rows", output.rows},
                 {"dropped", dropped},
                 {"small_units_named", around.names},
                 {"seed", output.seed ? Json(*output.seed) : Json(nullptr)},
                 {"sections", sections},
                 {"refusals", output.refusals},
                 {"warnings", output.warnings},
                 {"how_fitted", how}};
  return all.dump(2) + "\n";
}

}  // namespace karuna::fit
