// SPDX-License-Identifier: Apache-2.0
#pragma once

// Releases written by hand for the tests of this room, as protect would publish them.

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "protect/release.h"
#include "stats/resample/philox.h"

namespace karuna::measure::fixture {

/// An organisation of departments with teams: {{"Nursing", 3}, {"Logistics", 2}} has teams "Nursing 1" .. "Logistics 2".
inline UnitTree tree_of(const std::vector<std::pair<std::string, int>>& departments, std::optional<std::uint32_t> eligible_each = {}) {
  std::vector<UnitRow> rows{{"org", "", "St Anne's", {}, 0}};
  for (const auto& [name, teams] : departments) {
    rows.push_back({name, "org", name, {}, 0});
    for (int t = 1; t <= teams; ++t) rows.push_back({name + " " + std::to_string(t), name, name + " " + std::to_string(t), eligible_each, 0});
  }
  return *UnitTree::from_rows(rows, "St Anne's");
}

/// One department a team apart: units all on level 1.
inline UnitTree flat_tree(int teams) {
  std::vector<UnitRow> rows{{"org", "", "Org", {}, 0}};
  for (int t = 1; t <= teams; ++t) rows.push_back({"t" + std::to_string(t), "org", "Team " + std::to_string(t), {}, 0});
  return *UnitTree::from_rows(rows, "Org");
}

inline UnitId unit(const UnitTree& tree, std::string_view id) { return *tree.find(id); }

inline protect::Statistic scale(std::string id, double min = 1, double max = 5, bool higher_is_better = true) {
  protect::Statistic s;
  s.id = id;
  s.name = std::move(id);
  s.item_ids = {"a", "b", "c", "d"};
  s.items = 4;
  s.min = min;
  s.max = max;
  s.higher_is_better = higher_is_better;
  return s;
}

inline protect::Group group(std::vector<UnitId> cells, std::uint32_t ballots, double mean, double noise = 0) {
  protect::Group g;
  g.cells = std::move(cells);
  g.home = g.cells.front();
  g.ballots = ballots;
  g.answers = ballots;
  g.mean = mean;
  g.noise_variance = noise;
  return g;
}

/// What every unit may show follows from the groups and from which cells have ballots: those in a group, and `hidden`.
inline protect::Published published(const UnitTree& tree, std::vector<protect::Group> groups, const std::vector<UnitId>& hidden = {}) {
  protect::Published p;
  p.groups = std::move(groups);
  p.units.resize(tree.size());
  for (std::uint32_t u = 0; u < tree.size(); ++u) {
    bool lost = false, beyond = false;
    std::vector<std::uint32_t> touching;
    for (UnitId cell : hidden) lost = lost || tree.contains(UnitId{u}, cell);
    for (std::uint32_t g = 0; g < p.groups.size(); ++g) {
      bool inside = false, outside = false;
      for (UnitId cell : p.groups[g].cells) (tree.contains(UnitId{u}, cell) ? inside : outside) = true;
      if (inside) touching.push_back(g);
      beyond = beyond || (inside && outside);
    }
    if (lost || touching.empty()) continue;
    p.units[u].standing = beyond ? protect::Standing::pooled : protect::Standing::shown;
    p.units[u].groups = std::move(touching);
  }
  return p;
}

inline protect::PeriodRelease period(std::string label, std::vector<protect::Published> published, std::vector<std::vector<double>> within) {
  protect::PeriodRelease p;
  p.label = std::move(label);
  for (const protect::Group& g : published.front().groups) p.ballots += g.ballots;
  p.published = std::move(published);
  p.within = std::move(within);
  p.atoms = {3, 3, 1};
  p.smallest = {10, 10, 30};
  return p;
}

inline protect::Release release(UnitTree tree, std::vector<protect::Statistic> statistics, std::vector<protect::PeriodRelease> periods) {
  protect::Release r;
  r.tree = std::move(tree);
  r.statistics = std::move(statistics);
  r.periods = std::move(periods);
  r.input_sha256 = "00";
  return r;
}

/// A flat organisation whose teams' true means are drawn around `mu`, and whose answers are drawn around those.
struct World {
  protect::Release release;
  std::vector<double> truth;  ///< by team
};
inline World world(std::uint64_t seed, int teams, double tau, double sigma, double noise_sd, std::uint32_t smallest = 10, std::uint32_t largest = 50) {
  stats::Random random(seed, 1);
  World w;
  UnitTree tree = flat_tree(teams);
  std::vector<protect::Group> groups;
  for (int t = 1; t <= teams; ++t) {
    const std::uint32_t n = smallest + random.below(largest - smallest + 1);
    const double truth = 50 + tau * random.normal();
    const double noise = noise_sd * noise_sd * 100.0 / (static_cast<double>(n) * n);  // of a mean: noise of a sum, by n squared
    groups.push_back(
        group({UnitId{static_cast<std::uint32_t>(t)}}, n, truth + sigma / std::sqrt(n) * random.normal() + std::sqrt(noise) * random.normal(), noise));
    w.truth.push_back(truth);
  }
  auto p = period("now", {published(tree, std::move(groups))}, {{sigma * sigma}});
  w.release = release(std::move(tree), {scale("support", 0, 100)}, {std::move(p)});
  if (noise_sd > 0) w.release.profile = protect::Profile::balanced;
  return w;
}

}  // namespace karuna::measure::fixture
