// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace karuna::stats {

/// Why an iteration ended.
enum class Stopped {
  closed_form,     ///< nothing was iterated
  gradient_small,  ///< the slope of the criterion vanished: an inner solution
  step_small,      ///< the parameters no longer moved
  boundary,        ///< the best value lies on the edge of what is allowed (a variance of 0), which is a solution
  step_limit,      ///< it did not settle: the estimate must not be used
};

/// How an estimate was fitted: a fitted model can always tell.
struct Fit {
  std::string method;          ///< "Fisher scoring on the ML discrepancy"
  std::vector<double> start;   ///< parameters before the first step
  std::vector<double> end;     ///< and after the last
  double criterion_start = 0;  ///< what was minimised, at the start
  double criterion = 0;        ///< and at the end
  double gradient_norm = 0;    ///< length of its slope at the end
  int steps = 0;
  Stopped why = Stopped::closed_form;
  int evaluations = 0;  ///< of the criterion; 0 where they were not counted
};

/// The reason as a person reads it: "the slope vanished after 6 steps".
std::string words(const Fit& fit);

}  // namespace karuna::stats
