// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"

namespace karuna::stats {

enum class Intercept { yes, no };

/// A design as X = Q R, Q with orthonormal columns: whatever the scales of the columns, what is solved on Q is well conditioned.
struct Basis {
  std::size_t rows = 0, columns = 0;
  std::vector<std::string> names;  ///< by column; "(Intercept)" first, where there is one
  std::vector<double> q;           ///< rows x columns, column by column
  std::vector<double> r;           ///< columns x columns, upper triangle, row by row

  std::span<const double> column(std::size_t j) const { return {q.data() + j * rows, rows}; }
  /// Coefficients on X from coefficients on Q: R^-1 b.
  std::vector<double> coefficients(std::span<const double> on_q) const;
  /// Their covariance, row by row, from that on Q: R^-1 C R^-T.
  std::vector<double> covariance(std::span<const double> on_q) const;
  double log_determinant() const;  ///< of X'X
};

/// The basis of a design.
///
/// Takes   columns  rows x columns, without missing values and without the column of ones that Intercept::yes puts first;
///         names    one a column, or none ("column 1").
/// Gives   Q and R by Gram-Schmidt, each column made orthogonal twice (which leaves nothing but rounding).
/// Fails   invalid         an infinite or missing number; a column that is constant beside the intercept or follows from those before it (named)
///         too_few_people  fewer rows than columns
/// Cost    O(rows x columns^2).
/// Source  Bjorck 1996, doi:10.1137/1.9781611971484, section 2.4.
Result<Basis> orthonormal_basis(MatrixView columns, Intercept intercept, std::span<const std::string> names, std::size_t rows);

}  // namespace karuna::stats
