// SPDX-License-Identifier: Apache-2.0
#include "measure/index/dimension_lines.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "measure/units/within.h"

namespace karuna::measure {
namespace {

struct Part {
  const Indicator* indicator;
  std::size_t dimension;  ///< position among the dimensions asked for
  Lines lines;
};

/// Answers of the whole in one statistic.
double all_answers(const protect::Published& published) {
  double answers = 0;
  for (const protect::Group& group : published.groups) answers += group.answers;
  return answers;
}

}  // namespace

std::string made_of(const protect::Release& release, std::span<const DimensionPlan* const> dimensions) {
  std::string text;
  for (const DimensionPlan* plan : dimensions)
    for (const Indicator& indicator : plan->present) text += release.statistics[indicator.statistic].id + "*" + shortest(indicator.weight) + " ";
  return text;
}

DimensionLines dimension_lines(const protect::Release& release, std::size_t period, std::span<const DimensionPlan* const> dimensions) {
  std::vector<Part> parts;
  for (std::size_t d = 0; d < dimensions.size(); ++d)
    for (const Indicator& indicator : dimensions[d]->present)
      parts.push_back({&indicator, d, lines_of(release.tree, release.periods[period].published[indicator.statistic])});
  std::vector<const Lines*> views;
  for (const Part& part : parts) views.push_back(&part.lines);

  const std::size_t m = dimensions.size(), count = parts.size();
  DimensionLines result;
  result.aligned = align(views);
  const double whole_answers = all_answers(release.periods[period].published[parts.front().indicator->statistic]);
  std::vector<double> spread(count * count);  // of one person's scores, weighted into their dimensions
  result.within.assign(m * m, 0.0);
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t l = 0; l < count; ++l) {
      const Indicator &a = *parts[k].indicator, &b = *parts[l].indicator;
      spread[k * count + l] = a.weight * a.slope * b.weight * b.slope * within_covariance(release, period, a.statistic, b.statistic);
      result.within[parts[k].dimension * m + parts[l].dimension] += spread[k * count + l];
    }
  for (std::size_t i = 0; i < result.aligned.head.lines.size(); ++i) {
    JointLine joint;
    joint.level = result.aligned.head.lines[i].level;
    joint.dimensions.assign(m, 0.0);
    joint.covariance.assign(m * m, 0.0);
    for (std::size_t k = 0; k < count; ++k) {
      const Indicator& a = *parts[k].indicator;
      const Line& mine = parts[k].lines.lines[result.aligned.place[i][k]];
      joint.dimensions[parts[k].dimension] += a.weight * (a.slope * mine.mean + a.start);
      if (k == 0) joint.share = whole_answers > 0 ? std::min(1.0, mine.answers / whole_answers) : 0.0;
      for (std::size_t l = 0; l < count; ++l) {
        const Line& other = parts[l].lines.lines[result.aligned.place[i][l]];
        double c = spread[k * count + l] / std::max(mine.answers, other.answers);  // n_kl / (n_k n_l), where whoever answered less answered both
        if (k == l) c = std::max(c + a.weight * a.slope * a.weight * a.slope * mine.noise, 1e-8);
        joint.covariance[parts[k].dimension * m + parts[l].dimension] += c;
      }
    }
    result.lines.push_back(std::move(joint));
  }
  return result;
}

MeasuredLines as_measured(const protect::Release& release, std::size_t period, const DimensionPlan& plan, const DimensionLines& dimension) {
  MeasuredLines measured;
  measured.lines = dimension.aligned.head;
  for (const JointLine& line : dimension.lines)
    measured.means.push_back({.level = line.level, .mean = line.dimensions[0], .variance = line.covariance[0], .share = line.share});
  if (measured.lines.organisation() != nullptr) {
    const LineMean& root = measured.means[measured.lines.line_of[0]];
    measured.whole = Whole{.mean = root.mean, .variance = root.variance};
    const Indicator& first = plan.present.front();
    const Lines lines = lines_of(release.tree, release.periods[period].published[first.statistic]);
    if (const Line* organisation = lines.organisation()) measured.whole->quantile = whole_of(release, period, first.statistic, *organisation).quantile;
  }
  measured.within_sd = std::sqrt(std::max(dimension.within[0], 0.0));
  const DimensionPlan* one = &plan;
  measured.made_of = made_of(release, std::span(&one, 1));
  return measured;
}

}  // namespace karuna::measure
