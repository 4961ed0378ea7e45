// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"

namespace karuna::stats {

/// A weighted sum of standardised columns: each column minus its mean, over its standard deviation (divisor n - 1), times its weight.
///
/// Takes   rows x columns and one weight a column; NaN makes the row's index NaN, and the column is standardised over its known values.
/// Gives   one number a row.
/// Fails   invalid    not one weight a column, or a weight that is not a number
///         undefined  a column that does not vary
/// Cost    O(rows x columns).
/// Source  OECD/JRC, Handbook on Constructing Composite Indicators 2008, doi:10.1787/9789264043466-en, chapter "Normalisation of data"; checked against R 4.2.2
/// scale().
Result<std::vector<double>> standardised_index(MatrixView values, std::span<const double> weights);

struct PrincipalComponent {
  std::vector<double> loadings;     ///< first eigenvector of the correlations, length 1, its sum not negative
  std::vector<double> eigenvalues;  ///< all, largest first
  double share = 0;                 ///< of the total variance that the first one carries
};

/// First principal component of the correlations of complete rows.
///
/// Fails   as `covariance`; undefined where a column does not vary.
/// Cost    O(rows x columns^2 + columns^3).
/// Source  Pearson 1901, doi:10.1080/14786440109462720; checked against R 4.2.2 eigen(cor(x)).
Result<PrincipalComponent> first_principal_component(MatrixView values);

/// Reliability of a weighted sum of standardised columns: 1 - sum w^2 (1 - reliability) / var(sum).
///
/// Takes   weights, the reliability of each column, and the correlations of the columns, row by row.
/// Gives   at most 1; below 0 where the columns cancel.
/// Fails   invalid    the three do not fit together, or a reliability outside 0 to 1
///         undefined  the weighted sum does not vary
/// Source  Mosier 1943, doi:10.1007/BF02288700.
Result<double> composite_reliability(std::span<const double> weights, std::span<const double> reliabilities, std::span<const double> correlations);

}  // namespace karuna::stats
