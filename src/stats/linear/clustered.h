// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/linear/least_squares.h"

namespace karuna::stats {

struct ClusterOptions {
  bool small_sample = true;  ///< HC1: times (n - 1)/(n - p)
  bool few_clusters = true;  ///< times G/(G - 1), for each way of clustering
};

struct ClusteredCovariance {
  std::vector<double> covariance;   ///< row by row
  std::vector<std::size_t> groups;  ///< clusters of each way
  double degrees = 0;               ///< the fewest clusters of any way, less one: what tests should use
  bool negative = false;            ///< two ways can leave a variance below 0; then it is NaN, and one way should be reported
};

/// Covariance of least-squares coefficients when rows of the same cluster go together; in two ways at once where given.
///
/// Takes   a fit, and cluster numbers for every row that was given to least_squares (rows left out there are left out here); second may be empty.
/// Gives   the covariance: one way, or first + second - both.
/// Fails   invalid         lengths differ
///         too_few_people  fewer than two clusters
/// Cost    O(rows x columns + rows log rows).
/// Source  Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; two ways: Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136, equation 2.10.
///         Checked against R sandwich 3.0-2 vcovCL() and Petersen 2009, doi:10.1093/rfs/hhn053.
Result<ClusteredCovariance> clustered_covariance(const LeastSquares& fit, std::span<const std::uint32_t> first, std::span<const std::uint32_t> second = {},
                                                 const ClusterOptions& options = {});

/// Covariance that allows rows of the same time, and of neighbouring times, to go together: Driscoll and Kraay's, with Bartlett weights 1 - l/(lag + 1).
///
/// Takes   a fit; the time of every row that was given, whole numbers in order; lag, or -1 for the whole part of T^(1/4).
/// Gives   the covariance, times n/(n - p).
/// Fails   invalid         lengths differ
///         too_few_people  fewer than two times
/// Cost    O(rows x columns + T x lag x columns^2).
/// Source  Driscoll and Kraay 1998, doi:10.1162/003465398557825; lag: Newey and West 1987, doi:10.2307/1913610. Checked against R sandwich 3.0-2 vcovPL().
Result<ClusteredCovariance> panel_covariance(const LeastSquares& fit, std::span<const std::uint32_t> time, int lag = -1);

}  // namespace karuna::stats
