// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stats/fit.h"
#include "stats/interval.h"
#include "stats/units/random_intercept.h"

namespace karuna::stats {

/// A column of a design: one number a row. No numbers stand for 1 in every row.
struct DesignColumn {
  std::string name = {};
  std::span<const double> values = {};
};

/// Which group each row belongs to.
struct MixedGrouping {
  std::string name = {};
  std::span<const std::uint32_t> group = {};  ///< by row, below `groups`
  std::size_t groups = 0;                     ///< a group without rows is allowed: nothing is known of it
};

enum class Varying { together, independently };  ///< (1 + x | g) and (1 + x || g)

/// What varies between the groups of one grouping. Terms may share a grouping; their effects are then independent.
struct MixedTerm {
  std::string name = {};
  std::size_t grouping = 0;
  std::vector<DesignColumn> columns = {};
  Varying varying = Varying::together;
};

/// y = X beta + sum of Z b + e, b normal with a covariance matrix a term, e normal with variance sigma^2 / weight + known variance.
/// Views only: what they look at must live until fit_mixed returns (for the bootstrap, until that returns).
struct MixedModel {
  std::span<const double> y = {};
  std::vector<DesignColumn> fixed = {};
  std::vector<MixedGrouping> groupings = {};
  std::vector<MixedTerm> terms = {};
  std::span<const double> weights = {};         ///< empty: 1; else above 0
  std::span<const double> known_variance = {};  ///< empty: none; else 0 or more: sampling variance of y, by row
};

struct MixedOptions {
  Likelihood likelihood = Likelihood::REML;
  std::optional<double> fixed_sigma2 = {};  ///< sigma^2 where it is not estimated; 0 where the known variance is all there is
  int most_steps = 200;
};

/// The covariance matrix of one term, as estimated.
struct TermFit {
  std::string name = {}, grouping = {};
  std::size_t groups = 0;
  std::vector<std::string> effects = {};
  std::vector<double> covariance = {};   ///< k x k, row by row
  std::vector<double> deviation = {};    ///< standard deviations
  std::vector<double> correlation = {};  ///< k x k; NaN where a deviation is 0
  bool singular = false;
};

class MixedSums;

struct MixedFit {
  std::vector<std::string> names = {};  ///< of the fixed columns
  std::vector<double> beta = {};
  std::vector<double> covariance = {};  ///< of beta, p x p, row by row
  std::vector<double> standard_error = {};
  double sigma = not_known;        ///< residual, of a row with weight 1
  std::vector<double> theta = {};  ///< lower triangles of the relative factors, column by column, term after term in the order of the model:
                                   ///< covariance = sigma^2 L L'. Where sigma is not estimated from weights alone: covariance = L L'
  std::vector<TermFit> terms = {};
  double criterion = not_known;  ///< -2 log likelihood (restricted for REML), constants included
  double log_likelihood = not_known;
  std::size_t rows = 0, parameters = 0;  ///< parameters: beta, theta and sigma, as AIC counts them
  Likelihood likelihood = Likelihood::REML;
  bool singular = false;
  std::string singular_words = {};  ///< "no detectable variance of (Intercept) between the groups of Batch"
  Fit fit = {};
  std::vector<double> scaled_theta = {};       ///< theta of the columns as they were centred and scaled inside, whose criterion `fit` tells
  bool sigma_from_residual = true;             ///< false where sigma^2 was fixed, or estimated beside known variances
  std::shared_ptr<const MixedSums> sums = {};  ///< what further questions (degrees of freedom, effects, intervals) are answered from

  double aic() const { return criterion + 2 * static_cast<double>(parameters); }
  double bic() const;
};

/// Linear mixed model: fixed effects, variances and covariances of what varies between groups, nested or crossed.
///
/// Takes   the model. Columns may have any scale: they are centred and scaled inside.
/// Gives   estimates by REML or ML. A variance of 0 is a solution, and said in words.
/// Fails   invalid         lengths that differ, a missing or infinite number, a weight not above 0, no fixed and no random column, columns that are
///                         combinations of others (named), as many random effects as rows where sigma is estimated
///         too_few_people  a grouping with fewer than two groups that have rows, fewer rows than parameters
///         undefined       y does not vary, or the model fits it without error
///         refused         more crossed groups than memory for their factor
///         interrupted
/// Cost    one pass over the rows for their cross-products; a step costs O(groups of the largest term), and a Cholesky factor of the other terms' groups.
/// Source  Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, equations 16 to 42; gradient derived there-from (criterion.h).
Result<MixedFit> fit_mixed(const MixedModel& model, const MixedOptions& options = {});

}  // namespace karuna::stats
