// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"

namespace karuna::stats {

struct PartialCorrelations {
  std::vector<double> r, p;  ///< columns x columns, row by row; the diagonal of r is 1, of p NaN
  double degrees = 0;        ///< of the t test: rows less columns
  std::size_t n = 0, left_out = 0;
};

/// Partial correlations: of each two columns, all others held fixed.
///
/// Takes   rows x columns; rows with a NaN are left out and counted; names for the errors, or none.
/// Gives   the matrix and two-sided p values.
/// Fails   invalid         fewer than two columns, an infinite number, a column that is constant or follows from others (named)
///         too_few_people  no more complete rows than columns
/// Cost    O(rows x columns^2).
/// Source  Yule 1907, doi:10.1098/rspa.1907.0028; from the inverse: Whittaker 1990, section 5.8. Checked against R 4.2.2 cov2cor(solve(cor())).
Result<PartialCorrelations> partial_correlations(MatrixView columns, std::span<const std::string> names = {});

}  // namespace karuna::stats
