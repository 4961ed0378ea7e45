// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/pearson.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace karuna::stats {
double pearson_r(std::span<const double> given_x, std::span<const double> given_y) {
  const auto x = centred(given_x).values, y = centred(given_y).values;
  if (x.empty() || y.empty()) return not_known;
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += x[i] * x[i];
    yy += y[i] * y[i];
    xy += x[i] * y[i];
  }
  return std::clamp(xy / std::sqrt(xx) / std::sqrt(yy), -1.0, 1.0);
}

Result<Correlation> pearson(std::span<const double> x, std::span<const double> y, double confidence) {
  KARUNA_TRY(pairs, complete_pairs(x, y, 3));
  Correlation found;
  found.n = pairs.x.size();
  found.left_out = x.size() - found.n;
  found.r = pearson_r(pairs.x, pairs.y);
  if (std::isnan(found.r)) return fail(Fault::undefined, "a column is the same in every row: there is nothing to correlate");
  const double n = static_cast<double>(found.n);
  test_by_t(found, n - 2);
  found.interval.confidence = confidence;
  if (found.n > 3) found.interval = fisher_interval(found.r, 1 / std::sqrt(n - 3), -normal_quantile((1 - confidence) / 2), confidence);
  return found;
}

}  // namespace karuna::stats
