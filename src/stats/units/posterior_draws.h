// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stats/interval.h"
#include "stats/units/empirical_bayes.h"

namespace karuna::stats {

/// Where the common mean and the variance between units come from in each draw.
enum class Hyperparameters {
  drawn,     ///< from their posterior under a flat prior for tau2: covers as often as it says, also for few units and small tau2
  refitted,  ///< estimated anew from units simulated at the estimates (Laird and Louis, type III): too narrow for few units (84 % for 90 %)
};

struct PosteriorOptions {
  std::uint32_t draws = 1000;
  std::uint64_t seed = 1;
  double confidence = 0.90;
  unsigned threads = 1;  ///< the result is the same on any number
  Hyperparameters hyperparameters = Hyperparameters::drawn;
};

struct PosteriorDraws {
  std::size_t units = 0, measures = 1;
  std::uint32_t draws = 0;
  std::uint64_t seed = 0;
  std::vector<EmpiricalBayes> fit;  ///< by measure: the values that are shown
  std::vector<double> values;       ///< [draw][unit][measure]
  std::vector<double> mu;           ///< [draw][measure]: the common mean in that draw
  std::vector<Interval> intervals;  ///< [unit][measure]
  double at(std::size_t draw, std::size_t unit, std::size_t measure) const { return values[(draw * units + unit) * measures + measure]; }
};

/// Intervals of shrunken values that know that mu and tau2 were estimated.
///
/// Takes   y and v as `empirical_bayes`; the seed and the number of draws.
/// Gives   draws of every unit's value and their central intervals. `fit` holds the shrunken values; the draws (`drawn`) are moved so that their
///         mean is the shrunken value. At the boundary (tau2 = 0) all shrunken values are the common mean, while the draws still allow for a
///         tau2 above 0.
/// Fails   as `empirical_bayes`; invalid for no draws or a confidence outside (0, 1)
/// Cost    O(draws x units), and for `drawn` some 1,600 looks at the likelihood, for `refitted` some ten a draw;
///         memory 8 bytes x draws x units x measures.
/// Source  drawn: Morris and Tang 2011, doi:10.1214/10-STS342 (flat prior on tau2); refitted: Laird and Louis 1987,
///         doi:10.1080/01621459.1987.10478490. Coverage is proven by simulation (5 to 40 units; no, little and much variance between them).
Result<PosteriorDraws> posterior_draws(std::span<const double> y, std::span<const double> v, const PosteriorOptions& options = {});

/// The same for several measures of the same units, drawn jointly.
///
/// Takes   y [unit][measure], the within-unit covariance of the estimates [unit][measure][measure] (its diagonal the variances v), NaN y where a
///         unit has no value of a measure.
/// Gives   draws whose values by measure are those of the one-measure method, and whose correlations follow from the covariance within units
///         and the estimated correlation between them.
/// Fails   as above
/// Source  as above; correlation between units by moments, drawn to the nearest allowed matrix.
Result<PosteriorDraws> posterior_draws_jointly(std::span<const double> y, std::span<const double> within, std::size_t units, std::size_t measures,
                                               const PosteriorOptions& options = {});

}  // namespace karuna::stats
