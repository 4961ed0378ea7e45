// SPDX-License-Identifier: Apache-2.0
#include "vendor.h"

#include <cmath>
#include <fstream>
#include <iomanip>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

namespace karuna::privacy {
namespace {

using Json = nlohmann::ordered_json;

struct Measured {
  std::string id, kind;
  std::vector<std::size_t> questions;
};

std::vector<Measured> measures_of(const Organisation& organisation) {
  std::vector<Measured> all;
  for (const ScaleLine& scale : organisation.scales) all.push_back({scale.id, "scale", scale.questions});
  for (std::size_t q = 0; q < organisation.questions.size(); ++q) all.push_back({organisation.questions[q].code, "item", {q}});
  return all;
}

/// A person's score: the mean of the answers, where all of them are there.
std::optional<double> score(const Organisation& organisation, std::size_t person, const Measured& measured) {
  double sum = 0;
  for (std::size_t question : measured.questions) {
    const bool item = measured.kind == "item";  // printed as answered
    const int answer = item ? organisation.people[person].answers[question] : organisation.turned(person, question);
    if (answer == skipped) return std::nullopt;
    sum += answer;
  }
  return sum / static_cast<double>(measured.questions.size());
}

struct Cell {
  std::uint32_t n = 0;
  double sum = 0;
};

std::vector<Cell> sums_by_unit(const Organisation& organisation, const Measured& measured) {
  std::vector<Cell> cells(organisation.units.size());
  for (std::size_t p = 0; p < organisation.people.size(); ++p)
    if (const auto value = score(organisation, p, measured)) {
      ++cells[organisation.people[p].unit].n;
      cells[organisation.people[p].unit].sum += *value;
    }
  for (std::size_t u = cells.size(); u-- > 1;) {  // children stand behind their parents
    cells[organisation.units[u].parent].n += cells[u].n;
    cells[organisation.units[u].parent].sum += cells[u].sum;
  }
  return cells;
}

Json shown(const Cell& cell, const VendorRule& rule, Random& noise) {
  if (cell.n < rule.smallest) return {{"state", "not_shown"}};
  const double sum = cell.sum + (rule.noise > 0 ? rule.noise * noise.normal() : 0.0);
  return {{"state", "no_clear_difference"}, {"n", cell.n}, {"raw", sum / cell.n}};
}

Json reliability(const Organisation& organisation, const ScaleLine& scale) {
  const double alpha = alpha_of(organisation, scale);
  if (!std::isfinite(alpha)) return Json::array();
  return Json::array({{{"label", "alpha"}, {"value", std::round(alpha * 1000) / 1000}}});
}

Json tree_of(const Organisation& organisation) {
  Json tree = Json::array();
  for (const UnitLine& unit : organisation.units)
    tree.push_back({{"id", unit.id},
                    {"name", unit.id},
                    {"parent", unit.parent == UnitLine::none ? Json() : Json(organisation.units[unit.parent].id)},
                    {"depth", unit.depth},
                    {"eligible", nullptr}});
  return tree;
}

}  // namespace

double alpha_of(const Organisation& organisation, const ScaleLine& scale) {
  const auto items = static_cast<double>(scale.questions.size());
  double rows = 0, total = 0, total_squared = 0;
  std::vector<double> sum(scale.questions.size(), 0), squared(scale.questions.size(), 0);
  for (std::size_t p = 0; p < organisation.people.size(); ++p) {
    std::vector<double> answers;
    for (std::size_t question : scale.questions)
      if (const int answer = organisation.turned(p, question); answer != skipped) answers.push_back(answer);
    if (answers.size() < scale.questions.size()) continue;
    double whole = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      whole += answers[i];
      sum[i] += answers[i];
      squared[i] += answers[i] * answers[i];
    }
    total += whole;
    total_squared += whole * whole;
    ++rows;
  }
  if (items < 2 || rows < 2) return std::numeric_limits<double>::quiet_NaN();
  double parts = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) parts += squared[i] - sum[i] * sum[i] / rows;
  return items / (items - 1) * (1 - parts / (total_squared - total * total / rows));
}

void write_vendor_report(const std::vector<Wave>& waves, const VendorRule& rule, const std::filesystem::path& out) {
  const Organisation& first = *waves.front().organisation;
  Random noise(rule.noise_seed);
  Json report{{"format", "karuna-report/1"}, {"title", "Vendor"}, {"profile", "hide below " + std::to_string(rule.smallest)}};
  std::ostringstream csv;
  csv << std::setprecision(17) << "measure,period,unit,state,n,raw\r\n";
  report["periods"] = Json::array();
  for (const Wave& wave : waves) report["periods"].push_back({{"label", wave.period}, {"ballots", wave.organisation->people.size()}});
  report["tree"] = tree_of(first);
  report["measures"] = Json::array();
  for (const Measured& measured : measures_of(first)) {
    Json periods = Json::array();
    for (const Wave& wave : waves) {
      const std::vector<Cell> cells = sums_by_unit(*wave.organisation, measured);
      Json units = Json::array();
      for (std::size_t u = 0; u < cells.size(); ++u) {
        Json line = shown(cells[u], rule, noise);
        line["unit"] = first.units[u].id;
        csv << measured.id << ',' << wave.period << ',' << first.units[u].id << ',' << line["state"].get<std::string>() << ',';
        if (line.contains("raw"))
          csv << cells[u].n << ',' << line["raw"].get<double>();
        else
          csv << ',';
        csv << "\r\n";
        units.push_back(std::move(line));
      }
      Json period{{"period", wave.period}, {"organisation", units[0]}, {"units", units}, {"pools", Json::array()}, {"reliability", Json::array()}};
      for (const ScaleLine& scale : first.scales)
        if (scale.id == measured.id) period["reliability"] = reliability(*wave.organisation, scale);
      periods.push_back(std::move(period));
    }
    report["measures"].push_back({{"id", measured.id},
                                  {"name", measured.id},
                                  {"kind", measured.kind},
                                  {"direction", "higher_is_better"},
                                  {"min", 1},
                                  {"max", 5},
                                  {"digits", 15},
                                  {"periods", periods}});
  }
  std::filesystem::create_directories(out);
  std::ofstream(out / "report.json", std::ios::binary) << report.dump(1);
  std::ofstream(out / "units.csv", std::ios::binary) << csv.str();
}

}  // namespace karuna::privacy
