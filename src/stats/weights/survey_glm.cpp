// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_glm.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "stats/distributions.h"

namespace karuna::stats {
namespace {

using Vector = std::vector<double>;

constexpr double rank_tolerance = 1e-9, step_tolerance = 1e-12, largest_logit = 30;
constexpr int most_halvings = 30;

/// The mean, its slope by the linear predictor, and its share of the deviance.
double mean_at(Family f, double eta) {
  if (f == Family::gaussian) return eta;
  return f == Family::poisson ? std::exp(eta) : 1 / (1 + std::exp(-eta));
}
/// For the natural links the slope of the mean is the variance.
double slope_at(Family f, double mean) {
  if (f == Family::gaussian) return 1;
  return f == Family::poisson ? mean : mean * (1 - mean);
}
double share_of_log(double y, double mean) { return y > 0 ? y * std::log(y / mean) : 0; }
double deviance_of(Family f, double y, double mean) {
  if (f == Family::gaussian) return (y - mean) * (y - mean);
  if (f == Family::poisson) return 2 * (share_of_log(y, mean) - (y - mean));
  return 2 * (share_of_log(y, mean) + share_of_log(1 - y, 1 - mean));
}
double start_of(Family f, double y) {
  if (f == Family::gaussian) return y;
  return f == Family::poisson ? std::log(y + 0.1) : std::log((y + 0.5) / (1.5 - y));
}

double length(const Vector& v) {
  double squares = 0;
  for (const double x : v) squares += x * x;
  return std::sqrt(squares);
}
double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Columns as Q R: Q orthonormal columns, R upper triangular.
struct Orthogonal {
  std::vector<Vector> q = {};
  std::vector<Vector> r = {};                // [column][row up to the column]
  std::optional<std::size_t> too_many = {};  // the first column that those before it determine
};

/// Gram and Schmidt, each column twice, which is as exact as reflections.
Orthogonal orthogonal(std::vector<Vector> columns) {
  Orthogonal made;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    Vector& left = columns[j];
    const double whole = length(left);
    Vector r(j + 1, 0);
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t k = 0; k < j; ++k) {
        const double share = dot(made.q[k], left);
        r[k] += share;
        for (std::size_t i = 0; i < left.size(); ++i) left[i] -= share * made.q[k][i];
      }
    r[j] = length(left);
    if (!(r[j] > rank_tolerance * whole) && !made.too_many) made.too_many = j;
    for (double& v : left) v /= r[j];
    made.q.push_back(std::move(left));
    made.r.push_back(std::move(r));
  }
  return made;
}

/// R x = b, and R' x = b.
Vector solve_upper(const Orthogonal& o, Vector b) {
  for (std::size_t j = b.size(); j-- > 0;) {
    b[j] /= o.r[j][j];
    for (std::size_t k = 0; k < j; ++k) b[k] -= o.r[j][k] * b[j];
  }
  return b;
}
Vector solve_lower(const Orthogonal& o, Vector b) {
  for (std::size_t j = 0; j < b.size(); ++j) {
    for (std::size_t k = 0; k < j; ++k) b[j] -= o.r[j][k] * b[k];
    b[j] /= o.r[j][j];
  }
  return b;
}

struct Problem {
  Family family;
  std::vector<std::size_t> people = {};                 // who counts
  std::vector<Vector> x = {};                           // their columns, scaled to length 1
  Vector y = {}, offset = {}, weight = {}, scale = {};  // weights with mean 1
  Vector eta(const Vector& beta) const {
    Vector at = offset;
    for (std::size_t j = 0; j < x.size(); ++j)
      for (std::size_t i = 0; i < at.size(); ++i) at[i] += beta[j] * x[j][i];
    return at;
  }
  double deviance(const Vector& beta) const {
    const Vector at = eta(beta);
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += weight[i] * deviance_of(family, y[i], mean_at(family, at[i]));
    return sum;
  }
  /// Columns times a root of weights.
  Orthogonal weighted(const Vector& root) const {
    std::vector<Vector> columns = x;
    for (auto& column : columns)
      for (std::size_t i = 0; i < column.size(); ++i) column[i] *= root[i];
    return orthogonal(std::move(columns));
  }
};

Result<void> check_y(Family family, double y, std::size_t person) {
  const bool good = family == Family::gaussian ? std::isfinite(y) : family == Family::poisson ? y >= 0 && std::isfinite(y) : y >= 0 && y <= 1;
  if (good) return {};
  const char* expected = family == Family::gaussian ? "a finite number" : family == Family::poisson ? "a count of at least 0" : "a share from 0 to 1";
  return fail(Fault::invalid, "the response of row " + std::to_string(person + 1) + " is " + shortest(y) + "; this family needs " + expected);
}

Result<Problem> problem_of(std::span<const double> y, const ModelMatrix& x, std::span<const double> offset, const SurveyDesign& d, Family family) {
  if (y.size() != x.rows || (!offset.empty() && offset.size() != y.size()))
    return fail(Fault::invalid, "response, model matrix and offset are not of the same people");
  KARUNA_CHECK(check_design(y.size(), d));
  KARUNA_CHECK(check_no_weight_below_0(d));
  Problem p{family};
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!d.inside(i) || !(d.weight(i) > 0)) continue;
    KARUNA_CHECK(check_y(family, y[i], i));
    p.people.push_back(i);
    total += d.weight(i);
  }
  const std::size_t n = p.people.size(), k = x.columns.size();
  if (k == 0) return fail(Fault::invalid, "the model has nothing to estimate: neither an intercept nor a term");
  if (n <= k) return fail(Fault::too_few_people, counted(n, "person", "people") + " cannot carry " + counted(k, "coefficient"));
  for (const auto person : p.people) {
    p.y.push_back(y[person]);
    p.weight.push_back(d.weight(person) * static_cast<double>(n) / total);
    p.offset.push_back(offset.empty() ? 0 : offset[person]);
  }
  for (std::size_t j = 0; j < k; ++j) {
    Vector column;
    for (const auto person : p.people) column.push_back(x.values[j * x.rows + person]);
    p.scale.push_back(length(column));
    if (!(p.scale[j] > 0) || std::isinf(p.scale[j]))
      return fail(Fault::invalid, "the column " + in_quotes(x.columns[j].name) +
                                      (p.scale[j] == 0 ? " is 0 for everybody who counts; leave it out" : " holds something that is no finite number"));
    for (double& v : column) v /= p.scale[j];
    p.x.push_back(std::move(column));
  }
  return p;
}

bool separated(const Problem& p, const Vector& eta) {
  if (p.family == Family::gaussian) return false;
  return std::any_of(eta.begin(), eta.end(), [&](double e) { return e < -largest_logit || (p.family == Family::binomial && e > largest_logit); });
}

/// Newton's steps, halved where the deviance would rise.
Result<Vector> solve(const Problem& p, const SurveyGlmOptions& options, Fit& fit) {
  fit.method = p.family == Family::gaussian ? "weighted least squares" : "Newton's steps on the weighted score";
  const std::size_t n = p.y.size(), k = p.x.size();
  Vector eta(n), beta(k, 0), root(n), target(n);
  for (std::size_t i = 0; i < n; ++i) eta[i] = start_of(p.family, p.y[i]);
  double deviance = INFINITY;
  for (;;) {
    for (std::size_t i = 0; i < n; ++i) {
      const double mean = mean_at(p.family, eta[i]), slope = std::max(slope_at(p.family, mean), 1e-300);
      root[i] = std::sqrt(p.weight[i] * slope);
      target[i] = root[i] * (eta[i] - p.offset[i] + (p.y[i] - mean) / slope);
    }
    const Orthogonal o = p.weighted(root);
    Vector next;
    for (const auto& q : o.q) next.push_back(dot(q, target));
    next = solve_upper(o, std::move(next));
    if (std::any_of(next.begin(), next.end(), [](double b) { return !std::isfinite(b); }))
      return fail(Fault::undefined, "the weighted regression has no finite solution at step " + std::to_string(fit.steps + 1));
    double reached = p.deviance(next);
    ++fit.evaluations;
    for (int halving = 0; !(reached <= deviance * (1 + 1e-12)) && halving < most_halvings; ++halving, ++fit.evaluations) {
      for (std::size_t j = 0; j < k; ++j) next[j] = (next[j] + beta[j]) / 2;
      reached = p.deviance(next);
    }
    double moved = 0, size = 1;
    for (std::size_t j = 0; j < k; ++j) moved = std::max(moved, std::fabs(next[j] - beta[j])), size = std::max(size, std::fabs(next[j]));
    if (++fit.steps == 1) {
      fit.criterion_start = reached;
      fit.start = next;
    }
    beta = std::move(next);
    deviance = reached;
    eta = p.eta(beta);
    fit.criterion = deviance;
    fit.why = p.family == Family::gaussian ? Stopped::closed_form : Stopped::step_small;
    if (p.family == Family::gaussian) return beta;
    if (separated(p, eta))
      return fail(Fault::undefined,
                  "the columns tell one answer from the other without error (or nearly so): no finite coefficient is best; leave out the column that does it, "
                  "or merge levels");
    if (moved <= step_tolerance * size) return beta;
    if (fit.steps == options.step_limit)
      return fail(Fault::undefined,
                  "the model did not settle within " + std::to_string(options.step_limit) + " steps (the last moved a coefficient by " + shortest(moved) + ")");
  }
}

/// Of the mean alone; an offset does not enter.
double null_deviance(const Problem& p) {
  const double mean = dot(p.weight, p.y) / static_cast<double>(p.y.size());
  double sum = 0;
  for (std::size_t i = 0; i < p.y.size(); ++i) sum += p.weight[i] * deviance_of(p.family, p.y[i], mean);
  return sum;
}

/// How much each person moves each coefficient, before the weight: (X'WX)^-1 x (y - mean). [coefficient][person]
Vector influence_of(const Problem& p, const Vector& eta, double weight_sum, std::size_t people) {
  const std::size_t n = p.y.size(), k = p.x.size();
  Vector root(n);
  for (std::size_t i = 0; i < n; ++i) root[i] = std::sqrt(p.weight[i] * slope_at(p.family, mean_at(p.family, eta[i])));
  const Orthogonal o = p.weighted(root);
  const double per_weight = static_cast<double>(n) / weight_sum;  // weights here have mean 1
  Vector influence(k * people, 0.0), row(k);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < k; ++j) row[j] = p.x[j][i];
    const Vector moved = solve_upper(o, solve_lower(o, row));
    const double residual = (p.y[i] - mean_at(p.family, eta[i])) * per_weight;
    for (std::size_t j = 0; j < k; ++j) influence[j * people + p.people[i]] = residual * moved[j] / p.scale[j];
  }
  return influence;
}

}  // namespace

Result<SurveyGlm> survey_glm(std::span<const double> y, const ModelMatrix& x, std::span<const double> offset, const SurveyDesign& design,
                             const SurveyGlmOptions& options) {
  if (!(options.confidence > 0 && options.confidence < 1)) return fail(Fault::invalid, "a confidence between 0 and 1 is expected");
  KARUNA_TRY(p, problem_of(y, x, offset, design, options.family));
  if (const auto extra = orthogonal(p.x).too_many)
    return fail(Fault::invalid, "the column " + in_quotes(x.columns[*extra].name) + " is determined by the columns before it; leave one of them out");
  SurveyGlm found;
  KARUNA_TRY(beta, solve(p, options, found.fit));

  const Vector eta = p.eta(beta);
  const std::size_t k = p.x.size();
  found.fitted.assign(y.size(), not_known);
  Vector score(k, 0);
  double weight_sum = 0;
  for (std::size_t i = 0; i < eta.size(); ++i) {
    const double mean = mean_at(options.family, eta[i]);
    found.fitted[p.people[i]] = mean;
    weight_sum += design.weight(p.people[i]);
    for (std::size_t j = 0; j < k; ++j) score[j] += p.weight[i] * (p.y[i] - mean) * p.x[j][i];
  }
  found.fit.gradient_norm = length(score);
  const Vector influence = influence_of(p, eta, weight_sum, y.size());
  KARUNA_TRY(spread, design_variance({influence.data(), y.size(), k}, design));
  found.degrees_of_freedom = spread.degrees_of_freedom + 1 - static_cast<double>(k);
  if (!(found.degrees_of_freedom > 0))
    return fail(Fault::too_few_people, "the design has " + shortest(spread.degrees_of_freedom) +
                                           " degrees of freedom (first-stage units less strata); that cannot carry " + counted(k, "coefficient"));
  found.covariance = std::move(spread.covariance);
  const double reach = t_quantile(0.5 + options.confidence / 2, found.degrees_of_freedom);
  for (std::size_t j = 0; j < k; ++j) {
    const double b = beta[j] / p.scale[j], se = std::sqrt(found.covariance[j * k + j]);
    found.coefficients.push_back(b);
    found.standard_errors.push_back(se);
    found.t.push_back(se > 0 ? b / se : not_known);
    found.p.push_back(se > 0 ? 2 * t_cdf(-std::fabs(b / se), found.degrees_of_freedom) : not_known);
    found.intervals.push_back({b - reach * se, b + reach * se, options.confidence});
    found.fit.start[j] /= p.scale[j];
  }
  found.fit.end = found.coefficients;
  found.deviance = found.fit.criterion;
  found.null_deviance = null_deviance(p);
  return found;
}

}  // namespace karuna::stats
