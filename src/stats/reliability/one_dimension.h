// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "stats/covariance.h"

namespace karuna::stats {

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

}  // namespace karuna::stats
