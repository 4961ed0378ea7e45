// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/result.h"
#include "stats/interval.h"
#include "stats/weights/survey_design.h"

namespace karuna::stats {

enum class ShareInterval { plain, logit };  ///< how the share below the quantile gets its interval: on its own scale, or on that of log odds

struct SurveyQuantileOptions {
  double confidence = 0.95;
  ShareInterval share = ShareInterval::plain;
};

struct SurveyQuantile {
  double probability = 0.5;
  double estimate = not_known;
  double standard_error = not_known;  ///< width of the interval over twice its t quantile; NaN where an end is not known
  double degrees_of_freedom = 0;
  Interval interval;  ///< an end is NaN where the share's interval leaves 0 to 1
  std::size_t n = 0;
};

/// A quantile of a survey with Woodruff's interval.
///
/// Takes   y by person (NaN left out, as a domain), a probability strictly between 0 and 1, and the design.
/// Gives   the smallest value with at least that share of the weight at or below it; the interval is that of the share of people at or below the
///         estimate, by t, carried back through the same function.
/// Fails   invalid  a probability outside (0, 1); as `survey_mean` else
/// Cost    O(people log people).
/// Source  Woodruff 1952, doi:10.1080/01621459.1952.10483443. Checked against R survey 4.1-1 svyquantile() (interval.type "mean", qrule "math").
Result<SurveyQuantile> survey_quantile(std::span<const double> y, double probability, const SurveyDesign& design, const SurveyQuantileOptions& options = {});

}  // namespace karuna::stats
