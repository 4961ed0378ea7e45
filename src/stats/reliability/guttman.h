// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "stats/covariance.h"

namespace karuna::stats {

/// Lower bounds of reliability from the correlations of the items.
struct GuttmanLambdas {
  double lambda1 = 0, lambda2 = 0, lambda3 = 0, lambda6 = 0;
  double alpha_pc = 0;  ///< alpha of the first principal component: (1 - 1/e) p/(p - 1), e the largest eigenvalue
};

/// Takes   the covariances of at least two items.
/// Gives   the bounds, of standardised items.
/// Fails   invalid    fewer than two items
///         undefined  an item that does not vary, or items that determine each other (lambda 6)
/// Cost    O(items^3).
/// Source  Guttman 1945, doi:10.1007/BF02288892; checked against R psych 2.2.9 guttman().
Result<GuttmanLambdas> guttman_lambdas(const Covariance& covariance);

}  // namespace karuna::stats
