// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/margin_residuals.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "stats/weights/cells.h"

namespace karuna::stats {
namespace {

/// Takes the weighted mean of each level away from the cells of that level; says how far the largest was from 0.
double take_away(const std::vector<std::uint32_t>& level, std::size_t levels, const std::vector<double>& size, std::vector<double>& mean) {
  std::vector<std::pair<double, double>> sums(levels);
  for (std::size_t c = 0; c < mean.size(); ++c) {
    sums[level[c]].first += size[c] * mean[c];
    sums[level[c]].second += size[c];
  }
  double moved = 0;
  for (auto& [sum, weight] : sums) {
    sum = weight > 0 ? sum / weight : 0;
    moved = std::max(moved, std::fabs(sum));
  }
  for (std::size_t c = 0; c < mean.size(); ++c) mean[c] -= sums[level[c]].first;
  return moved;
}

}  // namespace

Result<std::vector<double>> margin_residuals(std::span<const double> y, std::span<const double> weights, std::span<const Margin> margins) {
  KARUNA_TRY(cells, cells_of(margins));
  KARUNA_CHECK(check_weights(weights, y.size()));
  if (cells.of_person.size() != y.size()) return fail(Fault::invalid, "the margins and the values are not of the same people");
  std::vector<double> size(cells.count, 0), mean(cells.count, 0);
  double largest = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = weights.empty() ? 1 : weights[i];
    size[cells.of_person[i]] += w;
    mean[cells.of_person[i]] += w * y[i];
    largest = std::max(largest, std::fabs(y[i]));
  }
  for (std::size_t c = 0; c < cells.count; ++c) mean[c] /= size[c];

  // Gauss and Seidel on the normal equations: what one margin still explains is taken away, margin after margin, until nothing is left.
  const std::vector<double> before = mean;
  constexpr int cycle_limit = 10000;
  for (int cycle = 0;; ++cycle) {
    if (cycle == cycle_limit) return fail(Fault::undefined, "the residuals from the margins did not settle; merge levels");
    double moved = 0;
    for (std::size_t m = 0; m < margins.size(); ++m) moved = std::max(moved, take_away(cells.level[m], margins[m].target.size(), size, mean));
    if (moved <= 1e-14 * largest || margins.size() == 1) break;
  }
  std::vector<double> residual(y.begin(), y.end());
  for (std::size_t i = 0; i < y.size(); ++i) residual[i] -= before[cells.of_person[i]] - mean[cells.of_person[i]];
  return residual;
}

}  // namespace karuna::stats
