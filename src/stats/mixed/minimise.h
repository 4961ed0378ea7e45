// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <optional>

#include "base/result.h"
#include "stats/fit.h"

namespace karuna::stats {

/// A smooth function of a few parameters, asked for its value first and for its slope at that place only where the place is kept.
struct SmoothFunction {
  std::function<std::optional<double>(const Eigen::VectorXd&)> value;  ///< nothing where it cannot be computed
  std::function<Eigen::VectorXd()> slope;                              ///< at the place of the last value
};

struct MinimiseOptions {
  Eigen::MatrixXd bend = {};  ///< guessed second derivatives, positive; none: 1 each
  double decrement = 1e-16;   ///< settled when the next step promises less than this, or a thousandth of what rounding hides
  int most_steps = 200;
};

struct Minimum {
  Eigen::VectorXd place, slope;
  Eigen::MatrixXd bend;  ///< second derivatives as far as the steps have shown them
  double value = 0;
  Fit fit;  ///< method, start, end, steps, evaluations, why; the caller may scale the criterion
};

/// Newton's steps with second derivatives learnt on the way (BFGS), within a radius that grows with success.
///
/// Gives   the minimum; where it did not settle, fit.why says step_limit.
/// Fails   undefined    the start has no value
///         interrupted  the person stopped it
/// Cost    some 6 to 15 values and slopes for good guesses of the second derivatives.
/// Source  Nocedal and Wright 2006, doi:10.1007/978-0-387-40065-5, equations 3.6a, 6.17 and 18.23 (Powell's damping).
Result<Minimum> minimise(const SmoothFunction& function, const Eigen::VectorXd& start, const MinimiseOptions& options);

}  // namespace karuna::stats
