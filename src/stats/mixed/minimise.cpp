// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/minimise.h"

#include <algorithm>
#include <cmath>

#include "base/progress.h"

namespace karuna::stats {
namespace {

using Eigen::VectorXd;

/// The second derivatives, bettered by what one step has shown.
void learn(Eigen::MatrixXd& bend, const VectorXd& step, VectorXd change) {
  const VectorXd expected = bend * step;
  const double curve = step.dot(expected), shown = step.dot(change);
  if (!(curve > 0)) return;
  if (shown < 0.2 * curve) change = 0.8 * curve / (curve - shown) * change + (1 - 0.8 * curve / (curve - shown)) * expected;
  bend += change * change.transpose() / step.dot(change) - expected * expected.transpose() / curve;
}

}  // namespace

Result<Minimum> minimise(const SmoothFunction& function, const VectorXd& start, const MinimiseOptions& options) {
  Minimum found;
  found.place = start;
  found.fit.method = "Newton's steps with second derivatives learnt on the way (BFGS), slope computed";
  found.fit.start.assign(start.begin(), start.end());
  const auto first = function.value(start);
  found.fit.evaluations = 1;
  if (!first) return fail(Fault::undefined, "the criterion has no value where the search begins");
  found.value = found.fit.criterion_start = *first;
  found.slope = function.slope();
  found.bend = options.bend.rows() == start.size() ? options.bend : Eigen::MatrixXd::Identity(start.size(), start.size());
  double radius = 2;  // in units of the parameters, which are of the order of 1
  found.fit.why = Stopped::step_limit;
  for (; found.fit.steps < options.most_steps; ++found.fit.steps) {
    if (interrupted()) return fail(Fault::interrupted, "stopped while the model was being fitted");
    VectorXd step = -found.bend.ldlt().solve(found.slope);
    const double promised = -0.5 * step.dot(found.slope);
    const double noise = 4e-15 * (std::fabs(found.value) + 1);
    if (promised <= std::max(options.decrement, 1e-3 * noise)) {
      found.fit.why = Stopped::gradient_small;
      break;
    }
    if (step.norm() > radius) step *= radius / step.norm();
    double share = 1, value = found.value;
    bool better = false;
    for (; share > 1e-10; share *= 0.25) {
      ++found.fit.evaluations;
      const auto here = function.value(found.place + share * step);
      if (here && *here <= found.value + 1e-4 * share * step.dot(found.slope) + noise) {
        value = *here, better = true;
        break;
      }
    }
    if (!better) {
      found.fit.why = promised < 1e-8 ? Stopped::step_small : Stopped::step_limit;
      (void)function.value(found.place);
      break;
    }
    radius = share == 1 ? std::max(radius, 2 * step.norm()) : std::max(share * step.norm(), 1e-3);
    step *= share;
    const VectorXd slope = function.slope();
    learn(found.bend, step, slope - found.slope);
    found.place += step;
    found.slope = slope;
    found.value = value;
  }
  found.fit.end.assign(found.place.begin(), found.place.end());
  found.fit.criterion = found.value;
  found.fit.gradient_norm = found.slope.norm();
  return found;
}

}  // namespace karuna::stats
