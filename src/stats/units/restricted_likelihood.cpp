// SPDX-License-Identifier: Apache-2.0
#include "stats/units/restricted_likelihood.h"

#include <cmath>

namespace karuna::stats {

Curve RestrictedLikelihood::look(double tau2, bool with_value) const {
  double w1 = 0, wy = 0;
  for (std::size_t i = 0; i < y_.size(); ++i) {
    const double w = 1 / (tau2 + v_[i]);
    w1 += w;
    wy += w * y_[i];
  }
  const double mu = wy / w1;
  double w2 = 0, w3 = 0, q = 0, w2r = 0, w2rr = 0, w3rr = 0;
  for (std::size_t i = 0; i < y_.size(); ++i) {
    const double w = 1 / (tau2 + v_[i]), r = y_[i] - mu;
    q += w * r * r;
    w2 += w * w;
    w3 += w * w * w;
    w2r += w * w * r;
    w2rr += w * w * r * r;
    w3rr += w * w * w * r * r;
  }
  Curve curve;
  curve.slope = w1 - w2 / w1 - w2rr;
  curve.bend = -w2 + (2 * w3 * w1 - w2 * w2) / (w1 * w1) + 2 * w3rr - 2 * w2r * w2r / w1;
  if (with_value) {
    curve.value = std::log(w1) + q;
    for (const double v : v_) curve.value += std::log(tau2 + v);
  }
  return curve;
}

RestrictedLikelihood::Estimates RestrictedLikelihood::estimates(double tau2) const {
  double w1 = 0, w2 = 0, w3 = 0, wy = 0;
  for (std::size_t i = 0; i < y_.size(); ++i) {
    const double w = 1 / (tau2 + v_[i]);
    w1 += w;
    w2 += w * w;
    w3 += w * w * w;
    wy += w * y_[i];
  }
  const double information = 0.5 * (w2 - 2 * w3 / w1 + (w2 / w1) * (w2 / w1));
  return {wy / w1, 1 / w1, 1 / information};
}

double RestrictedLikelihood::scale() const {
  double mean = 0, squares = 0, variance = 0;
  const double k = static_cast<double>(y_.size());
  for (std::size_t i = 0; i < y_.size(); ++i) mean += y_[i] / k, variance += v_[i] / k;
  for (const double y : y_) squares += (y - mean) * (y - mean);
  return std::max(squares / (k - 1), variance);
}

double RestrictedLikelihood::quick_tau2() const {
  if (slopes(0).slope >= 0) return 0;
  double high = scale();
  while (slopes(high).slope < 0) high *= 4;
  double low = 0, place = high / 2;
  for (int step = 0; step < 100; ++step) {
    const Curve here = slopes(place);
    (here.slope < 0 ? low : high) = place;
    double next = here.bend > 0 ? place - here.slope / here.bend : low;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const double moved = std::fabs(next - place);
    place = next;
    if (moved <= 1e-9 * place) break;
  }
  return place;
}

}  // namespace karuna::stats
