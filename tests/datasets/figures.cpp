// SPDX-License-Identifier: Apache-2.0
#include "figures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "collect/read_sheets.h"
#include "shared.h"

namespace karuna::test {
namespace fs = std::filesystem;

Figures::Figures(const std::string& set) : set_(set) {
  const auto file = read_json(shared_file("data/" + set + "/expected.json"));
  for (const auto& [name, entry] : file.items()) {
    Figure figure;
    figure.tolerance = entry.at("tolerance").get<double>();
    if (entry.at("value").is_object())
      for (const auto& [part, value] : entry.at("value").items()) figure.expected[part] = value.get<double>();
    else
      figure.expected[""] = entry.at("value").get<double>();
    figures_.emplace(name, std::move(figure));
  }
}

void Figures::compare(const std::string& name, double value) { compare(name, std::map<std::string, double>{{"", value}}); }

void Figures::compare(const std::string& name, const std::map<std::string, double>& values) {
  Figure& figure = figures_.at(name);
  bool passed = values.size() == figure.expected.size();
  std::string seen;
  for (const auto& [part, value] : values) {
    const auto expected = figure.expected.find(part);
    passed = passed && expected != figure.expected.end() && std::abs(value - expected->second) <= figure.tolerance;
    seen += fmt::format(" {}{:.10g}", part.empty() ? "" : part + " ", value);
    if (expected != figure.expected.end()) seen += fmt::format(" (expected {:.10g} within {:g})", expected->second, figure.tolerance);
  }
  figure.state = passed ? "passed" : "failed:" + seen;
  EXPECT_TRUE(passed) << set_ << " " << name << seen;
}

void Figures::leave_out(const std::string& name, const std::string& reason) {
  figures_.at(name).state = reason;
  figures_.at(name).left_out = true;
}

void Figures::finish() const {
  std::size_t passed = 0, failed = 0;
  std::map<std::string, std::vector<std::string>> left_out;
  for (const auto& [name, figure] : figures_) {
    EXPECT_FALSE(figure.state.empty()) << set_ << ": nobody compared " << name;
    if (figure.left_out)
      left_out[figure.state].push_back(name);
    else if (figure.state == "passed")
      ++passed;
    else
      ++failed;
  }
  fmt::print("\n  {:<30} figures {:>3}   compared {:>3}   passed {:>3}\n", set_, figures_.size(), passed + failed, passed);
  for (const auto& [reason, names] : left_out) {
    fmt::print("    not compared: {}\n", reason);
    for (const std::string& name : names) fmt::print("      {}\n", name);
  }
  for (const auto& [name, figure] : figures_)
    if (!figure.left_out && figure.state != "passed") fmt::print("    {}: {}\n", name, figure.state);
  std::fflush(stdout);
}

namespace {

collect::Survey survey_of(const std::string& below) {
  setenv("KARUNA_SHARED", shared_folder()->c_str(), 1);
  auto survey = collect::read_survey(fs::path(KARUNA_SOURCE_DIR) / "tests" / "surveys" / below);
  if (!survey) throw std::runtime_error(survey.error().what);
  return *std::move(survey);
}

}  // namespace

collect::Sheets sheets_of(const std::string& below) {
  const auto catalogue = ask::Catalogue::builtin();
  if (!catalogue) throw std::runtime_error(catalogue.error().what);
  Progress silent;
  auto sheets = collect::read_sheets(survey_of(below), *catalogue, silent, 2);
  if (!sheets) throw std::runtime_error(sheets.error().what);
  return *std::move(sheets);
}

collect::PublishedTable table_of(const std::string& below) {
  Progress silent;
  auto table = collect::read_published_table(survey_of(below), silent);
  if (!table) throw std::runtime_error(table.error().what);
  return *std::move(table);
}

const collect::ScaleColumn& scale_of(const collect::Sheets& sheets, const std::string& id) {
  for (const auto& scale : sheets.scales)
    if (scale.id == id) return scale;
  throw std::runtime_error("no scale " + id);
}

std::vector<std::uint32_t> units_of(const collect::Sheets& sheets) {
  std::vector<std::uint32_t> units;
  for (const UnitId unit : sheets.unit) units.push_back(unit.value);
  return units;
}

std::vector<std::vector<std::int16_t>> turned_items(const collect::Sheets& sheets, const collect::ScaleColumn& scale) {
  std::vector<std::vector<std::int16_t>> columns;
  for (const ItemId id : scale.items) {
    const collect::ItemColumn& item = sheets.items[id.value];
    columns.push_back(item.codes);
    if (item.reversed)
      for (std::int16_t& code : columns.back())
        if (code != collect::no_answer) code = static_cast<std::int16_t>(item.min + item.max - code);
  }
  return columns;
}

}  // namespace karuna::test
