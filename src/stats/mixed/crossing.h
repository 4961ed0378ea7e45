// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <span>
#include <vector>

#include "stats/mixed/sums.h"

namespace karuna::stats {

/// How the groups of the first block meet the columns of all others: Z_1'W Z_rest, group by group, columns rising.
struct Crossing {
  explicit Crossing(const MixedSums& sums);

  Eigen::Index k = 0;                     ///< columns of the first block
  std::vector<std::size_t> start = {};    ///< by group: its first place
  std::vector<std::uint32_t> place = {};  ///< columns of the other blocks
  std::vector<double> products = {};      ///< k numbers a place

  std::span<const std::uint32_t> places_of(std::size_t group) const { return {place.data() + start[group], start[group + 1] - start[group]}; }
  const double* products_of(std::size_t group) const { return products.data() + start[group] * static_cast<std::size_t>(k); }
};

}  // namespace karuna::stats
