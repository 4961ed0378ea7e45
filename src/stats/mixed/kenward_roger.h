// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/mixed/satterthwaite.h"

namespace karuna::stats {

/// Tests of fixed effects whose standard errors and degrees of freedom allow for the variances having been estimated.
///
/// Takes   a fit by REML; contrast as for satterthwaite().
/// Gives   t tests and intervals of every coefficient, or one F test with its scale.
/// Fails   invalid    the fit is by ML, or holds known or fixed variances; a contrast as for satterthwaite()
///         refused    more than 2,500 effects of groups in all: then the correction is small, and satterthwaite() answers
///         undefined  the fit did not settle, or the information on the variances is singular
/// Cost    O(effects^3), with all effects of all groups held together.
/// Source  Kenward and Roger 1997, doi:10.2307/2533558, equations 4 to 8 and section 4; in the form of Halekoh and Hojsgaard 2014,
///         doi:10.18637/jss.v059.i09, section 4. The residual's part is told through the others: W^-1 = V - Z S Z'.
Result<std::vector<CoefficientTest>> kenward_roger(const MixedFit& fit, double confidence = 0.95);
Result<ContrastTest> kenward_roger(const MixedFit& fit, std::span<const double> contrast);

}  // namespace karuna::stats
