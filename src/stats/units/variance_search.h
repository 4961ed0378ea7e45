// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

#include "stats/fit.h"

namespace karuna::stats {

/// A criterion of one variance and its first two derivatives.
struct Curve {
  double value = 0, slope = 0, bend = 0;
};

/// Where the slope of a criterion changes from falling to rising, between two places: Newton's steps, halving where they leave the bracket.
/// The lower place is the answer itself when the criterion rises from there.
template <typename Criterion>
double where_slope_vanishes(const Criterion& at, double low, double high, double place, Fit& fit) {
  Curve here = at(place);
  for (int step = 0; step < 200; ++step) {
    ++fit.steps;
    (here.slope < 0 ? low : high) = place;
    double next = here.bend > 0 ? place - here.slope / here.bend : low;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const double moved = std::fabs(next - place);
    place = next;
    here = at(place);
    if (here.slope == 0 || moved <= 1e-15 * place || high - low <= 4e-16 * high) break;
  }
  fit.why = Stopped::gradient_small;
  fit.gradient_norm = std::fabs(here.slope);
  return place;
}

/// The best variance at or above 0: a coarse look over fourteen powers of ten around `scale` (the criterion may have two valleys), then the above.
template <typename Criterion>
double best_variance(const Criterion& at, double scale, Fit& fit) {
  constexpr int points = 57;  // four a power of ten
  const auto place_of = [&](int k) { return k == 0 ? 0.0 : scale * std::pow(10.0, -9 + 0.25 * k); };
  int best = 0;
  double least = at(0).value;
  fit.start = {0};
  fit.criterion_start = least;
  for (int k = 1; k <= points; ++k) {
    const double value = at(place_of(k)).value;
    if (value < least) least = value, best = k;
  }
  if (best == 0 && at(0).slope >= 0) {
    fit.why = Stopped::boundary;
    fit.gradient_norm = 0;
    fit.steps = points;
    fit.end = {0};
    fit.criterion = least;
    return 0;
  }
  const double low = place_of(std::max(best - 1, 0)), high = place_of(best + 1);
  const double found = where_slope_vanishes(at, low, high, best == 0 ? high / 2 : place_of(best), fit);
  fit.end = {found};
  fit.criterion = at(found).value;
  return found;
}

}  // namespace karuna::stats
