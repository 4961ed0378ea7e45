// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/matrix_view.h"
#include "base/result.h"
#include "stats/fit.h"
#include "stats/interval.h"
#include "stats/units/random_intercept.h"

namespace karuna::stats {

/// How what is left over in one wave goes with what is left over in another wave of the same group.
enum class Serial {
  independent,
  ar1,                 ///< phi^(number of waves between), -1 < phi < 1
  car1,                ///< phi^(time between), 0 < phi < 1, any distances
  compound_symmetric,  ///< rho, however far apart
};

/// Waves of people or units: y = X beta + Z b[group] + e, b normal with one covariance matrix for all groups, e normal with
/// variance[i] = sigma^2 ratio[stratum]^2 |power_of|^(2 power) / weight, correlated within the group, + sampling_variance[i].
/// A span that is empty leaves its part out. NaN anywhere in a row leaves the row out.
struct SerialModel {
  std::span<const double> y;
  MatrixView fixed;  ///< rows x coefficients; the constant is a column of ones
  std::vector<std::string> fixed_names;
  MatrixView random;  ///< rows x effects of a group (at most 8); no columns: no random effects ("gls")
  std::vector<std::string> random_names;
  bool random_correlated = true;         ///< false: the effects of a group are unrelated
  std::span<const std::uint32_t> group;  ///< of each row, below `groups`; empty: one series
  std::size_t groups = 1;
  Serial correlation = Serial::independent;
  std::span<const double> time;            ///< of each row; whole numbers for ar1. Empty: the rows of a group follow each other
  std::span<const std::uint32_t> stratum;  ///< variance by stratum (R: varIdent); ratios are to the first stratum
  std::vector<std::string> stratum_names;
  std::span<const double> power_of;           ///< variance by a power of this column, which may not be 0 (R: varPower)
  std::span<const double> weights;            ///< precision of a row: the variance is divided by it
  std::span<const double> sampling_variance;  ///< known, in squares of y's unit: what noise or sampling added to a released figure
  bool only_sampling = false;                 ///< the known variances are all there is: sigma is 0 (meta-analysis with slopes)
  Likelihood likelihood = Likelihood::REML;
};

struct SerialTerm {
  std::string name = {};
  double estimate = not_known, standard_error = not_known;
  double df_inner_outer = not_known;          ///< counted: rows and groups less coefficients (Pinheiro and Bates 2000, 2.4.2; as nlme)
  double df_satterthwaite = not_known;        ///< from how sure the variances are; NaN where their information matrix gives none
  double t = not_known, p_value = not_known;  ///< two-sided, with Satterthwaite's df where there is one, else the counted
  Interval interval;                          ///< with the same df
};

/// A variance parameter in the unit a reader knows, and an interval that cannot leave its range.
struct SerialParameter {
  std::string name;  ///< "sd (Intercept)", "correlation (Intercept) Time", "phi", "rho", "ratio 2021", "power", "sigma"
  double estimate = not_known;
  Interval interval = {};  ///< NaN ends on the edge of what is allowed
};

struct SerialFit {
  std::vector<SerialTerm> terms;
  std::vector<SerialParameter> parameters;
  std::vector<double> covariance;                           ///< of the coefficients, p x p
  std::vector<double> random_covariance;                    ///< of the effects of a group, q x q
  double sigma = not_known;                                 ///< residual standard deviation: weight 1, first stratum, |power_of| = 1
  double correlation = 0;                                   ///< phi or rho
  double deviance = not_known, log_likelihood = not_known;  ///< restricted for REML; constants included
  Likelihood likelihood = Likelihood::REML;
  std::size_t rows = 0, left_out = 0, groups = 0;
  bool boundary = false;                              ///< a variance is 0, effects go exactly together, or a correlation is at its end: see `remark`
  std::string remark;                                 ///< the same in words; empty where nothing is to be said
  std::vector<double> effects;                        ///< by group, q each: best predictions (BLUP); 0 for a group without rows
  std::vector<double> effect_variance;                ///< by group, q x q: of the prediction error, coefficients estimated
  std::vector<double> effect_carry;                   ///< by group, q x p: how an error of the coefficients moves the effects
  std::vector<double> fitted_population, fitted;      ///< by row of the input, NaN where left out: X beta; X beta + Z b
  std::vector<double> residual, normalised_residual;  ///< y - fitted; the same with variance 1 and uncorrelated if the model holds
  Fit fit;  ///< parameters: Cholesky factor of the effects' covariance over sigma^2, then those of the residuals; criterion: the deviance
};

/// Mixed model for waves: one grouping factor, residuals that remember and that differ in size.
///
/// Takes   columns of numbers; the rows in any order.
/// Gives   coefficients, variance parameters with intervals, predicted effects of the groups, fitted values, residuals, and how it was fitted.
///         A variance of 0 is a solution and is said in `remark`.
/// Fails   invalid         lengths differ; infinite values; no name for a column; times that repeat or are not whole; weights or variances out of range;
///                         a column that others already tell (it is named); two parts of the model that say the same
///         too_few_people  fewer rows than the model has unknowns; one group; every group with one row
///         undefined       y lies exactly on the line; the estimate did not settle (the words say where it stood)
///         interrupted
/// Cost    O(rows x (columns)^2) for an evaluation with its exact gradient, whatever the size of a group: each group is made independent by a recursion
///         over neighbours. Where the residuals have no unknown of their own, rows are read once and an evaluation is O(groups).
/// Source  Pinheiro and Bates 2000, doi:10.1007/b98882, chapters 2.2 and 5; Laird and Ware 1982, doi:10.2307/2529876;
///         recursion with known sampling variances: Jones 1993, doi:10.1201/9780203750605 (Kalman filter of a first-order process);
///         degrees of freedom: Satterthwaite 1946, doi:10.2307/3002019.
Result<SerialFit> fit_serial(const SerialModel& model);

}  // namespace karuna::stats
