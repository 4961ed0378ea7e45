// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/partial.h"

#include <algorithm>
#include <cmath>

#include "stats/correlation/pairs.h"
#include "stats/linear/basis.h"

namespace karuna::stats {

Result<PartialCorrelations> partial_correlations(MatrixView given, std::span<const std::string> names) {
  const std::size_t p = given.columns;
  if (p < 2) return fail(Fault::invalid, "partial correlations need at least 2 columns, there are " + std::to_string(p));
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < given.rows; ++i) {
    bool missing = false;
    for (std::size_t j = 0; j < p; ++j) missing = missing || std::isnan(given(i, j));
    if (!missing) used.push_back(i);
  }
  PartialCorrelations found;
  found.n = used.size();
  found.left_out = given.rows - found.n;
  if (found.n <= p)
    return fail(Fault::too_few_people, "partial correlations of " + std::to_string(p) + " columns need at least " + std::to_string(p + 1) +
                                           " complete rows, there are " + std::to_string(found.n));
  std::vector<double> kept;
  for (std::size_t j = 0; j < p; ++j)
    for (const std::size_t i : used) kept.push_back(given(i, j));
  KARUNA_TRY(basis, orthonormal_basis(MatrixView(kept.data(), found.n, p), Intercept::yes, names, found.n));
  std::vector<double> one((p + 1) * (p + 1), 0.0);
  for (std::size_t j = 0; j <= p; ++j) one[j * (p + 1) + j] = 1;
  const auto inverse = basis.covariance(one);  // of X'X with the column of ones, so beyond that column: of the centred cross-products
  const auto at = [&](std::size_t i, std::size_t j) { return inverse[(i + 1) * (p + 1) + j + 1]; };
  found.degrees = static_cast<double>(found.n - p);
  found.r.assign(p * p, 1.0);
  found.p.assign(p * p, not_known);
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < p; ++j) {
      if (i == j) continue;
      Correlation one_pair;
      one_pair.r = std::clamp(-at(i, j) / std::sqrt(at(i, i)) / std::sqrt(at(j, j)), -1.0, 1.0);
      test_by_t(one_pair, found.degrees);
      found.r[i * p + j] = one_pair.r;
      found.p[i * p + j] = one_pair.p;
    }
  return found;
}

}  // namespace karuna::stats
