// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/interval.h"

namespace karuna::stats {

struct RaterIcc {
  std::string_view type;  ///< "ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"
  double icc = 0, f = 0, df1 = 0, df2 = 0, p = 0;
  Interval interval;
};

struct ShroutFleiss {
  std::array<RaterIcc, 6> icc;
  double ms_between = 0, ms_within = 0, ms_raters = 0, ms_error = 0;
  std::size_t subjects = 0, raters = 0;
};

/// The six intraclass correlations of subjects judged by the same raters.
///
/// Takes   subjects x raters without a gap.
/// Gives   single and average raters; one-way, two-way random and two-way fixed; F tests and intervals.
/// Fails   invalid         fewer than two subjects or two raters, or a NaN
///         undefined       no error variance at all
/// Cost    O(subjects x raters), two passes.
/// Source  Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420; their table 4 is a test. Checked against R psych 2.2.9 ICC(lmer = FALSE).
Result<ShroutFleiss> shrout_fleiss(MatrixView ratings, double confidence = 0.95);

}  // namespace karuna::stats
