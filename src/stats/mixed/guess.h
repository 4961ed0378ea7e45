// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

#include "stats/mixed/sums.h"

namespace karuna::stats {

/// Where a search begins: theta, and the second derivatives of the criterion there.
struct Guess {
  Eigen::VectorXd theta;
  Eigen::MatrixXd bend;
};

/// Variances and covariances from moments: of each term the squares of what its groups add up to, which expect a known mixture of all variances.
/// The second derivatives are those expected if the terms did not cross, less what goes to sigma^2; of up to 1,000 groups a term.
///
/// Cost    O(pairs of groups that share a row x (thetas + 1)^2).
/// Source  Henderson 1953, doi:10.2307/3001853, method 1; expected information: Searle, Casella and McCulloch 1992, doi:10.1002/9780470316856, section 6.3.
Guess guess(const MixedSums& sums);

}  // namespace karuna::stats
