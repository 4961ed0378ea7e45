// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <functional>

#include "stats/fit.h"

namespace karuna::stats {

/// A criterion and, where asked, its slope.
using Sloped = std::function<double(const Eigen::VectorXd& at, Eigen::VectorXd* slope)>;

/// The lowest place of a smooth criterion near `start`, by quasi-Newton steps (BFGS) with a backtracking line search.
///
/// Takes   a criterion with its exact slope; +infinity where it is not defined; unknowns scaled so that 1 is a large step.
/// Gives   the place; `fit` says where it began and ended, how many evaluations it took and why it stopped: step_limit means not to be used.
///         Ctrl-C ends the search where it stands; the caller asks interrupted().
/// Cost    about ten to forty evaluations for ten unknowns.
/// Source  Nocedal and Wright 2006, doi:10.1007/978-0-387-40065-5, algorithms 3.1 and 6.1.
Eigen::VectorXd quasi_newton(const Sloped& criterion, Eigen::VectorXd start, Fit& fit);

/// Second derivatives by central differences of the slope.
Eigen::MatrixXd bend_of(const Sloped& criterion, const Eigen::VectorXd& at);

/// The step of those differences for an unknown at x.
double difference_step(double x);

}  // namespace karuna::stats
