// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "stats/correlation/pairs.h"

namespace karuna::stats {

struct ClusteredOptions {
  double confidence = 0.95;
  std::size_t replicates = 2000;  ///< 0: no bootstrap
  std::uint64_t seed = 1;
};

struct ClusteredCorrelation {
  Correlation correlation;            ///< t and interval from the clusters' own scatter, clusters less one as degrees, on Fisher's scale
  double standard_error = not_known;  ///< of r
  Interval bootstrap;                 ///< BCa, whole clusters drawn; NaN where it was not asked for or the jackknife does not vary
  std::size_t clusters = 0;
  std::uint64_t seed = 0;
};

/// Pearson's correlation when people of the same cluster resemble each other: an interval that does not take them for independent.
///
/// Takes   x, y and the cluster of every person; NaN left out.
/// Gives   r; its standard error from the influences x y - r (x^2 + y^2)/2 added up by cluster, times sqrt(G/(G - 1)); BCa interval from whole clusters.
/// Fails   as pearson; invalid         lengths differ
///         too_few_people  fewer than three clusters
/// Cost    O(n log n + replicates x clusters): clusters are kept as six sums.
/// Source  influence of r: Devlin, Gnanadesikan and Kettenring 1975, doi:10.1093/biomet/62.3.531; clusters: Liang and Zeger 1986, doi:10.1093/biomet/73.1.13;
///         bootstrap: Davison and Hinkley 1997, doi:10.1017/CBO9780511802843, section 3.8. Checked by simulation and, one person a cluster, by hand.
Result<ClusteredCorrelation> clustered_correlation(std::span<const double> x, std::span<const double> y, std::span<const std::uint32_t> clusters,
                                                   const ClusteredOptions& options = {});

}  // namespace karuna::stats
