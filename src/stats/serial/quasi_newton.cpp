// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/quasi_newton.h"

#include <algorithm>
#include <cmath>

#include "base/progress.h"

namespace karuna::stats {
namespace {

constexpr int step_limit = 300;
/// What a further step could still gain, as a share of the criterion (a deviance): far below anything statistical, just above its rounding.
constexpr double worth_a_step = 1e-13;
/// A search that can go no further is believed when no more than this could be gained.
constexpr double worth_a_doubt = 1e-7;

}  // namespace

double difference_step(double x) { return 1e-4 * std::max(1.0, std::fabs(x)); }

Eigen::VectorXd quasi_newton(const Sloped& criterion, Eigen::VectorXd x, Fit& fit) {
  const auto k = x.size();
  Eigen::VectorXd slope, next_slope;
  double value = criterion(x, &slope);
  Eigen::MatrixXd inverse = Eigen::MatrixXd::Identity(k, k) / std::max(1.0, slope.norm());
  fit.start.assign(x.begin(), x.end());
  fit.criterion_start = value;
  fit.steps = 0;
  fit.why = Stopped::step_limit;
  bool fresh = true;  // the inverse holds no experience yet
  while (std::isfinite(value) && fit.steps < step_limit && !interrupted()) {
    Eigen::VectorXd step = -inverse * slope;
    double gain = -slope.dot(step);
    if (gain < worth_a_step * std::max(10.0, std::fabs(value)) && slope.norm() < 1e-3) {
      fit.why = Stopped::gradient_small;
      break;
    }
    // No unknown moves by more than 2 at once: they are scaled for it.
    if (const double longest = step.cwiseAbs().maxCoeff(); longest > 2) step *= 2 / longest, gain *= 2 / longest;
    double share = 1, next = 0;
    for (int halvings = 0; halvings < 40; ++halvings, share /= 2) {
      next = criterion(x + share * step, &next_slope);
      ++fit.steps;
      if (next <= value - 1e-4 * share * gain) break;
      next = INFINITY;
    }
    if (!std::isfinite(next)) {
      if (!fresh) {  // forget and try the plain slope once
        inverse = Eigen::MatrixXd::Identity(k, k) / std::max(1.0, slope.norm());
        fresh = true;
        if (gain > worth_a_doubt) continue;
      }
      fit.why = gain <= worth_a_doubt ? Stopped::step_small : Stopped::step_limit;
      break;
    }
    const Eigen::VectorXd moved = share * step, turned = next_slope - slope;
    const double curvature = moved.dot(turned);
    if (curvature > 1e-10 * moved.norm() * turned.norm()) {
      if (fresh) inverse = Eigen::MatrixXd::Identity(k, k) * (curvature / turned.squaredNorm());
      const Eigen::VectorXd carried = inverse * turned;
      inverse += (curvature + turned.dot(carried)) / (curvature * curvature) * moved * moved.transpose() -
                 (carried * moved.transpose() + moved * carried.transpose()) / curvature;
      fresh = false;
    }
    x += moved;
    value = next;
    slope = next_slope;
  }
  fit.end.assign(x.begin(), x.end());
  fit.criterion = value;
  fit.gradient_norm = slope.norm();
  return x;
}

Eigen::MatrixXd bend_of(const Sloped& criterion, const Eigen::VectorXd& at) {
  const auto k = at.size();
  Eigen::MatrixXd bend(k, k);
  Eigen::VectorXd above, below;
  for (Eigen::Index j = 0; j < k; ++j) {
    const double h = difference_step(at(j));
    Eigen::VectorXd place = at;
    place(j) = at(j) + h;
    criterion(place, &above);
    place(j) = at(j) - h;
    criterion(place, &below);
    bend.col(j) = (above - below) / (2 * h);
  }
  return (bend + bend.transpose()) / 2;
}

}  // namespace karuna::stats
