// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "stats/mixed/model.h"

namespace karuna::stats {

/// Intervals from the profiled likelihood: the values of one figure that the data do not make too unlikely, with everything else at its best.
struct MixedProfile {
  std::vector<Interval> beta = {};
  std::vector<std::vector<Interval>> deviation = {};    ///< by term and effect; the lower end may be 0
  std::vector<std::vector<Interval>> correlation = {};  ///< by term, k x k; NaN on the diagonal and between independent effects; an end may be -1 or 1
  Interval sigma = {};
  std::vector<std::string> open = {};  ///< ends that are not given, each with its reason
  double rise = not_known;             ///< of the deviance, from its least to an end
  double least = not_known;            ///< the least: -2 log likelihood by ML, constants included
  int evaluations = 0;                 ///< of the deviance
};

/// Profile likelihood intervals of a linear mixed model.
///
/// Takes   a fit by REML or ML; what is profiled is the likelihood of ML in both cases, as that of REML says nothing of coefficients.
/// Gives   intervals of coefficients, standard deviations, correlations and sigma. Where 0 is likely enough for a deviation it is the lower end, and so
///         are -1 and 1 for a correlation. NaN for an end that was not reached, and why.
/// Fails   undefined    the fit did not settle, or a better one than its ML fit turned up
///         invalid      a fit with known or fixed variances
///         interrupted
/// Cost    for each end some five fits with the figure held, each of some ten slopes of the criterion.
/// Source  Venzon and Moolgavkar 1988, doi:10.2307/2347496, equation 1; for this model Bates, Machler, Bolker and Walker 2015,
///         doi:10.18637/jss.v067.i01, section 5.1.
Result<MixedProfile> profile_intervals(const MixedFit& fit, double confidence = 0.95, Progress* progress = nullptr);

}  // namespace karuna::stats
