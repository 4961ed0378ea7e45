// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_quantile.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/text.h"
#include "stats/distributions.h"
#include "stats/weights/survey_mean.h"

namespace karuna::stats {
namespace {

/// Values with the share of the weight at or below each, rising.
class Distribution {
 public:
  Distribution(std::span<const double> y, const SurveyDesign& d) {
    for (std::size_t i = 0; i < y.size(); ++i)
      if (!std::isnan(y[i]) && d.inside(i) && d.weight(i) > 0) points_.emplace_back(y[i], d.weight(i));
    std::sort(points_.begin(), points_.end());
    double sum = 0;
    for (auto& [value, share] : points_) share = sum += share;
    for (auto& [value, share] : points_) share /= sum;
  }
  double quantile(double p) const {
    // A share that is p but for rounding counts as p.
    const auto found = std::lower_bound(points_.begin(), points_.end(), p - 1e-14, [](const auto& point, double share) { return point.second < share; });
    return found == points_.end() ? points_.back().first : found->first;
  }
  bool empty() const { return points_.empty(); }

 private:
  std::vector<std::pair<double, double>> points_;
};

}  // namespace

Result<SurveyQuantile> survey_quantile(std::span<const double> y, double probability, const SurveyDesign& design, const SurveyQuantileOptions& options) {
  if (!(probability > 0 && probability < 1))
    return fail(Fault::invalid, "a quantile needs a probability strictly between 0 and 1; it is " + shortest(probability));
  KARUNA_CHECK(check_design(y.size(), design));
  KARUNA_CHECK(check_no_weight_below_0(design));
  const Distribution values(y, design);
  if (values.empty()) return fail(Fault::too_few_people, "nobody in the group asked about has a value and a weight");
  SurveyQuantile found;
  found.probability = probability;
  found.estimate = values.quantile(probability);
  std::vector<double> below(y.size(), not_known);
  for (std::size_t i = 0; i < y.size(); ++i)
    if (!std::isnan(y[i])) below[i] = y[i] <= found.estimate ? 1 : 0;
  KARUNA_TRY(share, survey_mean(below, design, {options.confidence, Reference::student}));
  found.n = share.n;
  found.degrees_of_freedom = share.degrees_of_freedom;
  found.interval.confidence = options.confidence;
  double low = share.interval.low, high = share.interval.high;
  const double reach = t_quantile(0.5 + options.confidence / 2, share.degrees_of_freedom);
  if (options.share == ShareInterval::logit) {
    const double s = share.estimate, wide = reach * share.standard_error / (s * (1 - s)), middle = std::log(s / (1 - s));
    low = 1 / (1 + std::exp(wide - middle)), high = 1 / (1 + std::exp(-wide - middle));
  }
  if (low > 0) found.interval.low = values.quantile(low);
  if (high < 1) found.interval.high = values.quantile(high);
  found.standard_error = (found.interval.high - found.interval.low) / (2 * reach);
  return found;
}

}  // namespace karuna::stats
