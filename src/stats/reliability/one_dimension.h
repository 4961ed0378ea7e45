// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "stats/covariance.h"

namespace karuna::stats {

inline constexpr double one_factor_ratio = 3.0;

/// Whether the items look like one thing.
struct OneDimension {
  double first = 0, second = 0;         ///< the two largest eigenvalues of the item correlations
  double ratio = 0;                     ///< first / second; one factor is believed from 3 on
  std::vector<double> loadings;         ///< first principal component, scaled by the root of its eigenvalue, sum positive
  std::vector<std::size_t> wrong_sign;  ///< items that go against the scale: a negative loading
};

/// Takes   the covariances of at least two items.
/// Gives   the two largest eigenvalues and the items whose sign is wrong.
/// Fails   invalid    fewer than two items
///         undefined  an item that does not vary
/// Cost    O(items^3).
/// Source  the rule "first at least three times the second" is a convention of this project (docs/measures.md), not a test.
Result<OneDimension> one_dimension(const Covariance& covariance);

/// The first eigenvalue less three times the second, seen through noise of known size: 0 and more speaks for one thing.
struct OneDimensionMargin {
  double value = 0;          ///< with what the noise does to eigenvalues (it widens their spread) taken away
  double low = 0, high = 0;  ///< nominally 95 %, of the noise alone; in the hardest world, four equal eigenvalues, it held the truth in 89 of 100
};

/// Takes   covariances whose every entry carries independent normal noise, its standard deviation in the unit of the covariances (> 0), and a
///         stream of its own for the draws.
/// Gives   the margin of what lies under the noise: noise is drawn 200 times upon the one-factor model nearest to what was released; how far it
///         moves the margin there is taken away, its spread makes the interval. A scale of one thing is judged without bias; one of two things
///         gets a little more credit than it deserves, never more than the noise could have cost a scale of one.
/// Fails   as one_dimension; undefined where more than a tenth of the draws leave an item without variance.
/// Cost    200 times that of one_dimension.
/// Source  ours: parametric bootstrap of the bias, Efron and Tibshirani 1993, chapter 10 (not read); loadings: Thurstone 1931,
///         doi:10.1037/h0069792 (not read). Checked by simulation.
Result<OneDimensionMargin> one_dimension_margin(const Covariance& covariance, double entry_noise, std::uint32_t stream);

}  // namespace karuna::stats
