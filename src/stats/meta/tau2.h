// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "stats/fit.h"
#include "stats/interval.h"
#include "stats/meta/weighted_studies.h"

namespace karuna::stats {

/// How the variance between studies is estimated; FE: it is taken to be 0.
enum class Tau2Method { REML, ML, DL, PM, SJ, HE, FE };

struct Tau2 {
  double value = 0;
  double standard_error = not_known;
  Fit fit;
};

/// The variance between studies.
///
/// Takes   studies and the estimator: restricted or full maximum likelihood, DerSimonian and Laird, Paule and Mandel, Sidik and Jonkman,
///         Hedges and Olkin, or none. An estimate below 0 is 0.
/// Gives   tau2, its large-sample standard error, and how it was found. Likelihoods: every valley is looked into (the slope is read on a grid
///         up to the place above which it is known to rise), Newton inside the bracket.
/// Fails   undefined   it did not settle within most_steps (with the steps and the last step's length)
/// Cost    O(k p^2) a step, some ten to twenty steps.
/// Source  Viechtbauer 2005, doi:10.3102/10769986030003261 (REML, ML, HE, SJ); DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2;
///         DerSimonian and Kacker 2007, doi:10.1016/j.cct.2006.04.004 (PM); Sidik and Jonkman 2005, doi:10.1111/j.1467-9876.2005.00489.x.
Result<Tau2> estimate_tau2(const WeightedStudies& studies, std::span<const double> y, Tau2Method method, int most_steps = 100);

/// The interval of tau2 that holds the values at which Q is not surprising (Q profile).
/// Both ends NaN: Q is smaller than chance would have it even at tau2 = 0, and no value is left.
///
/// Takes   studies; confidence above 0 and below 1.
/// Fails   undefined   as above
/// Cost    O(k p^2) a step, some ten steps an end.
/// Source  Viechtbauer 2007, doi:10.1002/sim.2514, equation 4.
Result<Interval> tau2_interval(const WeightedStudies& studies, double confidence, int most_steps = 100);

}  // namespace karuna::stats
