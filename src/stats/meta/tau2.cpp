// SPDX-License-Identifier: Apache-2.0
#include "stats/meta/tau2.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <string>

#include "stats/distributions.h"

namespace karuna::stats {
namespace {

using Sums = WeightedStudies::Sums;

std::unexpected<Error> unsettled(const char* what, int steps, double moved) {
  return fail(Fault::undefined, std::string(what) + " did not settle within " + std::to_string(steps) + " steps; the last step was " + std::to_string(moved) +
                                    ". Take the estimator DL, which needs no steps");
}

/// Where Q(tau2) = target. Q falls and bends like 1/tau2, so Newton's steps are taken on 1/Q, which is nearly straight.
Result<double> where_q_is(const WeightedStudies& studies, double target, int most_steps, Fit& fit) {
  Sums here = studies.at(0);
  if (here.q <= target) return 0.0;
  double low = 0, high = INFINITY, place = 0, moved = 0;
  for (int step = 1; step <= most_steps; ++step) {
    fit.steps = step;
    double next = place + here.q * (here.q - target) / (target * here.y_pp_y);
    if (!(next > low && next < high)) next = std::isinf(high) ? 2 * place : (low + high) / 2;
    moved = std::fabs(next - place);
    place = next;
    here = studies.at(place);
    (here.q > target ? low : high) = place;
    fit.gradient_norm = std::fabs(here.q - target);
    if (moved <= 4e-15 * place || here.q == target || (std::isfinite(high) && high - low <= 4e-16 * high)) return place;
  }
  return unsettled("the place where Q has its expected value", most_steps, moved);
}

/// Slope of -2 log likelihood in tau2, and how it bends.
struct Slope {
  double slope = 0, bend = 0;
};
Slope slope_of(const Sums& sums, bool restricted) {
  return restricted ? Slope{sums.trace_p - sums.y_pp_y, 2 * sums.y_ppp_y - sums.trace_pp} : Slope{sums.sum_w - sums.y_pp_y, 2 * sums.y_ppp_y - sums.sum_w2};
}

/// Above this the slope is positive: there tr P >= (k - p)/(tau2 + max v), while y'PPy <= RSS/tau2^2.
double last_place(const WeightedStudies& studies) {
  const double share = studies.residual_squares() / studies.degrees(), most = *std::max_element(studies.v().begin(), studies.v().end());
  return (share + std::sqrt(share * share + 4 * share * most)) / 2;
}

Result<double> valley(const WeightedStudies& studies, bool restricted, double low, double high, int most_steps, Fit& fit) {
  double place = (low + high) / 2, moved = 0;
  for (int step = 1; step <= most_steps; ++step) {
    ++fit.steps;
    const Slope here = slope_of(studies.at(place), restricted);
    fit.gradient_norm = std::fabs(here.slope);
    (here.slope < 0 ? low : high) = place;
    double next = here.bend > 0 ? place - here.slope / here.bend : low;
    if (!(next > low && next < high)) next = (low + high) / 2;
    moved = std::fabs(next - place);
    place = next;
    if (here.slope == 0 || moved <= 1e-14 * place || high - low <= 4e-16 * high) return place;
  }
  return unsettled("the variance between studies", most_steps, moved);
}

Result<double> by_likelihood(const WeightedStudies& studies, bool restricted, int most_steps, Fit& fit) {
  fit.method = restricted ? "Newton's method on the restricted likelihood" : "Newton's method on the likelihood";
  fit.start = {0};
  const Sums start = studies.at(0);
  fit.criterion_start = studies.minus_two_log_likelihood(start, 0, restricted);
  const double end = last_place(studies), least_v = *std::min_element(studies.v().begin(), studies.v().end());
  double best = 0;
  fit.criterion = INFINITY;
  const auto consider = [&](double place) {
    const double value = studies.minus_two_log_likelihood(studies.at(place), place, restricted);
    if (value < fit.criterion) fit.criterion = value, best = place;
  };
  double before = 0;
  Slope slope = slope_of(start, restricted);
  if (slope.slope >= 0) consider(0);
  // Below a thirtieth of the smallest v the weights no longer move; from there on, three places a power of ten, and the end.
  constexpr double ratio = 2.15;
  double place = std::max(least_v / 30, end * 1e-12);
  for (;; place *= ratio) {
    const bool last = place >= end;
    if (last) place = end;
    if (place <= 0) break;
    ++fit.steps;
    const Slope next = last ? Slope{1, 1} : slope_of(studies.at(place), restricted);
    if (slope.slope < 0 && next.slope >= 0) {
      KARUNA_TRY(found, valley(studies, restricted, before, place, most_steps, fit));
      consider(found);
    }
    if (last) break;
    before = place;
    slope = next;
  }
  if (std::isinf(fit.criterion)) consider(0);
  fit.end = {best};
  fit.why = best == 0 ? Stopped::boundary : Stopped::gradient_small;
  if (best == 0) fit.gradient_norm = 0;
  return best;
}

/// Traces that the variance of y'Py asks for, P of weights w and V the sampling variances.
struct Traces {
  Sums sums;
  double pv = 0, pvpv = 0, pvp = 0;
};
Traces traces(const WeightedStudies& studies, std::span<const double> w) {
  const Basis& basis = studies.basis();
  const auto p = static_cast<Eigen::Index>(basis.columns);
  Traces found{.sums = studies.with_weights(w)};
  Eigen::MatrixXd w2 = Eigen::MatrixXd::Zero(p, p), w2v = w2, w3v = w2, w3v2 = w2;
  Eigen::VectorXd x(p);
  for (std::size_t i = 0; i < basis.rows; ++i) {
    const double v = studies.v()[i];
    for (Eigen::Index j = 0; j < p; ++j) x(j) = basis.column(static_cast<std::size_t>(j))[i];
    const Eigen::MatrixXd outer = w[i] * w[i] * x * x.transpose();
    w2 += outer;
    w2v += v * outer;
    w3v += w[i] * v * outer;
    w3v2 += w[i] * v * v * outer;
    found.pv += w[i] * v;
    found.pvpv += w[i] * w[i] * v * v;
    found.pvp += w[i] * w[i] * v;
  }
  const Eigen::Map<const Eigen::MatrixXd> a(found.sums.covariance.data(), p, p);
  const Eigen::MatrixXd aw2v = a * w2v;
  found.pv -= aw2v.trace();
  found.pvpv += (aw2v * aw2v).trace() - 2 * (a * w3v2).trace();
  found.pvp += (aw2v * a * w2).trace() - 2 * (a * w3v).trace();
  return found;
}

}  // namespace

Result<Tau2> estimate_tau2(const WeightedStudies& studies, std::span<const double> y, Tau2Method method, int most_steps) {
  const double k = static_cast<double>(studies.basis().rows), df = studies.degrees();
  Tau2 found;
  Fit& fit = found.fit;
  fit.method = "closed form";
  const auto moment = [&](double estimate, const Sums& sums, double scale) {  // variances of quadratic forms y'Py with weights 1/v
    found.value = std::max(0.0, estimate);
    found.standard_error = std::sqrt(2 * df + 4 * found.value * sums.trace_p + 2 * found.value * found.value * sums.trace_pp) / scale;
  };

  switch (method) {
    case Tau2Method::FE:
      fit.method = "taken to be 0";
      return found;
    case Tau2Method::REML:
    case Tau2Method::ML: {
      const bool restricted = method == Tau2Method::REML;
      KARUNA_TRY(best, by_likelihood(studies, restricted, most_steps, fit));
      found.value = best;
      const Sums sums = studies.at(best);
      found.standard_error = std::sqrt(2 / (restricted ? sums.trace_pp : sums.sum_w2));
      return found;
    }
    case Tau2Method::DL: {
      const Sums sums = studies.at(0);
      moment((sums.q - df) / sums.trace_p, sums, sums.trace_p);
      break;
    }
    case Tau2Method::PM: {
      fit.method = "Newton's method on 1/Q";
      fit.start = {0};
      KARUNA_TRY(best, where_q_is(studies, df, most_steps, fit));
      found.value = best;
      found.standard_error = std::sqrt(2 * k * k / df) / studies.at(best).sum_w;
      fit.why = best == 0 ? Stopped::boundary : Stopped::gradient_small;
      break;
    }
    case Tau2Method::HE: {
      const Traces t = traces(studies, std::vector<double>(studies.basis().rows, 1.0));
      found.value = std::max(0.0, (t.sums.q - t.pv) / df);
      found.standard_error = std::sqrt(2 * t.pvpv + 4 * found.value * t.pv + 2 * found.value * found.value * df) / df;
      break;
    }
    case Tau2Method::SJ: {
      double mean = 0, start = 0;
      for (const double value : y) mean += value / k;
      for (const double value : y) start += (value - mean) * (value - mean) / k;
      if (!(start > 0)) break;  // every study found the same: 0
      std::vector<double> w;
      for (const double v : studies.v()) w.push_back(1 / (v + start));
      const Traces t = traces(studies, w);
      found.value = start * t.sums.q / df;
      found.standard_error = start / df * std::sqrt(2 * t.pvpv + 4 * found.value * t.pvp + 2 * found.value * found.value * t.sums.trace_pp);
      break;
    }
  }
  fit.end = {found.value};
  return found;
}

Result<Interval> tau2_interval(const WeightedStudies& studies, double confidence, int most_steps) {
  Fit fit;
  const double df = studies.degrees(), tail = (1 - confidence) / 2;
  const double low_q = chi_square_quantile(1 - tail, df), high_q = chi_square_quantile(tail, df);
  if (studies.at(0).q < high_q) return Interval{not_known, not_known, confidence};
  KARUNA_TRY(low, where_q_is(studies, low_q, most_steps, fit));
  KARUNA_TRY(high, where_q_is(studies, high_q, most_steps, fit));
  return Interval{low, high, confidence};
}

}  // namespace karuna::stats
