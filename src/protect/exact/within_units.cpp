// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/within_units.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

namespace karuna::protect {

namespace {

__extension__ using Wide = __int128;

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

struct Pairs {
  Wide products = 0;
  std::vector<std::uint32_t> n;
  std::vector<std::int64_t> a, b;
};

double pooled(const Wide products, std::span<const std::uint32_t> n, std::span<const std::int64_t> a, std::span<const std::int64_t> b, double scale) {
  double between = 0, people = 0, units = 0;
  for (std::size_t u = 0; u < n.size(); ++u) {
    if (n[u] == 0) continue;
    between += (double(a[u]) / scale) * double(b[u]) / n[u];
    people += n[u];
    ++units;
  }
  if (people - units < least_freedom) return not_known;
  return (static_cast<double>(products) / scale - between) / (people - units);
}

}  // namespace

double covariance_within(const Wave& wave, const ValueColumn& a, const UnitSums& sums_a, const ValueColumn& b, const UnitSums& sums_b) {
  const double scale = double(a.full) * double(b.full);
  Pairs pairs;
  if (a.missing == 0 && b.missing == 0) {
    for (std::size_t i = 0; i < a.values.size(); ++i) pairs.products += std::int64_t{a.values[i]} * b.values[i];
    return pooled(pairs.products, sums_a.answers, sums_a.sum, sums_b.sum, scale);
  }
  pairs.n.assign(wave.ballots.size(), 0);
  pairs.a.assign(wave.ballots.size(), 0);
  pairs.b.assign(wave.ballots.size(), 0);
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    if (a.values[i] == ValueColumn::no_value || b.values[i] == ValueColumn::no_value) continue;
    pairs.products += std::int64_t{a.values[i]} * b.values[i];
    const std::uint32_t u = wave.unit[i];
    ++pairs.n[u];
    pairs.a[u] += a.values[i];
    pairs.b[u] += b.values[i];
  }
  return pooled(pairs.products, pairs.n, pairs.a, pairs.b, scale);
}

std::vector<std::vector<double>> rounded_covariance(const std::vector<std::vector<double>>& shares, std::span<const double> half_ranges) {
  const std::size_t size = shares.size();
  std::vector<std::vector<double>> result(size, std::vector<double>(size, not_known));
  std::vector<double> sd(size, not_known);
  for (std::size_t i = 0; i < size; ++i) {
    if (!(shares[i][i] >= 0)) continue;
    const double step = step_of(2 * half_ranges[i]);
    sd[i] = std::max(step, in_steps(std::sqrt(shares[i][i]) * half_ranges[i], step));
    result[i][i] = sd[i] * sd[i];
  }
  // correlations where every pair is known, made positive definite
  std::vector<std::size_t> joint;
  for (std::size_t i = 0; i < size; ++i) {
    const bool known = std::isfinite(sd[i]) && shares[i][i] > 0 &&
                       std::any_of(shares[i].begin(), shares[i].end(), [&](const double& c) { return &c != &shares[i][i] && std::isfinite(c); });
    if (known) joint.push_back(i);
  }
  const auto m = static_cast<Eigen::Index>(joint.size());
  Eigen::MatrixXd correlations = Eigen::MatrixXd::Identity(m, m);
  for (Eigen::Index i = 0; i < m; ++i)
    for (Eigen::Index j = 0; j < i; ++j) {
      const std::size_t a = joint[static_cast<std::size_t>(i)], b = joint[static_cast<std::size_t>(j)];
      if (!std::isfinite(shares[a][b])) continue;
      const double r = shares[a][b] / std::sqrt(shares[a][a] * shares[b][b]);
      correlations(i, j) = correlations(j, i) = in_steps(std::clamp(r, -0.99, 0.99), 0.01);
    }
  const Eigen::MatrixXd rounded = correlations;
  double keep = 1;
  while (Eigen::LLT<Eigen::MatrixXd>(correlations).info() != Eigen::Success && keep > 0.01) {
    keep -= 0.01;
    correlations = keep * rounded + (1 - keep) * Eigen::MatrixXd::Identity(m, m);
  }
  for (Eigen::Index i = 0; i < m; ++i)
    for (Eigen::Index j = 0; j < m; ++j) {
      const std::size_t a = joint[static_cast<std::size_t>(i)], b = joint[static_cast<std::size_t>(j)];
      if (a != b && std::isfinite(shares[a][b])) result[a][b] = correlations(i, j) * sd[a] * sd[b];
    }
  return result;
}

}  // namespace karuna::protect
