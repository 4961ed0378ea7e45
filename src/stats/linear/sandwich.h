// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "stats/linear/least_squares.h"

namespace karuna::stats {

/// How a squared residual is corrected for the row's own pull on the fit, with h its leverage, d = h n/p:
/// HC0 r^2; HC1 r^2 n/(n-p); HC2 r^2/(1-h); HC3 r^2/(1-h)^2; HC4 r^2/(1-h)^min(4, d); HC4m r^2/(1-h)^(min(1, d) + min(1.5, d));
/// HC5 r^2/(1-h)^(min(d, max(4, 0.7 max d))/2).
enum class Heteroscedastic { HC0, HC1, HC2, HC3, HC4, HC4m, HC5 };

/// Covariance of least-squares coefficients when every row may have a variance of its own.
///
/// Takes   a fit and the correction. HC3 for up to some hundreds of rows; HC4 where single rows pull strongly.
/// Gives   the covariance, row by row.
/// Fails   undefined   a row that the model fits by itself (leverage 1), which every correction from HC2 on divides by (the row named)
/// Cost    O(rows x columns^2).
/// Source  MacKinnon and White 1985, doi:10.1016/0304-4076(85)90158-7 (HC0 to HC3); Cribari-Neto 2004, doi:10.1016/S0167-9473(02)00366-3 (HC4);
///         Cribari-Neto and da Silva 2011, doi:10.1007/s10182-010-0141-2 (HC4m); Cribari-Neto, Souza and Vasconcellos 2007,
///         doi:10.1080/03610920601126589 (HC5). Checked against R sandwich 3.0-2 vcovHC().
Result<std::vector<double>> sandwich_covariance(const LeastSquares& fit, Heteroscedastic correction);

}  // namespace karuna::stats
