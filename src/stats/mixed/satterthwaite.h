// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "stats/mixed/model.h"

namespace karuna::stats {

/// One coefficient, judged by a t distribution.
struct CoefficientTest {
  double estimate = not_known, standard_error = not_known, degrees_of_freedom = not_known, t = not_known, p = not_known;
  Interval interval = {};
};

/// Several combinations of coefficients at once, judged by an F distribution.
struct ContrastTest {
  double f = not_known, numerator_df = not_known, denominator_df = not_known, p = not_known;
  double scale = 1;  ///< by which F was multiplied (Kenward and Roger)
};

/// Tests of fixed effects with degrees of freedom that match the variance of their standard errors.
///
/// Takes   a fit; contrast: rows x p numbers, row by row, whose products with beta are 0 by hypothesis.
/// Gives   t tests and intervals of every coefficient, or one F test.
/// Fails   undefined  the fit did not settle, or no direction of the variances is known at all
///         invalid    a contrast whose length is not a multiple of p, or whose rows are 0 or combinations of each other
/// Cost    4 slopes of the criterion for each theta.
/// Source  Satterthwaite 1946, doi:10.2307/3002019; for this model Kuznetsova, Brockhoff and Christensen 2017, doi:10.18637/jss.v082.i13, equations 4 to 8.
Result<std::vector<CoefficientTest>> satterthwaite(const MixedFit& fit, double confidence = 0.95);
Result<ContrastTest> satterthwaite(const MixedFit& fit, std::span<const double> contrast);

/// A t test and interval from an estimate, its standard error and degrees of freedom.
CoefficientTest t_test(double estimate, double standard_error, double degrees_of_freedom, double confidence);

}  // namespace karuna::stats
