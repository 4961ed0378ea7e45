// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "stats/meta/combine.h"
#include "stats/units/random_intercept.h"

namespace karuna::stats {

/// Which outer group (district) and which inner group (school within the district) every estimate belongs to. Without inner: outer alone.
struct Nesting {
  std::span<const std::uint32_t> outer = {};
  std::span<const std::uint32_t> inner = {};  ///< numbers may start anew in every outer group
};

struct MultilevelOptions {
  Likelihood likelihood = Likelihood::REML;
  MetaTest test = MetaTest::z;  ///< z, or t with k - p degrees (no scaling of the variance)
  double confidence = 0.95;
  int most_steps = 100;
};

struct Multilevel {
  std::size_t k = 0, left_out = 0, outer_groups = 0, inner_groups = 0;
  std::vector<MetaCoefficient> coefficients;  ///< floored is the same as tested
  std::vector<double> covariance;
  double outer_variance = 0, inner_variance = 0;            ///< between outer groups, and between inner groups of the same outer one; 0 is a solution
  double outer_error = not_known, inner_error = not_known;  ///< standard errors, from the average information
  double outer_share = not_known, inner_share = not_known;  ///< per cent of all variance (I2 split by level)
  double q = 0, q_df = 0, q_p = 0;
  double log_likelihood = not_known;  ///< restricted for REML, as metafor counts it
  Interval prediction;                ///< of a new inner group in a new outer one; NaN with moderators
  Fit fit;
};

/// Meta-analysis of estimates in groups in groups: y = X beta + outer + inner + error, errors with known variances.
///
/// Takes   studies with their groups; NaN left out.
/// Gives   coefficients, the two variances by REML or ML, Q, shares. Steps go along the average information and are halved until the criterion falls;
///         a variance that would fall below 0 stays at 0 while the slope there points outwards.
/// Fails   invalid         as combine; groups for other than every study
///         too_few_people  as combine; fewer than two outer groups
///         undefined       it did not settle within most_steps; every inner group is an outer one, so that the two cannot be told apart
/// Cost    one pass over the studies, then O(groups p^2) a step: the inverse of each block is written out (Woodbury, twice), none is formed.
/// Source  Konstantopoulos 2011, doi:10.1002/jrsm.35; average information: Gilmour, Thompson and Cullis 1995, doi:10.2307/2533274.
///         Checked against R metafor 3.8-1 rma.mv().
Result<Multilevel> combine_nested(const Studies& studies, const Nesting& nesting, const MultilevelOptions& options = {});

}  // namespace karuna::stats
