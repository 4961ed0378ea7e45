// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "stats/units/empirical_bayes.h"

namespace karuna::stats {

/// Correlation between units of the true values of several measures: what the estimates share beyond what the covariance within units explains.
///
/// Takes   y [unit][measure] (NaN: none), the covariance within [unit][measure][measure], and the fit of each measure.
/// Gives   a correlation matrix, row by row: by moments, kept within -1 and 1 and drawn to the nearest matrix without a negative eigenvalue;
///         0 for a measure without variance between units.
/// Cost    O(units x measures^2 + measures^3).
std::vector<double> between_correlation(std::span<const double> y, std::span<const double> within, std::span<const EmpiricalBayes> fit);

/// Lower triangle L with L L' = a, for a matrix that may be singular: rows that others determine get a zero on the diagonal.
void lower_root(std::span<const double> a, std::size_t size, std::span<double> out);

}  // namespace karuna::stats
