// SPDX-License-Identifier: Apache-2.0
#include "case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "shared.h"

namespace karuna::test {
namespace {

using nlohmann::json;

bool is_matrix(const json& value) { return value.is_object() && value.contains("values_row_major"); }

/// "NA" is a number nobody defines; a table that R made of words may hold numbers as words.
double number(const json& value) {
  if (value.is_number()) return value.get<double>();
  const std::string word = value.is_string() ? value.get<std::string>() : "";
  char* end = nullptr;
  const double parsed = std::strtod(word.c_str(), &end);
  return word.empty() || *end != '\0' ? std::nan("") : parsed;
}

/// Numbers with the column each belongs to.
struct Flat {
  std::vector<double> values;
  std::vector<std::size_t> column;
};

Flat flat(const json& value) {
  Flat found;
  const auto add = [&](const json& x, std::size_t column) { found.values.push_back(number(x)), found.column.push_back(column); };
  if (is_matrix(value)) {
    const auto columns = value["dim"][1].get<std::size_t>();
    for (std::size_t i = 0; i < value["values_row_major"].size(); ++i) add(value["values_row_major"][i], i % columns);
  } else if (value.is_object()) {
    std::vector<std::string> keys;
    for (const auto& [key, ignored] : value.items()) keys.push_back(key);
    const bool whole = std::all_of(keys.begin(), keys.end(), [](const std::string& k) { return k.find_first_not_of("0123456789") == std::string::npos; });
    if (whole) std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return std::stol(a) < std::stol(b); });
    for (const auto& key : keys) add(value[key], 0);
  } else if (value.is_array()) {
    for (const auto& x : value) add(x, 0);
  } else {
    add(value, 0);
  }
  return found;
}

void leaves(const json& value, const std::string& path, std::vector<std::string>& into) {
  if (is_matrix(value) || !value.is_object())
    into.push_back(path);
  else
    for (const auto& [key, below] : value.items()) leaves(below, path + "/" + key, into);
}

/// JSON pointers write a slash inside a key as ~1; ours stay readable.
const json& at(const json& value, const std::string& path) {
  const json* here = &value;
  std::size_t from = 1;
  while (from <= path.size()) {
    std::size_t to = path.find('/', from);
    while (to != std::string::npos && !here->contains(path.substr(from, to - from))) to = path.find('/', to + 1);  // "S/N"
    here = &here->at(path.substr(from, to == std::string::npos ? to : to - from));
    if (to == std::string::npos) break;
    from = to + 1;
  }
  return *here;
}

}  // namespace

OracleCase::OracleCase(json listed) : id_(listed.at("id")), goal_(listed.at("rtol_goal")), expected_(listed.at("expected")) {}

void OracleCase::compare(const std::string& path, std::span<const double> ours, std::optional<double> goal) {
  const Flat expected = flat(at(expected_, path));
  std::vector<std::string> below;
  leaves(at(expected_, path), path, below);
  seen_.insert(below.begin(), below.end());
  if (expected.values.size() != ours.size()) {
    ++misses;
    ADD_FAILURE() << id_ << " " << path << ": " << ours.size() << " figures for " << expected.values.size();
    return;
  }
  std::map<std::size_t, double> scale;
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (!std::isnan(expected.values[i])) scale[expected.column[i]] = std::max(scale[expected.column[i]], std::fabs(expected.values[i]));
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double wanted = expected.values[i];
    ++figures;
    if (std::isnan(wanted)) {
      EXPECT_TRUE(std::isnan(ours[i])) << id_ << " " << path << "[" << i << "] has no value in R, ours is " << ours[i];
      continue;
    }
    const double allowed = goal.value_or(goal_) * std::max({std::fabs(wanted), 1e-3 * scale[expected.column[i]], 1e-300});
    const double share = std::fabs(ours[i] - wanted) / allowed;
    worst = std::max(worst, std::isnan(share) ? INFINITY : share);
    if (share <= 1) continue;
    if (better_ && share < most_accepted_) {
      ++accepted;
      continue;
    }
    ++misses;
    ADD_FAILURE() << fmt::format("{} {}[{}]: ours {:.15g}, expected {:.15g}, error {:.2g} of what is allowed", id_, path, i, ours[i], wanted, share);
  }
}

void OracleCase::compare_words(const std::string& path, const std::vector<std::string>& ours) {
  seen_.insert(path);
  EXPECT_EQ(at(expected_, path).get<std::vector<std::string>>(), ours) << id_ << " " << path;
}

void OracleCase::accept_if_better(double ours, double listed, double rounding, double most) {
  EXPECT_LE(ours, listed + std::max(rounding, 1e-13)) << id_ << ": the fit that is listed is better than ours";
  better_ = ours < listed + rounding;
  most_accepted_ = most;
}

void OracleCase::skip(const std::string& path, const std::string& reason) {
  std::vector<std::string> below;
  leaves(at(expected_, path), path, below);
  seen_.insert(below.begin(), below.end());
  skipped.push_back(id_ + " " + path + ": " + reason);
}

void OracleCase::finish() {
  std::vector<std::string> all;
  leaves(expected_, "", all);
  for (const auto& leaf : all)
    if (!seen_.contains(leaf)) ++misses, ADD_FAILURE() << id_ << " " << leaf << " was not compared and no reason is given";
}

std::map<std::string, json> oracle_cases(const std::string& folder) {
  std::map<std::string, json> cases;
  const json file = read_json(shared_file("oracles/" + folder + "/cases.json"));
  for (const auto& listed : file.at("cases")) cases[listed.at("id")] = listed;
  return cases;
}

void print_table(const std::string& title, const std::vector<OracleCase>& cases) {
  OracleCase sum({{"id", std::to_string(cases.size()) + " cases"}, {"rtol_goal", 0.0}, {"expected", nullptr}});
  const auto line = [](const OracleCase& c) { fmt::print("  {:<26} {:>8} {:>8} {:>8}  {:.3g}\n", c.id(), c.figures, c.misses, c.accepted, c.worst); };
  fmt::print("\n{:<28} {:>8} {:>8} {:>8}  {}\n", title, "figures", "misses", "better", "worst error, as a share of what is allowed");
  for (const auto& c : cases) {
    line(c);
    sum.figures += c.figures;
    sum.misses += c.misses;
    sum.accepted += c.accepted;
    sum.worst = std::max(sum.worst, c.worst);
  }
  line(sum);
  if (sum.accepted > 0) fmt::print("  better: figures off by more than their goal where our fit is at least as good as the one listed\n");
  for (const auto& c : cases)
    for (const auto& reason : c.skipped) fmt::print("  not compared: {}\n", reason);
  std::fflush(stdout);
}

}  // namespace karuna::test
