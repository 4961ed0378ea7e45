// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/sizes.h"

#include <cmath>
#include <limits>
#include <numeric>

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

std::optional<std::vector<std::uint32_t>> promising_sizes(const GroupingProblem& problem, const GainScale& scale, double tilt, const std::vector<double>& lean) {
  const std::size_t n = problem.people, groups = problem.groups();
  constexpr double never = -std::numeric_limits<double>::infinity();
  std::vector<double> best(n + 1, never), next(n + 1);
  std::vector<std::uint8_t> chosen(groups * (n + 1), 0);   // sizes are at most 255
  best[0] = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    std::fill(next.begin(), next.end(), never);
    for (std::uint32_t s = problem.least[g]; s <= problem.most[g]; ++s) {
      const double promise = scale.mean * s * (s - 1.0) / 2 + tilt * scale.spread * std::pow(s, 1.5) + (lean.empty() ? 0.0 : std::abs(scale.mean) * lean[g] * (s - problem.least[g]));
      for (std::size_t people = s; people <= n; ++people)
        if (const double value = best[people - s] + promise; value > next[people]) {
          next[people] = value;
          chosen[g * (n + 1) + people] = static_cast<std::uint8_t>(s);
        }
    }
    std::swap(best, next);
  }
  if (best[n] == never) return std::nullopt;
  std::vector<std::uint32_t> sizes(groups);
  for (std::size_t g = groups, people = n; g-- > 0; people -= sizes[g]) sizes[g] = chosen[g * (n + 1) + people];
  return sizes;
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
