// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/weights/raking.h"

namespace karuna::stats {

/// How people came into the data. Every span is by person; an empty one means: does not apply.
struct SurveyDesign {
  std::span<const double> weights = {};          ///< final weights (after raking or post-stratification); empty: 1 each
  std::span<const std::uint32_t> strata = {};    ///< empty: one stratum
  std::span<const std::uint32_t> clusters = {};  ///< first-stage units; empty: every person is one
  std::span<const double> population = {};       ///< first-stage units in the population of the person's stratum; empty: drawn with replacement
  std::span<const std::uint8_t> domain = {};     ///< 1 where the person belongs to the group asked about; empty: all do
  std::span<const Margin> calibrated_to = {};    ///< margins that the weights were raked (several) or post-stratified (one) to
  MatrixView calibrated_on = {};                 ///< instead of margins: the columns whose totals the weights were calibrated to
  std::span<const double> start_weights = {};    ///< weights before that; empty: 1 each

  double weight(std::size_t person) const { return weights.empty() ? 1.0 : weights[person]; }
  bool inside(std::size_t person) const { return domain.empty() || domain[person] != 0; }
};

/// Fails   invalid   spans of unequal length, a weight below 0 or infinite (calibrated weights may be below 0), margins beside calibrated columns
Result<void> check_design(std::size_t people, const SurveyDesign& design);

/// Fails   invalid   a weight below 0, as linear calibration may give: means and totals bear it, what is fitted or sorted does not
Result<void> check_no_weight_below_0(const SurveyDesign& design);

struct DesignVariance {
  std::vector<double> covariance = {};  ///< columns x columns
  double degrees_of_freedom = 0;        ///< clusters less strata
};

/// What varies from sample to sample: covariances of weighted totals, by ultimate clusters.
///
/// Takes   one row a person: how much the person moves each figure, before the weight (0 outside a domain); and the design.
/// Gives   in each stratum n/(n - 1) sum (z - mean)(z - mean)' (1 - n/N) over its first-stage units, z their weighted sums; where the weights were
///         fitted to margins, of what the margins leave unexplained; where they were calibrated, of what the calibrated columns leave.
/// Fails   invalid         a population smaller than its sample, people of one stratum who disagree about it
///         too_few_people  a stratum with a single unit that is not the whole stratum (named)
/// Cost    O(people x columns^2) without clusters, O(people x columns + clusters x columns^2) with them.
/// Source  Sarndal, Swensson and Wretman 1992, doi:10.1007/978-1-4612-4378-6, section 5.5; margins: Deville and Sarndal 1992,
///         doi:10.1080/01621459.1992.10475217. Checked against R survey 4.1-1.
Result<DesignVariance> design_variance(MatrixView influence, const SurveyDesign& design);

}  // namespace karuna::stats
