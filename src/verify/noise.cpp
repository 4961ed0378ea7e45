// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

__extension__ using Wide = unsigned __int128;

Wide up(Wide a, Wide b) { return (a + b - 1) / b; }

struct Budget {
  std::uint64_t one = 0, whole = 0;  // rho in ten-thousandths
};

Budget caps_of(const std::string& profile, bool deep) {
  if (profile == "exact") return {};
  const std::uint64_t parts = profile == "strict" ? 4 : 1;
  return deep ? Budget{1000 / parts, 28000 / parts} : Budget{200 / parts, 1500 / parts};
}

/// ceil(D / (2 cap share)), share = percent/100 times tenths/10 over the sum of the percents that are there.
Wide variance(std::uint64_t D_sq, std::uint64_t cap, std::uint64_t percent, std::uint64_t present, std::uint64_t tenths) {
  return up(Wide{D_sq} * 10000 * present * 10, Wide{2} * cap * percent * tenths);
}

}  // namespace

void check_noise(const Bundle& bundle, const Wave& wave, Report& report) {
  constexpr const char* file = "question_part.json";
  const Json& part = bundle.json(file);
  if (wave.profile.empty() || wave.statistics.empty()) return report.wrong(file, "noise plan", "not checked, for the manifest cannot be read");
  const std::string& profile = wave.profile;
  const Budget caps = caps_of(profile, wave.deep);
  const auto pair_of = [&](const char* name) {
    return only_fields(part[name], {"one", "whole"}) ? std::pair(whole_of(part[name], "one"), whole_of(part[name], "whole"))
                                                     : std::pair<std::optional<std::uint64_t>, std::optional<std::uint64_t>>();
  };
  const auto told = pair_of("caps"), before = pair_of("budget_before"), after = pair_of("budget_after");
  const std::uint64_t divisor = profile == "strict" ? 4 : 1;
  const bool account = told.first == caps.one && told.second == caps.whole && before.first && before.second && after.first == *before.first + caps.one &&
                       after.second == *before.second + caps.whole && (wave.exact || (*after.first <= 12000 / divisor && *after.second <= 250000 / divisor));
  report.expect(account, file, "budget", wave.exact ? "none: no noise" : "caps of the profile, within the rhythm of 24 months",
                "not the caps of the profile, or beyond the rhythm of 24 months");
  std::string wrong;
  if (wave.exact) {
    for (const Statistic& statistic : wave.statistics)
      if (statistic.sigma2_T || statistic.sigma2_N || statistic.group == "moments") wrong = statistic.id + " has noise or moments, which exact has not";
    report.expect(wrong.empty(), file, "noise plan", "none, as exact says", wrong);
    return;
  }
  const std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> percent{{"index", {15, 50}}, {"scales", {25, 25}}, {"items", {60, 25}}};
  std::map<std::string, std::map<std::uint32_t, std::uint64_t>> entering;  // group -> question -> sum over statistics of (times)^2
  std::map<std::string, std::uint64_t> sizes;                              // group -> sum over statistics of (items)^2
  bool moments = false;
  for (const Statistic& statistic : wave.statistics) {
    if (statistic.group == "moments") {
      moments = true;
      continue;
    }
    std::map<std::uint32_t, std::uint64_t> times;
    for (const Item& item : statistic.items) ++times[item.question];
    for (const auto& [question, count] : times) entering[statistic.group][question] += count * count;
    sizes[statistic.group] += statistic.items.size() * statistic.items.size();
  }
  std::uint64_t one_present = 0, whole_present = 0;
  for (const auto& [group, size] : sizes) one_present += percent.at(group).first, whole_present += percent.at(group).second;
  const std::uint64_t tenths = moments ? 7 : 10;
  for (std::size_t s = 0; s < wave.statistics.size() && wrong.empty(); ++s) {
    const Statistic& statistic = wave.statistics[s];
    const std::uint64_t J = statistic.items.size(), R = statistic.items[0].range;
    std::uint64_t D1 = 0, DW = 0;
    Wide sigma2 = 0, sigma2_T = 0, sigma2_N = 0;
    if (statistic.group == "moments") {
      D1 = 64 * (J - 1);
      for (std::uint64_t a = 0; a <= J; ++a) DW = std::max(DW, 64 * a * (J - a));
      DW = std::max(DW, 8 * J * (J + 1));
      sigma2 = std::max(up(Wide{D1} * 10000 * 10, Wide{2} * caps.one * 3), up(Wide{DW} * 10000 * 10, Wide{2} * caps.whole * 3));
      sigma2_T = up(sigma2 * R * R * R * R, 16);
    } else {
      for (const auto& [question, cost] : entering[statistic.group]) D1 = std::max(D1, 16 * cost);
      DW = 16 * sizes[statistic.group];
      sigma2 = std::max(variance(D1, caps.one, percent.at(statistic.group).first, one_present, tenths),
                        variance(DW, caps.whole, percent.at(statistic.group).second, whole_present, tenths));
      sigma2_T = up(sigma2 * R * R, 4);
      sigma2_N = up(9 * sigma2, 100);
    }
    const Json& said = part["statistics"][s];
    if (whole_of(said, "D1_sq") != D1 || whole_of(said, "DW_sq") != DW || Wide{statistic.sigma2_T} != sigma2_T || Wide{statistic.sigma2_N} != sigma2_N)
      wrong = statistic.id + " has noise of variance " + std::to_string(statistic.sigma2_T) + ", the budget asks for " +
              std::to_string(static_cast<std::uint64_t>(sigma2_T));
  }
  report.expect(wrong.empty(), file, "noise plan", "every variance is what the budget asks for", wrong);
}

}  // namespace karuna::verify
