// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/meta/combine.h"

namespace karuna::stats {

/// Do small studies find something else than large ones?
struct Asymmetry {
  double statistic = not_known, degrees = not_known;  ///< t with its degrees; z where degrees is NaN; rank test: Kendall's tau
  double p = not_known;                               ///< two-sided
  double limit = not_known;                           ///< regression tests: the effect of a study without error
};

/// Egger's regression test in two forms: a meta-regression on the standard error (variance between studies by the method), or least squares weighted
/// by 1/variance, which is Egger's own.
///
/// Takes   studies without moderators, at least three.
/// Gives   the test of the standard error's coefficient.
/// Fails   as combine; invalid         every study has the same variance
/// Cost    as combine.
/// Source  Egger, Davey Smith, Schneider and Minder 1997, doi:10.1136/bmj.315.7109.629; mixed: Sterne and Egger 2005, doi:10.1002/0470870168.ch6.
///         Checked against R metafor 3.8-1 regtest().
Result<Asymmetry> egger_test(const Studies& studies, Tau2Method method = Tau2Method::REML);
Result<Asymmetry> egger_test_weighted(const Studies& studies);

/// Begg and Mazumdar's: does the standardised effect go with the variance, by Kendall's tau (exact without ties)?
///
/// Takes   studies without moderators, at least three.
/// Gives   tau and its p.
/// Fails   as combine; undefined       every study has the same variance or the same standardised effect
/// Cost    O(k log k).
/// Source  Begg and Mazumdar 1994, doi:10.2307/2533446. Checked against R metafor 3.8-1 ranktest().
Result<Asymmetry> rank_test(const Studies& studies);

enum class FillSide { automatic, left, right };

struct TrimAndFill {
  std::size_t filled = 0;  ///< studies that would make the funnel symmetric
  FillSide side = FillSide::left;
  std::vector<double> effects, variances;  ///< of the filled ones
  Combined combined;                       ///< with them
};

/// Trim and fill: studies on the far side are cut off until the rest lies symmetrically, then mirrored; how many, by the estimator L0.
/// A look at how much bias could matter, not a correction: Peters et al. 2007 show that variance between studies misleads it.
///
/// Takes   studies without moderators; side where studies are thought to be missing, automatic: against the slope of the regression test.
/// Gives   how many, and the mean with them.
/// Fails   as combine; invalid         moderators were given
///         undefined       the number of studies swings and does not settle
/// Cost    some ten fits.
/// Source  Duval and Tweedie 2000, doi:10.1111/j.0006-341X.2000.00455.x, estimator L0. Checked against R metafor 3.8-1 trimfill().
Result<TrimAndFill> trim_and_fill(const Studies& studies, const CombineOptions& options = {}, FillSide side = FillSide::automatic);

}  // namespace karuna::stats
