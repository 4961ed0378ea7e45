// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "stats/mixed/model.h"

namespace karuna::stats {

struct MixedBootstrapOptions {
  std::uint32_t replicates = 1000;
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< the numbers are the same on any number
  double confidence = 0.95;
};

/// Percentile intervals from outcomes drawn out of the fitted model.
struct MixedBootstrap {
  std::vector<Interval> beta = {};
  std::vector<std::vector<Interval>> deviation = {};  ///< by term and effect
  Interval sigma = {};
  std::uint32_t replicates = 0, failed = 0;  ///< failed: could not be fitted, and are left out
  std::uint64_t seed = 0;
};

/// Parametric bootstrap: draws outcomes from the fit, fits each anew, and looks where the estimates fall.
///
/// Takes   the model and options as they were fitted, and the fit.
/// Gives   percentile intervals of coefficients, standard deviations and sigma; the lower end of a deviation may be 0.
/// Fails   invalid      fewer than 100 replicates, a fit of another model
///         undefined    the fit did not settle, or over a tenth of the replicates could not be fitted
///         interrupted
/// Cost    replicates times the cost of a fit.
/// Source  Davison and Hinkley 1997, doi:10.1017/CBO9780511802843, sections 2.1.1 and 5.2.
Result<MixedBootstrap> bootstrap_intervals(const MixedModel& model, const MixedOptions& options, const MixedFit& fit, const MixedBootstrapOptions& bootstrap,
                                           Progress* progress = nullptr);

}  // namespace karuna::stats
