// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/sizes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

namespace karuna::stats {

GainScale gain_scale(const GroupingProblem& problem) {
  const std::size_t n = problem.people;
  if (n < 3) return {n == 2 ? problem.gain[1] : 0, 1};
  std::vector<double> row(n, 0);
  GainScale out;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) row[i] += problem.gain[i * n + j];
    row[i] /= static_cast<double>(n - 1);
    out.mean += row[i] / static_cast<double>(n);
  }
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double rest = i == j ? 0 : problem.gain[i * n + j] - row[i] - row[j] + out.mean;
      squares += rest * rest;
    }
  out.spread = std::sqrt(squares / static_cast<double>(n * (n - 1)));
  return out;
}

namespace {

/// What sizes promise where each gain is a part of either person and a rest: the people with the largest parts in the largest groups.
double promise(const std::vector<std::uint32_t>& sizes, const std::vector<double>& parts, const GainScale& scale, double tilt) {
  std::vector<std::uint32_t> falling = sizes;
  std::sort(falling.begin(), falling.end(), std::greater<>());
  double out = 0;
  std::size_t at = 0;
  for (const auto s : falling) {
    double sum = 0;
    for (std::uint32_t k = 0; k < s; ++k) sum += parts[at++];
    out += (s - 1.0) * sum - scale.mean * s * (s - 1.0) / 2 + tilt * scale.spread * std::pow(s, 1.5);
  }
  return out;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> best_sizes(const GroupingProblem& problem, const std::function<double(std::uint32_t)>& worth, std::size_t count) {
  const std::size_t n = problem.people, groups = problem.groups();
  struct Way {
    double value;
    std::uint32_t size, before;   // of the last group; which of the ways of the groups before it
  };
  const std::size_t kept = std::clamp<std::size_t>(2'000'000 / (groups * (n + 1)), 1, count);
  std::vector<std::vector<std::vector<Way>>> ways(groups + 1, std::vector<std::vector<Way>>(n + 1));
  ways[0][0] = {{0, 0, 0}};
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t people = 0; people <= n; ++people) {
      auto& here = ways[g + 1][people];
      for (std::uint32_t s = problem.least[g]; s <= std::min<std::size_t>(problem.most[g], people); ++s) {
        const auto& before = ways[g][people - s];
        if (before.empty()) continue;
        const double more = worth(s);
        for (std::uint32_t k = 0; k < before.size(); ++k) here.push_back({before[k].value + more, s, k});
      }
      const auto middle = here.begin() + static_cast<std::ptrdiff_t>(std::min(kept, here.size()));
      std::partial_sort(here.begin(), middle, here.end(), [](const Way& a, const Way& b) {
        return a.value != b.value ? a.value > b.value : a.size != b.size ? a.size > b.size : a.before < b.before;
      });
      here.erase(middle, here.end());
      here.shrink_to_fit();
    }
  std::vector<std::vector<std::uint32_t>> out;
  for (std::uint32_t k = 0; k < ways[groups][n].size(); ++k) {
    out.emplace_back(groups);
    std::size_t people = n;
    std::uint32_t at = k;
    for (std::size_t g = groups; g-- > 0;) {
      const Way& way = ways[g + 1][people][at];
      out.back()[g] = way.size;
      people -= way.size;
      at = way.before;
    }
  }
  return out;
}

std::vector<std::vector<std::uint32_t>> promising_sizes(const GroupingProblem& problem, const GainScale& scale, std::size_t count) {
  constexpr double tilt = 0.5;
  const auto mean_only = [&](std::uint32_t s) { return scale.mean * s * (s - 1.0) / 2 + tilt * scale.spread * std::pow(s, 1.5); };
  const std::size_t n = problem.people;
  std::vector<double> parts(n, 0);
  for (std::size_t i = 0; i < n && n > 1; ++i)
    for (std::size_t j = 0; j < n; ++j) parts[i] += problem.gain[i * n + j] / static_cast<double>(n - 1);
  std::sort(parts.begin(), parts.end(), std::greater<>());
  std::vector<std::pair<double, std::vector<std::uint32_t>>> found;
  std::set<std::vector<std::array<std::uint32_t, 3>>> seen;
  for (auto& sizes : best_sizes(problem, mean_only, 8 * count)) {
    // Groups with the same bounds are the same group.
    std::vector<std::array<std::uint32_t, 3>> same;
    for (std::size_t g = 0; g < sizes.size(); ++g) same.push_back({problem.least[g], problem.most[g], sizes[g]});
    std::sort(same.begin(), same.end());
    if (seen.insert(std::move(same)).second) found.emplace_back(promise(sizes, parts, scale, tilt), std::move(sizes));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::vector<std::uint32_t>> out;
  for (std::size_t k = 0; k < std::min(count, found.size()); ++k) out.push_back(std::move(found[k].second));
  return out;
}

Groups random_groups(const GroupingProblem& problem, const std::vector<std::uint32_t>& sizes, Random& random) {
  std::vector<std::uint32_t> order(problem.people);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
  Groups groups(problem.people);
  std::size_t at = 0;
  for (std::uint32_t g = 0; g < sizes.size(); ++g)
    for (std::uint32_t k = 0; k < sizes[g]; ++k) groups[order[at++]] = g;
  return groups;
}

}  // namespace karuna::stats
