// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/exact_period.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "protect/exact/joint_rule.h"
#include "protect/exact/related_statistics.h"
#include "protect/exact/value_column.h"
#include "protect/exact/weighted_means.h"
#include "protect/exact/within_units.h"
#include "protect/groups/standing.h"
#include "protect/in_parallel.h"
#include "protect/quality.h"

namespace karuna::protect {

namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

using Groups = std::vector<std::vector<std::uint32_t>>;

/// The figures of one statistic over groups of atoms.
Published published_over(const Wave& wave, const Declared& declared, std::int32_t full, const UnitSums& sums, const Groups& groups) {
  const Partition& partition = wave.partition_of(declared.statistic);
  Published published;
  const double middle = (declared.statistic.min + declared.statistic.max) / 2, half = (declared.statistic.max - declared.statistic.min) / 2;
  published.groups.reserve(groups.size());
  for (const auto& members : groups) {
    Group group = group_of(wave.sheets.tree, partition, members);
    std::int64_t answers = 0, sum = 0;
    for (const UnitId cell : group.cells) answers += sums.answers[cell.value], sum += sums.sum[cell.value];
    group.answers = static_cast<double>(answers);
    group.mean = middle + half * (static_cast<double>(sum) / full) / group.answers;
    published.groups.push_back(std::move(group));
  }
  const bool as_they_are = groups.size() == partition.atoms.size();  // disjoint, so as many groups as atoms are the atoms
  published.units = as_they_are ? wave.standings[wave.family_of(declared.statistic)] : standings(wave.sheets.tree, published.groups, wave.ballots);
  return published;
}

/// By statistic: the groups over which it may be published, judged together with those that share its questions.
std::vector<Groups> groups_under_p3(const Wave& wave, const std::vector<ValueColumn>& columns, const std::vector<UnitSums>& sums) {
  std::vector<Groups> groups(wave.declaration.statistics.size());
  const auto sets = related_statistics(wave.declaration);
  in_parallel(wave.plan.threads, sets.size(), [&](std::size_t i) {
    JointRule rule(wave, sets[i], columns, sums);
    const Groups of_scales = sets[i].scales.empty() ? Groups{} : rule.groups_of_scales();
    for (const std::size_t s : sets[i].scales) groups[s] = of_scales;
    if (sets[i].items.empty()) return;
    const Groups of_items = rule.groups_of_items(of_scales);
    for (const std::size_t s : sets[i].items) groups[s] = of_items;
  });
  return groups;
}

/// Spread within units: among the index and the scales all pairs, of items the variance alone.
void spread(const Wave& wave, const std::vector<ValueColumn>& columns, const std::vector<UnitSums>& sums, const std::vector<double>& item_variance,
            PeriodRelease& period) {
  const auto& statistics = wave.declaration.statistics;
  const std::size_t joint = columns.size();
  std::vector<std::vector<double>> shares(statistics.size(), std::vector<double>(statistics.size(), not_known));
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < joint; ++i)
    for (std::size_t j = i; j < joint; ++j) pairs.emplace_back(i, j);
  in_parallel(wave.plan.threads, pairs.size(), [&](std::size_t p) {
    const auto [i, j] = pairs[p];
    shares[i][j] = covariance_within(wave, columns[i], sums[i], columns[j], sums[j]);
    if (i != j) shares[j][i] = shares[i][j];
  });
  for (std::size_t s = joint; s < statistics.size(); ++s) shares[s][s] = item_variance[s];
  std::vector<double> half_ranges;
  for (const Declared& d : statistics) half_ranges.push_back((d.statistic.max - d.statistic.min) / 2);
  period.within = rounded_covariance(shares, half_ranges);
  for (std::size_t s = 0; s < statistics.size(); ++s) {
    if (std::isfinite(period.within[s][s])) continue;
    const double sd = 0.225 * 2 * half_ranges[s];
    period.within[s][s] = sd * sd;
    period.within_assumed = true;
  }
}

bool organisation_shown(const PeriodRelease& period, std::size_t statistic) { return period.published[statistic].units[0].standing == Standing::shown; }

}  // namespace

void publish_exactly(const Wave& wave, PeriodRelease& period, std::vector<std::string>& notes) {
  const auto& statistics = wave.declaration.statistics;
  const auto joint =
      static_cast<std::size_t>(std::count_if(statistics.begin(), statistics.end(), [](const Declared& d) { return d.statistic.family != Family::item; }));
  period.published.resize(statistics.size());
  std::vector<ValueColumn> columns(statistics.size());
  std::vector<UnitSums> sums(statistics.size());
  std::vector<double> item_variance(statistics.size(), not_known);
  in_parallel(wave.plan.threads, statistics.size(), [&](std::size_t s) {
    columns[s] = value_column(wave, statistics[s]);
    sums[s] = unit_sums(wave, columns[s]);
    if (s < joint) return;
    item_variance[s] = covariance_within(wave, columns[s], sums[s], columns[s], sums[s]);
    columns[s].values = {};  // the sums are all that an item still needs
  });
  const std::vector<Groups> groups = groups_under_p3(wave, columns, sums);
  for (std::size_t s = 0; s < statistics.size(); ++s) period.published[s] = published_over(wave, statistics[s], columns[s].full, sums[s], groups[s]);
  columns.resize(joint);
  sums.resize(joint);
  spread(wave, columns, sums, item_variance, period);

  std::vector<std::size_t> scales, shown;
  for (std::size_t s = 0; s < joint; ++s) {
    if (!organisation_shown(period, s)) continue;
    shown.push_back(s);
    if (statistics[s].statistic.family == Family::scale) scales.push_back(s);
  }
  period.quality.resize(scales.size());
  in_parallel(wave.plan.threads, scales.size(), [&](std::size_t i) {
    const auto completeness = wave.plan.pairwise ? Completeness::pairwise : Completeness::complete_rows;
    period.quality[i] = in_two_digits(estimate_quality(wave.sheets, statistics[scales[i]].scale, wave.period, completeness));
    period.quality[i].statistic = scales[i];
  });
  period.weighted = weighted_means(wave, shown, notes);
}

ExactSums exact_sums(const Wave& wave) {
  const auto& statistics = wave.declaration.statistics;
  std::vector<ValueColumn> columns(statistics.size());
  std::vector<UnitSums> sums(statistics.size());
  in_parallel(wave.plan.threads, statistics.size(), [&](std::size_t s) {
    columns[s] = value_column(wave, statistics[s]);
    sums[s] = unit_sums(wave, columns[s]);
  });
  ExactSums made{groups_under_p3(wave, columns, sums), {}, {}};
  made.T.resize(statistics.size());
  made.N.resize(statistics.size());
  for (std::size_t s = 0; s < statistics.size(); ++s) {
    const Partition& partition = wave.partition_of(statistics[s].statistic);
    for (const auto& group : made.groups[s]) {
      std::int64_t T = 0, N = 0;
      for (const std::uint32_t atom : group)
        for (const UnitId cell : partition.cells_of(partition.atoms[atom])) T += sums[s].sum[cell.value], N += sums[s].answers[cell.value];
      made.T[s].push_back(T);
      made.N[s].push_back(N);
    }
  }
  return made;
}

void publish_exact_sums(const Wave& wave, const ExactSums& sums, PeriodRelease& period) {
  const auto& statistics = wave.declaration.statistics;
  period.published.resize(statistics.size());
  period.within_assumed = true;
  period.within.assign(statistics.size(), std::vector<double>(statistics.size(), not_known));
  for (std::size_t s = 0; s < statistics.size(); ++s) {
    const Statistic& statistic = statistics[s].statistic;
    Published& published = period.published[s];
    const double point = (statistic.max - statistic.min) / statistics[s].range;
    for (std::size_t g = 0; g < sums.groups[s].size(); ++g) {
      Group group = group_of(wave.sheets.tree, wave.partition_of(statistic), sums.groups[s][g]);
      const auto N = static_cast<double>(sums.N[s][g]);
      group.answers = N / statistic.items;
      group.mean = (statistic.min + statistic.max) / 2 + point * static_cast<double>(sums.T[s][g]) / (2 * N);
      published.groups.push_back(std::move(group));
    }
    published.units = standings(wave.sheets.tree, published.groups, wave.ballots);
    const double sd = 0.225 * (statistic.max - statistic.min);
    period.within[s][s] = sd * sd;
  }
}

}  // namespace karuna::protect
