// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/profiled.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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

void guess(const MixedSums& sums, VectorXd& theta, VectorXd& bend) {
  const Index p = sums.p;
  const auto width = static_cast<std::size_t>(p) + 1;
  const VectorXd beta = p > 0 ? VectorXd(sums.border.topLeftCorner(p, p).ldlt().solve(sums.border.col(p).head(p))) : VectorXd(0);
  const double n = static_cast<double>(sums.rows), spread = std::max((sums.border(p, p) - beta.dot(sums.border.col(p).head(p))) / n, 1e-300);
  theta.setZero(static_cast<Index>(sums.thetas));
  bend.setOnes(static_cast<Index>(sums.thetas));
  double left = spread;
  for (const bool second : {false, true})  // variances first, then what they leave for the residual
    for (const MixedBlock& block : sums.blocks)
      for (const auto& entry : block.free) {
        const auto k = static_cast<std::size_t>(block.k), i = static_cast<std::size_t>(entry.row), j = static_cast<std::size_t>(entry.column);
        const auto at = static_cast<Index>(entry.theta);
        if (!second) {
          if (i != j) continue;
          double between = 0, all = 0, groups = 0;
          for (std::size_t g = 0; g < block.groups; ++g) {
            const double a = block.zz[(g * k + i) * k + i];
            if (!(a > 0)) continue;
            const double* const zb = block.zb.data() + (g * k + i) * width;
            double residual = zb[width - 1];
            for (std::size_t c = 0; c + 1 < width; ++c) residual -= zb[c] * beta(static_cast<Index>(c));
            between += residual * residual / a, all += a, groups += 1;
          }
          theta(at) = all > groups ? std::max((between - groups * spread) / (all - groups), 0.0) : 0;  // a variance so far
          left -= theta(at) * all / n;
          continue;
        }
        if (i == j) {
          const double residual = std::max(left, 0.1 * spread);
          double all = 0;
          for (std::size_t g = 0; g < block.groups; ++g) all += block.zz[(g * k + i) * k + i];
          const double typical = all / static_cast<double>(block.groups_with_rows);
          theta(at) = std::clamp(std::sqrt(theta(at) / residual), 0.3 / std::sqrt(typical), 10.0);
        }
        double sum = 0;
        const auto variance = [&](std::size_t c) {
          for (const auto& other : block.free)
            if (static_cast<std::size_t>(other.row) == c && other.row == other.column) return std::pow(theta(static_cast<Index>(other.theta)), 2);
          return 0.0;
        };
        const double vi = variance(i), vj = variance(j);
        for (std::size_t g = 0; g < block.groups; ++g) {
          const double ai = block.zz[(g * k + i) * k + i], aj = block.zz[(g * k + j) * k + j];
          const double qi = ai / (1 + ai * vi), qj = aj / (1 + aj * vj);
          sum += i == j ? 4 * vi * qi * qi : 2 * vj * qj * qi;
        }
        bend(at) = std::max(sum, 1e-3);
      }
}

Result<Minimum> best_theta(const Profiled& profiled, const VectorXd* start, int most_steps) {
  VectorXd theta, bend;
  guess(profiled.parts.sums(), theta, bend);
  const MinimiseOptions options{.bend = bend.asDiagonal(), .most_steps = most_steps};
  if (start) theta = *start;
  const SmoothFunction function{[&](const VectorXd& at) -> std::optional<double> {
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
  if (!function.value(first.place)) return fail(Fault::undefined, "the criterion has no value at its end");
  return first;
}

}  // namespace karuna::stats
