// SPDX-License-Identifier: Apache-2.0
#include "stats/meta/multilevel.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "stats/distributions.h"
#include "stats/meta/nested_blocks.h"

namespace karuna::stats {
namespace {

using Eigen::Vector2d;
using Look = NestedBlocks::Look;

/// The groups of the studies used, numbered anew.
struct Groups {
  std::vector<std::uint32_t> inner_of;        ///< by study
  std::vector<std::uint32_t> outer_of_inner;  ///< by inner group
  std::size_t outers = 0;
};

Groups numbered(const Nesting& nesting, const std::vector<std::size_t>& used) {
  Groups groups;
  std::map<std::uint32_t, std::uint32_t> outer;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> inner;
  for (const std::size_t i : used) {
    const auto own_outer = outer.emplace(nesting.outer[i], static_cast<std::uint32_t>(outer.size())).first->second;
    const auto [place, fresh] =
        inner.emplace(std::pair{nesting.outer[i], nesting.inner.empty() ? 0 : nesting.inner[i]}, static_cast<std::uint32_t>(inner.size()));
    if (fresh) groups.outer_of_inner.push_back(own_outer);
    groups.inner_of.push_back(place->second);
  }
  groups.outers = outer.size();
  return groups;
}

/// The slope as far as it can still be followed: at 0 only downhill into the positive counts.
Vector2d free_slope(const Vector2d& place, const Vector2d& slope, bool inner_too) {
  Vector2d free = slope;
  for (int j = 0; j < 2; ++j)
    if (place(j) <= 0 && slope(j) > 0) free(j) = 0;
  if (!inner_too) free(1) = 0;
  return free;
}

/// Along the average information in the variances that may move.
Vector2d step_of(const Look& look, const Vector2d& free) {
  Vector2d step = Vector2d::Zero();
  const auto& h = look.information;
  const double determinant = h.determinant();
  if (free(0) != 0 && free(1) != 0 && determinant > 1e-12 * h(0, 0) * h(1, 1)) return -h.inverse() * free;
  for (int j = 0; j < 2; ++j)
    if (free(j) != 0) step(j) = h(j, j) > 0 ? -free(j) / h(j, j) : -free(j);
  return step;
}

Result<Vector2d> settle(const NestedBlocks& blocks, Vector2d place, bool inner_too, int most_steps, Fit& fit) {
  Look look = blocks.at(place);
  fit.method = "average information, steps halved where the criterion rises";
  fit.start = {place(0), place(1)};
  fit.criterion_start = look.criterion;
  const double scale = place(0);
  for (fit.steps = 1; fit.steps <= most_steps; ++fit.steps) {
    const Vector2d free = free_slope(place, look.slope, inner_too);
    fit.gradient_norm = free.norm();
    Vector2d step = step_of(look, free), next = place;
    Look there = look;
    const double allowed = look.criterion + 1e-12 * (1 + std::fabs(look.criterion));  // as much as rounding can add
    double share = 1, moved = 0;
    for (int half = 0; half < 40; ++half, share /= 2) {
      next = (place + share * step).cwiseMax(0.0);
      there = blocks.at(next);
      moved = (next - place).norm();
      if (there.criterion <= allowed || moved <= 1e-12 * (place.norm() + 1e-6 * scale)) break;
    }
    if (there.criterion <= allowed) place = next, look = there;
    if (moved <= 1e-11 * (place.norm() + 1e-6 * scale)) {
      fit.end = {place(0), place(1)};
      fit.criterion = look.criterion;
      fit.gradient_norm = free_slope(place, look.slope, inner_too).norm();
      fit.why = place(0) <= 0 || (inner_too && place(1) <= 0) ? Stopped::boundary : Stopped::step_small;
      return place;
    }
  }
  return fail(Fault::undefined, "the variances did not settle within " + std::to_string(most_steps) + " steps; the slope was still " +
                                    std::to_string(fit.gradient_norm) + ". Allow more steps, or leave out one level");
}

}  // namespace

Result<Multilevel> combine_nested(const Studies& given, const Nesting& nesting, const MultilevelOptions& options) {
  if (!(options.confidence > 0 && options.confidence < 1)) return fail(Fault::invalid, "a confidence lies between 0 and 1");
  if (nesting.outer.size() != given.effects.size() || (!nesting.inner.empty() && nesting.inner.size() != given.effects.size()))
    return fail(Fault::invalid, "every study needs its groups: there are " + std::to_string(given.effects.size()) + " studies and " +
                                    std::to_string(nesting.outer.size()) + " outer groups");
  KARUNA_TRY(used, used_studies(given));
  const std::size_t k = used.y.size();
  KARUNA_TRY(basis, orthonormal_basis(MatrixView(used.moderators.data(), k, given.moderators.columns), Intercept::yes, given.moderator_names, k));
  const std::size_t p = basis.columns;
  if (k <= p)
    return fail(Fault::too_few_people, std::to_string(p) + " coefficients need at least " + std::to_string(p + 1) + " studies, there are " + std::to_string(k));
  const Groups groups = numbered(nesting, used.used);
  if (groups.outers < 2) return fail(Fault::too_few_people, "a variance between outer groups needs at least 2 of them, there is 1");
  const bool inner_too = !nesting.inner.empty();
  if (inner_too && groups.outer_of_inner.size() == groups.outers)
    return fail(Fault::undefined, "every outer group holds one inner group, so their variances cannot be told apart; leave the inner level out");

  double mean = 0, squares = 0;
  for (const double y : used.y) mean += y / static_cast<double>(k);
  std::vector<double> y = used.y;
  for (double& value : y) value -= mean, squares += value * value / static_cast<double>(k);
  const NestedBlocks blocks(basis, y, used.v, groups.inner_of, groups.outer_of_inner, options.likelihood == Likelihood::REML);
  Multilevel out;
  double start = squares / 2;
  if (!(start > 0)) start = *std::min_element(used.v.begin(), used.v.end());
  KARUNA_TRY(place, settle(blocks, Vector2d(start, inner_too ? start : 0), inner_too, options.most_steps, out.fit));

  const Look look = blocks.at(place);
  out.k = k;
  out.left_out = given.effects.size() - k;
  out.outer_groups = groups.outers;
  out.inner_groups = inner_too ? groups.outer_of_inner.size() : 0;
  out.outer_variance = place(0);
  out.inner_variance = place(1);
  const double h00 = look.information(0, 0), h11 = look.information(1, 1), shared = inner_too ? look.information(0, 1) : 0;
  const double determinant = h00 * (inner_too ? h11 : 1) - shared * shared;
  if (determinant > 0) {  // information of -2 log likelihood is twice that of the log likelihood
    out.outer_error = std::sqrt(2 * (inner_too ? h11 : 1) / determinant);
    if (inner_too) out.inner_error = std::sqrt(2 * h00 / determinant);
  }
  const WeightedStudies weighted(basis, used.y, used.v);
  const auto alone = weighted.at(0);
  out.q = alone.q;
  out.q_df = weighted.degrees();
  out.q_p = chi_square_upper(out.q, out.q_df);
  const double typical = out.q_df / alone.trace_p, all = place.sum() + typical;
  out.outer_share = 100 * place(0) / all;
  if (inner_too) out.inner_share = 100 * place(1) / all;
  out.log_likelihood = -0.5 * look.criterion;

  std::vector<double> on_q(look.coefficients.begin(), look.coefficients.end()), on_q_covariance(look.covariance.data(), look.covariance.data() + p * p);
  auto beta = basis.coefficients(on_q);
  beta[0] += mean;  // the intercept is the first column
  out.covariance = basis.covariance(on_q_covariance);
  const bool by_t = options.test == MetaTest::knapp_hartung;
  const double tail = (1 - options.confidence) / 2, reach = -(by_t ? t_quantile(tail, out.q_df) : normal_quantile(tail));
  for (std::size_t j = 0; j < p; ++j) {
    Tested tested;
    tested.standard_error = std::sqrt(out.covariance[j * p + j]);
    tested.statistic = beta[j] / tested.standard_error;
    tested.p = 2 * (by_t ? t_cdf(-std::fabs(tested.statistic), out.q_df) : normal_cdf(-std::fabs(tested.statistic)));
    tested.interval = {beta[j] - reach * tested.standard_error, beta[j] + reach * tested.standard_error, options.confidence};
    out.coefficients.push_back({basis.names[j], beta[j], tested, tested});
  }
  if (p == 1) {
    const double half = reach * std::sqrt(out.covariance[0] + place.sum());
    out.prediction = {beta[0] - half, beta[0] + half, options.confidence};
  }
  return out;
}

}  // namespace karuna::stats
