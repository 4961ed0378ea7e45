// SPDX-License-Identifier: Apache-2.0
#include "measure/index/composite_index.h"

#include <algorithm>
#include <cmath>

#include "stats/resample/philox.h"

namespace karuna::measure {

double geometric_index(std::span<const double> dimensions, std::span<const double> weights) {
  double log_index = 0;
  for (std::size_t d = 0; d < dimensions.size(); ++d) log_index += weights[d] * std::log(std::max(dimensions[d], 1.0));
  return std::exp(log_index);
}

double arithmetic_index(std::span<const double> dimensions, std::span<const double> weights) {
  double index = 0;
  for (std::size_t d = 0; d < dimensions.size(); ++d) index += weights[d] * dimensions[d];
  return index;
}

double index_error(std::span<const double> dimensions, std::span<const double> covariance, std::span<const double> weights) {
  const std::size_t m = dimensions.size();
  double sum = 0;
  for (std::size_t d = 0; d < m; ++d)
    for (std::size_t e = 0; e < m; ++e) sum += weights[d] * weights[e] * covariance[d * m + e] / (std::max(dimensions[d], 1.0) * std::max(dimensions[e], 1.0));
  return geometric_index(dimensions, weights) * std::sqrt(std::max(sum, 0.0));
}

bool too_uncertain(std::span<const double> dimensions, std::span<const double> covariance) {
  const std::size_t m = dimensions.size();
  for (std::size_t d = 0; d < m; ++d)
    if (!(std::sqrt(covariance[d * m + d]) <= most_uncertain * dimensions[d])) return true;
  return false;
}

std::vector<double> draw_index(std::span<const double> dimensions, std::span<const double> covariance, std::span<const double> weights, std::uint32_t draws,
                               std::uint64_t seed, std::uint32_t stream) {
  const std::size_t m = dimensions.size();
  std::vector<double> root(m * m, 0.0);  // lower triangle of Cholesky; a column without variance left is 0
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = covariance[i * m + j];
      for (std::size_t k = 0; k < j; ++k) sum -= root[i * m + k] * root[j * m + k];
      if (i == j)
        root[i * m + j] = sum > 0 ? std::sqrt(sum) : 0.0;
      else
        root[i * m + j] = root[j * m + j] > 0 ? sum / root[j * m + j] : 0.0;
    }
  stats::Random random(seed, stream);
  std::vector<double> drawn(draws), z(m), point(m);
  for (double& index : drawn) {
    for (double& value : z) value = random.normal();
    for (std::size_t i = 0; i < m; ++i) {
      point[i] = dimensions[i];
      for (std::size_t k = 0; k <= i; ++k) point[i] += root[i * m + k] * z[k];
    }
    index = geometric_index(point, weights);
  }
  return drawn;
}

}  // namespace karuna::measure
