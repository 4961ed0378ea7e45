// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/repeated.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "stats/distributions.h"

namespace karuna::stats {

Result<RepeatedCorrelation> repeated_correlation(std::span<const double> x, std::span<const double> y, std::span<const std::uint32_t> subjects,
                                                 double confidence) {
  if (subjects.size() != x.size())
    return fail(Fault::invalid, "every measurement needs its subject: there are " + std::to_string(x.size()) + " and " + std::to_string(subjects.size()));
  KARUNA_TRY(pairs, complete_pairs(x, y, 3));
  std::map<std::uint32_t, std::vector<std::size_t>> rows;  // of `pairs`, by subject
  for (std::size_t i = 0; i < pairs.used.size(); ++i) rows[subjects[pairs.used[i]]].push_back(i);

  RepeatedCorrelation found;
  const Centred cx = centred(pairs.x), cy = centred(pairs.y);
  if (cx.values.empty() || cy.values.empty()) return fail(Fault::undefined, std::string(cx.values.empty() ? "x" : "y") + " is the same in every measurement");
  double xx = 0, yy = 0, xy = 0, measurements = 0;
  for (const auto& [subject, mine] : rows) {
    if (mine.size() < 2) {
      ++found.single;
      continue;
    }
    ++found.subjects;
    const double n = static_cast<double>(mine.size());
    measurements += n;
    double mean_x = 0, mean_y = 0;
    for (const std::size_t i : mine) mean_x += cx.values[i] / n, mean_y += cy.values[i] / n;
    for (const std::size_t i : mine) {
      const double a = cx.values[i] - mean_x, b = cy.values[i] - mean_y;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }
  }
  if (found.subjects < 2)
    return fail(Fault::too_few_people, "a correlation within subjects needs at least 2 subjects measured twice, there are " + std::to_string(found.subjects));
  const double degrees = measurements - static_cast<double>(found.subjects) - 1;
  if (!(degrees >= 1)) return fail(Fault::too_few_people, "a correlation within subjects needs more measurements: none is left to judge it by");
  constexpr double rounding = 1e-30;  // squared, of columns scaled to 1
  if (!(xx > rounding * measurements) || !(yy > rounding * measurements))
    return fail(Fault::undefined, std::string(xx > rounding * measurements ? "y" : "x") + " is the same in all measurements of every subject");
  Correlation& correlation = found.correlation;
  correlation.n = static_cast<std::size_t>(measurements);
  correlation.left_out = x.size() - pairs.used.size();
  correlation.r = std::clamp(xy / std::sqrt(xx) / std::sqrt(yy), -1.0, 1.0);
  test_by_t(correlation, degrees);
  correlation.interval.confidence = confidence;
  if (degrees > 1) correlation.interval = fisher_interval(correlation.r, 1 / std::sqrt(degrees - 1), -normal_quantile((1 - confidence) / 2), confidence);
  found.slope = xy / xx * (cy.scale / cx.scale);
  return found;
}

}  // namespace karuna::stats
