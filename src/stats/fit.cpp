// SPDX-License-Identifier: Apache-2.0
#include "stats/fit.h"

namespace karuna::stats {

std::string words(const Fit& fit) {
  const std::string steps = std::to_string(fit.steps) + (fit.steps == 1 ? " step" : " steps");
  switch (fit.why) {
    case Stopped::closed_form:
      return "computed directly";
    case Stopped::gradient_small:
      return "the slope vanished after " + steps;
    case Stopped::step_small:
      return "the estimate no longer moved after " + steps;
    case Stopped::boundary:
      return "the best value lies on the edge of what is allowed, found after " + steps;
    case Stopped::step_limit:
      return "it did not settle within " + steps;
  }
  return {};
}

}  // namespace karuna::stats
