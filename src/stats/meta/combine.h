// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/fit.h"
#include "stats/interval.h"
#include "stats/meta/tau2.h"

namespace karuna::stats {

/// Estimates with known sampling variances: studies, or figures of units. NaN in any column: the study is left out.
struct Studies {
  std::span<const double> effects = {};
  std::span<const double> variances = {};             ///< squared standard errors, above 0
  MatrixView moderators = {};                         ///< studies x moderators, without the column of ones; none: one mean for all
  std::span<const std::string> moderator_names = {};  ///< as many, or none
};

/// How coefficients are tested. Knapp and Hartung: t with k - p degrees, the variance scaled by how much the studies disagree.
enum class MetaTest { z, knapp_hartung };

struct CombineOptions {
  Tau2Method method = Tau2Method::REML;
  MetaTest test = MetaTest::knapp_hartung;
  double confidence = 0.95;
  int most_steps = 100;
};

/// A coefficient with its test.
struct Tested {
  double standard_error = not_known, statistic = not_known, p = not_known;
  Interval interval = {};
};

struct MetaCoefficient {
  std::string name;
  double estimate = not_known;
  Tested tested;
  Tested floored;  ///< Knapp and Hartung's with the scale held at 1 or more (ad hoc): to be shown beside when k < 5. For z the same as tested
};

/// What the variance between studies means beside that within: for tau2 and for either end of its interval.
struct Spread {
  double tau2 = not_known, tau = not_known, i2 = not_known, h2 = not_known;  ///< i2 in per cent
};

struct StudyValue {
  double fitted = not_known;  ///< by the model, without the study's own deviation
  double weight = not_known;  ///< in per cent
  double value = not_known;   ///< drawn to the fitted as far as the study is uncertain (empirical Bayes)
  double standard_error = not_known;
  Interval interval;
};

struct Combined {
  std::size_t k = 0, left_out = 0;  ///< studies used, and left out because a value is missing
  std::vector<std::size_t> used;    ///< places of the studies used among those given
  std::vector<MetaCoefficient> coefficients;
  std::vector<double> covariance;  ///< of the coefficients, row by row
  Spread spread, spread_low, spread_high;
  double tau2_standard_error = not_known;
  double r2 = not_known;               ///< per cent of tau2 that the moderators explain; NaN without moderators
  double q = 0, q_df = 0, q_p = 0;     ///< Cochran's Q of what the moderators leave
  double qm = 0, qm_df = 0, qm_p = 0;  ///< of the moderators together (of the mean, where there are none): chi-square, or F for Knapp and Hartung
  double log_likelihood = not_known, restricted_log_likelihood = not_known;
  Interval prediction;  ///< where the true effect of a new study lies; NaN with moderators and for FE
  std::vector<StudyValue> studies;
  MetaTest test = MetaTest::knapp_hartung;
  double degrees = 0;  ///< k - p
  bool few = false;    ///< k < 5: show the floored test beside
  Fit fit;
};

/// Random-effects meta-analysis and meta-regression: y = X beta + study + error, the errors' variances known.
///
/// Takes   studies; how tau2 is estimated and coefficients are tested.
/// Gives   coefficients with standard errors, tests and intervals; tau2 with its Q-profile interval, I2 and H2 (of the typical variance, equation 9 of
///         Higgins and Thompson 2002); Q; prediction interval (t with k - p for Knapp and Hartung, normal for z); every study drawn to the mean.
/// Fails   invalid         lengths differ, a variance of 0 or below, or beyond 1e-90 to 1e90 (the study named), an infinite number, a constant or superfluous
/// moderator (named)
///         too_few_people  fewer than two studies, or no more studies than coefficients
///         undefined       tau2 did not settle within most_steps
/// Cost    O(k p^2) a step: sums over studies, no k x k matrix.
/// Source  Viechtbauer 2010, doi:10.18637/jss.v036.i03; Knapp and Hartung 2003, doi:10.1002/sim.1482; Higgins and Thompson 2002, doi:10.1002/sim.1186;
///         prediction: Riley, Higgins and Deeks 2011, doi:10.1136/bmj.d549. Checked against R metafor 3.8-1 rma().
Result<Combined> combine(const Studies& studies, const CombineOptions& options = {});

/// The studies without a missing value, and why the rest cannot be combined; what bias tests start from too.
struct UsedStudies {
  std::vector<double> y, v, moderators;  ///< moderators column by column
  std::vector<std::size_t> used;
};
Result<UsedStudies> used_studies(const Studies& studies);

}  // namespace karuna::stats
