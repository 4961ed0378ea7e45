// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/profiled.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stats/mixed/guess.h"

namespace karuna::stats {

using Eigen::Index;
using Eigen::VectorXd;

double Profiled::freedom() const { return static_cast<double>(parts.sums().rows) - (likelihood == Likelihood::REML ? static_cast<double>(parts.sums().p) : 0); }

double Profiled::value() const {
  const double determinants = parts.log_det_omega + (likelihood == Likelihood::REML ? parts.log_det_x : 0);
  return determinants + (sigma_from_residual ? freedom() * std::log(parts.r) : parts.r);
}

VectorXd Profiled::slope() const { return parts.slope({1, likelihood == Likelihood::REML ? 1.0 : 0.0, sigma_from_residual ? freedom() / parts.r : 1}); }

double Profiled::constant() const {
  const MixedSums& sums = parts.sums();
  const double scale = 2 * std::log(sums.y_scale), p = static_cast<double>(sums.p), two_pi = std::log(2 * std::numbers::pi);
  double constant = -sums.log_weights + (likelihood == Likelihood::REML ? sums.log_det_fixed() : 0);
  if (sigma_from_residual) return constant + freedom() * (1 + two_pi + scale - std::log(freedom()));
  if (likelihood == Likelihood::REML) constant -= p * scale;
  return constant + static_cast<double>(sums.rows) * scale + freedom() * two_pi;
}

Result<Minimum> best_theta(const Profiled& profiled, const VectorXd* start, int most_steps) {
  Guess from = guess(profiled.parts.sums());
  const MinimiseOptions options{.bend = from.bend, .most_steps = most_steps};
  const VectorXd theta = start ? *start : from.theta;
  VectorXd standing;  // where the parts are
  const SmoothFunction function{[&](const VectorXd& at) -> std::optional<double> {
                                  standing = at;
                                  if (!profiled.parts.at(at)) return std::nullopt;
                                  return profiled.value();
                                },
                                [&] { return profiled.slope(); }};
  KARUNA_TRY(first, minimise(function, theta, options));
  // theta and -theta are the same model, so the slope vanishes at 0 whether or not 0 is best: where a variance came out as 0, look again from a larger one.
  VectorXd again = first.place;
  bool look = false;
  for (const MixedBlock& block : profiled.parts.sums().blocks)
    for (const auto& entry : block.free)
      if (entry.row == entry.column && std::fabs(first.place(static_cast<Index>(entry.theta))) < 1e-3) again(static_cast<Index>(entry.theta)) = 1, look = true;
  if (look) {
    KARUNA_TRY(second, minimise(function, again, options));
    second.fit.steps += first.fit.steps;
    second.fit.evaluations += first.fit.evaluations;
    second.fit.start = first.fit.start;
    second.fit.criterion_start = first.fit.criterion_start;
    if (second.value < first.value - 1e-9 * (1 + std::fabs(first.value)))
      first = std::move(second);
    else
      first.fit.steps = second.fit.steps, first.fit.evaluations = second.fit.evaluations;
    // What is as good at exactly 0 is 0.
    VectorXd snapped = first.place;
    for (const MixedBlock& block : profiled.parts.sums().blocks)
      for (const auto& entry : block.free)
        if (entry.row == entry.column && std::fabs(snapped(static_cast<Index>(entry.theta))) < 1e-3) snapped(static_cast<Index>(entry.theta)) = 0;
    const auto at_zero = function.value(snapped);
    if (at_zero && *at_zero <= first.value + 1e-10 * (1 + std::fabs(first.value))) {
      first.place = snapped, first.value = *at_zero;
      first.slope = function.slope();
      first.fit.end.assign(snapped.begin(), snapped.end());
      first.fit.criterion = first.value;
      first.fit.gradient_norm = first.slope.norm();
      if (first.fit.why != Stopped::step_limit) first.fit.why = Stopped::boundary;
    }
  }
  if (standing != first.place && !function.value(first.place)) return fail(Fault::undefined, "the criterion has no value at its end");
  return first;
}

}  // namespace karuna::stats
