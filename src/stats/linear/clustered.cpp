// SPDX-License-Identifier: Apache-2.0
#include "stats/linear/clustered.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace karuna::stats {
namespace {

using Way = std::vector<std::uint64_t>;

/// Scores Q'r added up by cluster: clusters x columns, row by row, in the order of the cluster numbers.
std::vector<double> scores(const LeastSquares& fit, const Way& way, std::size_t& groups) {
  std::map<std::uint64_t, std::size_t> place;
  for (const auto cluster : way) place.emplace(cluster, 0);
  groups = 0;
  for (auto& [cluster, number] : place) number = groups++;
  const std::size_t p = fit.beta.size();
  std::vector<double> sums(groups * p, 0.0);
  for (std::size_t i = 0; i < way.size(); ++i)
    for (std::size_t j = 0; j < p; ++j) sums[place[way[i]] * p + j] += fit.basis.column(j)[i] * fit.residuals[i];
  return sums;
}

/// Adds factor times S'T, S and T scores of clusters, T's from `lag` places on.
void add_products(std::vector<double>& meat, const std::vector<double>& sums, std::size_t p, std::size_t lag, double factor) {
  for (std::size_t g = 0; g + lag * p < sums.size(); g += p)
    for (std::size_t j = 0; j < p; ++j)
      for (std::size_t l = 0; l < p; ++l) meat[j * p + l] += factor * sums[g + j] * sums[g + lag * p + l];
}

Result<Way> kept(const LeastSquares& fit, std::span<const std::uint32_t> given) {
  if (given.size() != fit.used.size() + fit.left_out)
    return fail(Fault::invalid, "every row needs its cluster: there are " + std::to_string(fit.used.size() + fit.left_out) + " rows and " +
                                    std::to_string(given.size()) + " clusters");
  Way way;
  for (const std::size_t i : fit.used) way.push_back(given[i]);
  return way;
}

void mark_negative(ClusteredCovariance& found, std::size_t p) {
  for (std::size_t j = 0; j < p; ++j)
    if (found.covariance[j * p + j] < 0) found.negative = true, found.covariance[j * p + j] = not_known;
}

}  // namespace

Result<ClusteredCovariance> clustered_covariance(const LeastSquares& fit, std::span<const std::uint32_t> first, std::span<const std::uint32_t> second,
                                                 const ClusterOptions& options) {
  KARUNA_TRY(one, kept(fit, first));
  std::vector<Way> ways{one};
  if (!second.empty()) {
    KARUNA_TRY(other, kept(fit, second));
    Way both;
    for (std::size_t i = 0; i < one.size(); ++i) both.push_back(one[i] << 32 | other[i]);
    ways.push_back(std::move(other));
    ways.push_back(std::move(both));
  }
  const std::size_t p = fit.beta.size();
  const double n = static_cast<double>(fit.residuals.size());
  ClusteredCovariance found;
  std::vector<double> meat(p * p, 0.0);
  for (std::size_t w = 0; w < ways.size(); ++w) {
    std::size_t groups = 0;
    const auto sums = scores(fit, ways[w], groups);
    if (groups < 2) return fail(Fault::too_few_people, "clustered errors need at least 2 clusters, there is " + std::to_string(groups));
    const double g = static_cast<double>(groups);
    double factor = w == 2 ? -1 : 1;
    if (options.few_clusters) factor *= g / (g - 1);
    if (options.small_sample) factor *= (n - 1) / (n - static_cast<double>(p));
    add_products(meat, sums, p, 0, factor);
    if (w < 2) found.groups.push_back(groups);
  }
  found.degrees = static_cast<double>(*std::min_element(found.groups.begin(), found.groups.end())) - 1;
  found.covariance = fit.basis.covariance(meat);
  mark_negative(found, p);
  return found;
}

Result<ClusteredCovariance> panel_covariance(const LeastSquares& fit, std::span<const std::uint32_t> time, int lag) {
  KARUNA_TRY(way, kept(fit, time));
  const std::size_t p = fit.beta.size();
  std::size_t times = 0;
  const auto sums = scores(fit, way, times);
  if (times < 2) return fail(Fault::too_few_people, "errors that go together over time need at least 2 times, there is " + std::to_string(times));
  const auto most = lag >= 0 ? static_cast<std::size_t>(lag) : static_cast<std::size_t>(std::pow(static_cast<double>(times), 0.25));
  const double n = static_cast<double>(fit.residuals.size()), factor = n / (n - static_cast<double>(p));
  std::vector<double> meat(p * p, 0.0), across(p * p, 0.0);
  add_products(meat, sums, p, 0, factor);
  for (std::size_t l = 1; l <= most && l < times; ++l) add_products(across, sums, p, l, factor * (1 - static_cast<double>(l) / static_cast<double>(most + 1)));
  for (std::size_t j = 0; j < p; ++j)
    for (std::size_t l = 0; l < p; ++l) meat[j * p + l] += across[j * p + l] + across[l * p + j];
  ClusteredCovariance found;
  found.groups = {times};
  found.degrees = static_cast<double>(times) - 1;
  found.covariance = fit.basis.covariance(meat);
  mark_negative(found, p);
  return found;
}

}  // namespace karuna::stats
