// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/codes.h"

namespace karuna::stats {

/// Covariances of items (divisor n - 1) and what they rest on.
struct Covariance {
  std::size_t items = 0;
  std::size_t rows = 0;  ///< people given
  std::size_t n = 0;     ///< people it rests on: complete rows; pairwise: the fewest that any pair has
  Missing missing = Missing::complete_rows;
  std::vector<double> values;       ///< items x items, symmetric
  std::vector<double> means;        ///< by item, over the people who count for it
  std::vector<double> sds;          ///< by item, over the same people
  std::vector<std::size_t> item_n;  ///< people who count for each item
  double operator()(std::size_t i, std::size_t j) const { return values[i * items + j]; }
};

/// Takes   people x items, reversed items already turned, NaN (or no_code) where unanswered.
/// Gives   the covariance matrix over complete rows, or pair by pair.
/// Fails   invalid         no item, or columns of unequal length
///         too_few_people  fewer than two complete rows (pairwise: than two people for some pair)
/// Cost    O(people x items^2); codes are multiplied as whole numbers and are exact before the last division.
/// Source  checked against R 4.2.2, cov(use = "complete.obs") and cov(use = "pairwise").
Result<Covariance> covariance(MatrixView answers, Missing missing = Missing::complete_rows);
Result<Covariance> covariance(CodeColumns answers, Missing missing = Missing::complete_rows);

/// Correlations of a covariance matrix, row by row; NaN where an item does not vary.
std::vector<double> correlations(const Covariance& covariance);

}  // namespace karuna::stats
