// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace karuna::stats {

/// How a sample quantile is read between two order statistics (the numbers are those of Hyndman and Fan).
enum class QuantileType { type6 = 6, type7 = 7, type8 = 8 };

/// Sample quantiles.
///
/// Takes   numbers (NaN left out), probabilities in [0, 1], and the type; 7 is R's default, 8 is nearly median-unbiased.
/// Gives   one quantile a probability; NaN where there is no number.
/// Fails   never.
/// Cost    O(n log n) for `quantiles`; `sorted_quantile` takes numbers already in order and costs O(1).
/// Source  Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566; checked against R 4.2.2 quantile(type = 6, 7, 8).
std::vector<double> quantiles(std::span<const double> values, std::span<const double> probabilities, QuantileType type = QuantileType::type7);
double sorted_quantile(std::span<const double> sorted, double probability, QuantileType type = QuantileType::type7);
double median(std::span<const double> values);

}  // namespace karuna::stats
