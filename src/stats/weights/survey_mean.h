// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/result.h"
#include "stats/interval.h"
#include "stats/weights/survey_design.h"

namespace karuna::stats {

enum class Reference { normal, student };  ///< student: t with the design's degrees of freedom

struct SurveyOptions {
  double confidence = 0.95;
  Reference reference = Reference::normal;
};

struct SurveyFigure {
  double estimate = not_known, standard_error = not_known;
  double design_effect = not_known;  ///< variance over that of a simple random sample of the same size (without replacement where population is given)
  double degrees_of_freedom = 0;     ///< clusters less strata
  Interval interval;
  std::size_t n = 0;
};

/// Means and totals of a survey with strata, clusters, unequal weights and, if so, margins it was weighted to.
///
/// Takes   y by person (NaN left out, as a domain) and the design.
/// Gives   the estimate, its linearised standard error (ultimate clusters, finite-population factor, residuals from the margins), design effect.
/// Fails   invalid         spans of unequal length, weights below 0, a population smaller than its sample
///         too_few_people  nobody in the domain; a stratum with a single cluster that is not the whole stratum (named)
/// Cost    O(people), a few passes.
/// Source  Sarndal, Swensson and Wretman 1992, doi:10.1007/978-1-4612-4378-6, sections 5.5 to 5.7; raking: Deville and Sarndal 1992,
///         doi:10.1080/01621459.1992.10475217. Checked against R survey 4.1-1 svymean() and svytotal().
Result<SurveyFigure> survey_mean(std::span<const double> y, const SurveyDesign& design, const SurveyOptions& options = {});
Result<SurveyFigure> survey_total(std::span<const double> y, const SurveyDesign& design, const SurveyOptions& options = {});

}  // namespace karuna::stats
