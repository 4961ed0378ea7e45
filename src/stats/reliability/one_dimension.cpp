// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/one_dimension.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <string>

#include "stats/distributions.h"
#include "stats/resample/philox.h"

namespace karuna::stats {

Result<OneDimension> one_dimension(const Covariance& covariance) {
  if (covariance.items < 2) return fail(Fault::invalid, "the number of factors needs at least 2 items, this scale has " + std::to_string(covariance.items));
  for (std::size_t i = 0; i < covariance.items; ++i)
    if (!(covariance(i, i) > 0)) return fail(Fault::undefined, "correlations have no value: everybody gave the same answer to item " + std::to_string(i + 1));
  const auto size = static_cast<Eigen::Index>(covariance.items);
  const std::vector<double> values = correlations(covariance);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(Eigen::Map<const Eigen::MatrixXd>(values.data(), size, size));
  OneDimension found;
  found.first = eigen.eigenvalues()(size - 1);
  found.second = eigen.eigenvalues()(size - 2);
  found.ratio = found.second > 0 ? found.first / found.second : std::numeric_limits<double>::infinity();
  Eigen::VectorXd loadings = eigen.eigenvectors().col(size - 1) * std::sqrt(std::max(found.first, 0.0));
  if (loadings.sum() < 0) loadings = -loadings;
  for (Eigen::Index i = 0; i < size; ++i) {
    found.loadings.push_back(loadings(i));
    if (loadings(i) < 0) found.wrong_sign.push_back(static_cast<std::size_t>(i));
  }
  return found;
}

namespace {

/// The covariances that one common thing would give: loadings by the centroid, its communalities iterated (Thurstone 1931), and drawn together
/// by as much as the noise has drawn them apart (James and Stein): loadings that differ by noise alone would hide how far noise lifts the second eigenvalue.
Covariance as_one_thing(const Covariance& covariance, double entry_noise) {
  constexpr int rounds = 50;
  constexpr double largest = .98;  // an item is never all of the common thing
  const std::size_t J = covariance.items;
  const std::vector<double> r = correlations(covariance);
  std::vector<double> loading(J, .5);
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> column(J);
    double total = 0;
    for (std::size_t i = 0; i < J; ++i) {
      for (std::size_t j = 0; j < J; ++j) column[i] += i == j ? loading[i] * loading[i] : r[i * J + j];
      total += column[i];
    }
    if (!(total > 0)) break;  // nothing in common: the last loadings stand
    for (std::size_t i = 0; i < J; ++i) loading[i] = std::clamp(column[i] / std::sqrt(total), -largest, largest);
  }
  double sum = 0, squares = 0, noise = 0;
  for (std::size_t i = 0; i < J; ++i) {
    sum += loading[i];
    squares += loading[i] * loading[i];
    for (std::size_t j = 0; j < J; ++j)
      if (i != j) noise += entry_noise * entry_noise / (covariance(i, i) * covariance(j, j));
  }
  const double count = static_cast<double>(J), mean = sum / count, apart = (squares - count * mean * mean) / (count - 1);
  const double by_noise = noise / (count * sum * sum);  // of a loading: the noise of its J - 1 correlations over the sum of loadings
  const double kept = apart > by_noise ? 1 - by_noise / apart : 0;
  for (double& l : loading) l = mean + kept * (l - mean);
  Covariance one = covariance;
  for (std::size_t i = 0; i < J; ++i)
    for (std::size_t j = 0; j < J; ++j)
      if (i != j) one.values[i * J + j] = loading[i] * loading[j] * covariance.sds[i] * covariance.sds[j];
  return one;
}

double margin_of(const OneDimension& d) { return d.first - one_factor_ratio * d.second; }

}  // namespace

Result<OneDimensionMargin> one_dimension_margin(const Covariance& covariance, double entry_noise, std::uint32_t stream) {
  constexpr std::uint32_t redraws = 200;
  constexpr std::uint64_t seed = 2;
  KARUNA_TRY(released, one_dimension(covariance));
  const Covariance model = as_one_thing(covariance, entry_noise);
  KARUNA_TRY(without_noise, one_dimension(model));
  double sum = 0, squares = 0;
  std::uint32_t done = 0;
  for (std::uint32_t draw = 0; draw < redraws; ++draw) {
    Random random(seed, stream, draw);
    Covariance noisy = model;
    for (std::size_t i = 0; i < noisy.items; ++i)
      for (std::size_t j = i; j < noisy.items; ++j) {
        noisy.values[i * noisy.items + j] += entry_noise * random.normal();
        noisy.values[j * noisy.items + i] = noisy.values[i * noisy.items + j];
      }
    for (std::size_t i = 0; i < noisy.items; ++i) noisy.sds[i] = std::sqrt(std::max(0.0, noisy(i, i)));
    const auto drawn = one_dimension(noisy);
    if (!drawn) continue;
    ++done;
    const double shift = margin_of(*drawn) - margin_of(without_noise);
    sum += shift;
    squares += shift * shift;
  }
  if (done < redraws - redraws / 10) return fail(Fault::undefined, "the noise is too large for the items of this scale: it often leaves one without variance");
  const double shift = sum / done, error = std::sqrt(std::max(0.0, squares / done - shift * shift)), z = normal_quantile(0.975);
  const double value = margin_of(released) - shift;
  return OneDimensionMargin{.value = value, .low = value - z * error, .high = value + z * error};
}

}  // namespace karuna::stats
