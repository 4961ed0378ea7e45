// SPDX-License-Identifier: Apache-2.0
#include "measure/index/index_detail.h"

#include <algorithm>
#include <cmath>

#include "measure/index/composite_index.h"

namespace karuna::measure {
namespace {

/// The error of what has this gradient.
double error_of(std::span<const double> gradient, std::span<const double> covariance) {
  const std::size_t m = gradient.size();
  double sum = 0;
  for (std::size_t d = 0; d < m; ++d)
    for (std::size_t e = 0; e < m; ++e) sum += gradient[d] * gradient[e] * covariance[d * m + e];
  return std::sqrt(std::max(sum, 0.0));
}

Interval around(double value, double error) { return {value - z90 * error, value + z90 * error}; }

std::vector<double> with_weight(std::span<const double> weights, std::size_t which, double times) {
  std::vector<double> other(weights.begin(), weights.end());
  other[which] *= times;
  double sum = 0;
  for (const double weight : other) sum += weight;
  for (double& weight : other) weight /= sum;
  return other;
}

}  // namespace

IndexDetail index_detail(std::span<const std::string> ids, std::span<const double> dimensions, std::span<const double> covariance, std::span<const double> weights) {
  const std::size_t m = dimensions.size();
  std::vector<double> D(m), x(m), gradient(m);
  double S = 0;  // ln(100 / index)
  for (std::size_t d = 0; d < m; ++d) {
    D[d] = std::clamp(dimensions[d], 1.0, 100.0);
    x[d] = std::log(100 / D[d]);
    S += weights[d] * x[d];
  }
  const double index = geometric_index(D, weights);
  // The logarithmic mean of 100 and the index, and how it moves with S; at S = 0 their limits.
  const double mean = S > 1e-9 ? 100 * (1 - std::exp(-S)) / S : 100;
  const double slope = S > 1e-4 ? 100 * (S * std::exp(-S) - (1 - std::exp(-S))) / (S * S) : -50;
  IndexDetail detail;
  for (std::size_t d = 0; d < m; ++d) {
    for (std::size_t e = 0; e < m; ++e) gradient[e] = -(weights[d] * x[d] * slope * weights[e] + (d == e ? weights[d] * mean : 0)) / D[e];
    const double missing = mean * weights[d] * x[d];
    detail.shares.push_back({.dimension = ids[d], .weight = weights[d], .missing = missing, .interval = around(missing, error_of(gradient, covariance))});
  }
  const auto shifted = [&](IndexShift::Choice choice, std::string dimension, double other) {
    detail.shifts.push_back({.choice = choice, .dimension = std::move(dimension), .index = other, .shift = other - index, .interval = around(other - index, error_of(gradient, covariance))});
  };
  for (std::size_t d = 0; d < m; ++d)
    for (const double times : {0.5, 2.0}) {
      const std::vector<double> other = with_weight(weights, d, times);
      const double moved = geometric_index(D, other);
      for (std::size_t e = 0; e < m; ++e) gradient[e] = (moved * other[e] - index * weights[e]) / D[e];
      shifted(times < 1 ? IndexShift::Choice::halved : IndexShift::Choice::doubled, ids[d], moved);
    }
  for (std::size_t e = 0; e < m; ++e) gradient[e] = weights[e] - index * weights[e] / D[e];
  shifted(IndexShift::Choice::arithmetic, {}, arithmetic_index(D, weights));
  return detail;
}

}  // namespace karuna::measure
