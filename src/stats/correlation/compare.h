// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "stats/interval.h"

namespace karuna::stats {

struct CorrelationDifference {
  double difference = not_known;
  double statistic = not_known, degrees = not_known;  ///< t with its degrees; z where degrees is NaN
  double p = not_known;                               ///< two-sided
};

/// Do two correlations differ? Of different people (Fisher); of the same people with one column in common (Williams); with none (Steiger).
///
/// Takes   correlations strictly between -1 and 1 and how many people each rests on. Overlapping: r12 against r13, r23 given.
///         Separate: r12 against r34 and the four correlations across.
/// Gives   z from Fisher's transformation; Williams' t with n - 3 degrees; Steiger's z, both correlations pooled in its variance.
/// Fails   invalid         a correlation outside (-1, 1), or a set that no people could have (their matrix is not positive)
///         too_few_people  fewer than four people
/// Cost    nothing.
/// Source  Fisher 1921; Williams 1959, in the form of Steiger 1980, doi:10.1037/0033-2909.87.2.245, equation 7; separate: equations 3, 11 and 15 there.
///         Checked against R psych 2.2.9 r.test().
Result<CorrelationDifference> compare_independent(double r1, double n1, double r2, double n2);
Result<CorrelationDifference> compare_overlapping(double r12, double r13, double r23, double n);
struct Across {
  double r13 = 0, r14 = 0, r23 = 0, r24 = 0;
};
Result<CorrelationDifference> compare_separate(double r12, double r34, const Across& across, double n);

}  // namespace karuna::stats
