// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stats/fit.h"
#include "stats/formula/frame.h"
#include "stats/interval.h"
#include "stats/weights/survey_design.h"

namespace karuna::stats {

enum class Family {
  gaussian,  ///< identity link
  binomial,  ///< logit link; y from 0 to 1
  poisson,   ///< log link; y of at least 0
};

struct SurveyGlmOptions {
  Family family = Family::gaussian;
  double confidence = 0.95;
  int step_limit = 50;
};

struct SurveyGlm {
  std::vector<double> coefficients = {}, standard_errors = {}, t = {}, p = {};
  std::vector<Interval> intervals = {};
  std::vector<double> covariance = {};     ///< columns x columns, linearised
  std::vector<double> fitted = {};         ///< on the scale of y
  double degrees_of_freedom = 0;           ///< clusters less strata, plus one, less coefficients
  double deviance = 0, null_deviance = 0;  ///< weighted, weights with mean 1
  Fit fit;
};

/// A generalised linear model of a survey: what explains y, with the variance that the design gives.
///
/// Takes   y, the model matrix, an offset on the scale of the link (empty: none), and the design; people with weight 0 or outside the domain do not count.
/// Gives   coefficients that solve the weighted score equations, their linearised (sandwich) standard errors, t tests and intervals.
/// Fails   invalid         spans of unequal length; y outside what the family allows; columns that determine each other (the one too many is named)
///         too_few_people  no more people than coefficients, no degree of freedom; as `design_variance`
///         undefined       it did not settle; or the columns tell yes from no without error (separation), so that there is no finite coefficient
/// Cost    O(people x columns^2) a step, some five to ten steps; one for gaussian.
/// Source  Binder 1983, doi:10.2307/1402588; iteration: Nelder and Wedderburn 1972, doi:10.2307/2344614. Checked against R survey 4.1-1 svyglm().
Result<SurveyGlm> survey_glm(std::span<const double> y, const ModelMatrix& x, std::span<const double> offset, const SurveyDesign& design,
                             const SurveyGlmOptions& options = {});

}  // namespace karuna::stats
