// SPDX-License-Identifier: Apache-2.0
#include "stats/moments.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace karuna::stats {

Moments moments(std::span<const double> values, double confidence) {
  Moments found;
  found.interval.confidence = confidence;
  double mean = 0, squares = 0;
  for (const double x : values) {
    if (std::isnan(x)) {
      ++found.missing;
      continue;
    }
    ++found.n;
    const double step = x - mean;
    mean += step / static_cast<double>(found.n);
    squares += step * (x - mean);
    found.min = found.n == 1 ? x : std::min(found.min, x);
    found.max = found.n == 1 ? x : std::max(found.max, x);
  }
  if (found.n == 0) return found;
  found.mean = mean;
  if (found.n < 2) return found;
  const double n = static_cast<double>(found.n);
  found.variance = squares / (n - 1);
  found.sd = std::sqrt(found.variance);
  const double half = t_quantile(0.5 + confidence / 2, n - 1) * found.sd / std::sqrt(n);
  found.interval.low = mean - half;
  found.interval.high = mean + half;
  return found;
}

}  // namespace karuna::stats
