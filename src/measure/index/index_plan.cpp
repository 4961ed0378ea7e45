// SPDX-License-Identifier: Apache-2.0
#include "measure/index/index_plan.h"

#include <algorithm>

#include "base/text.h"
#include "measure/statistic_measure.h"

namespace karuna::measure {
namespace {

using protect::Release;
using protect::Statistic;

Result<std::size_t> find(const Release& release, const std::string& id) {
  for (std::size_t s = 0; s < release.statistics.size(); ++s)
    if (release.statistics[s].id == id) return s;
  std::vector<std::string> ids;
  for (const Statistic& statistic : release.statistics) ids.push_back(statistic.id);
  std::string words = "the index names " + in_quotes(id) + ", and no scale of this survey has that id";
  if (const auto near = nearest_word(id, ids)) words += "; did you mean " + in_quotes(*near) + "?";
  return fail(Fault::not_found, words);
}

Indicator scored(const Statistic& statistic, std::size_t position, double weight) {
  const double range = statistic.max - statistic.min;
  if (statistic.higher_is_better) return {position, weight, 100 / range, -100 * statistic.min / range};
  return {position, weight, -100 / range, 100 * statistic.max / range};
}

/// Has the organisation a figure in this period?
bool has_figure(const Release& release, std::size_t period, std::size_t statistic) {
  const protect::Published& published = release.periods[period].published[statistic];
  return !published.groups.empty() && published.units[0].standing == protect::Standing::shown;
}

Result<DimensionPlan> plan_dimension(const Release& release, const ReportOptions& options, std::size_t period, Dimension dimension) {
  const std::vector<IndexPart>& parts = options.index[static_cast<std::size_t>(dimension)];
  DimensionPlan plan;
  plan.dimension = dimension;
  plan.asked = parts.size();
  bool core = false;
  double total = 0;
  std::vector<std::string> left_out;
  for (const IndexPart& part : parts) {
    if (!(part.weight > 0))
      return fail(Fault::invalid, "the weight of " + in_quotes(part.statistic) + " in the index is not above 0; leave the part out or give it a weight");
    KARUNA_TRY(statistic, find(release, part.statistic));
    const std::string& name = release.statistics[statistic].name;
    if (!has_figure(release, period, statistic)) {
      left_out.push_back(name + " (no figure)");
      continue;
    }
    if (!refused_by_gates(release, period, statistic).empty()) {
      left_out.push_back(name + " (a gate failed)");
      continue;
    }
    plan.present.push_back(scored(release.statistics[statistic], statistic, part.weight));
    total += part.weight;
    core = core || is_core(dimension, part.indicator);
  }
  for (Indicator& indicator : plan.present) indicator.weight /= total;
  plan.enough = !plan.present.empty() && 2 * plan.present.size() >= plan.asked && core;
  if (plan.enough) return plan;
  const std::string present = std::to_string(plan.present.size()), asked = std::to_string(plan.asked);
  if (plan.asked == 0) {
    plan.why_not = "no scale stands for it";
    plan.why_not_said = {"dimension_none"};
  } else if (plan.present.empty() || 2 * plan.present.size() < plan.asked) {
    plan.why_not = present + " of " + asked + " indicators can be used, half are needed";
    plan.why_not_said = {"dimension_few", {{"present", present}, {"asked", asked}}};
  } else {
    plan.why_not = "none of its core indicators can be used";
    plan.why_not_said = {"dimension_core"};
  }
  if (!left_out.empty()) plan.why_not += "; left out: " + join_words(left_out);
  return plan;
}

}  // namespace

std::vector<std::size_t> IndexPlan::used() const {
  std::vector<std::size_t> used{0, 1, 2};
  if (outcomes) used.push_back(3);
  return used;
}

bool is_core(Dimension dimension, std::string_view indicator) {
  static constexpr std::string_view core[dimension_count][3] = {{"B1", "B2", "B5"}, {"C1", "C2", "C4"}, {"F1", "F1", "F1"}, {"O1", "O1", "O1"}};
  if (indicator.empty()) return true;
  const auto& codes = core[static_cast<std::size_t>(dimension)];
  return std::find(std::begin(codes), std::end(codes), indicator) != std::end(codes);
}

bool has_index(const ReportOptions& options) {
  return options.show_index && std::any_of(options.index.begin(), options.index.end(), [](const auto& parts) { return !parts.empty(); });
}

Result<IndexPlan> plan_index(const Release& release, const ReportOptions& options, std::size_t period) {
  IndexPlan plan;
  for (std::size_t d = 0; d < dimension_count; ++d) {
    KARUNA_TRY(dimension, plan_dimension(release, options, period, static_cast<Dimension>(d)));
    plan.dimensions[d] = std::move(dimension);
  }
  std::vector<std::string> missing;
  for (std::size_t d = 0; d < 3; ++d)
    if (!plan.dimensions[d].enough) missing.push_back(lower_ascii(dimension_names[d].name) + " (" + plan.dimensions[d].why_not + ")");
  plan.possible = missing.empty();
  plan.outcomes = plan.possible && plan.dimensions[3].enough;
  if (!plan.possible)
    plan.words = "No index: it needs behaviour, culture and freedom from fatigue; missing: " + join_words(missing) + ".";
  else if (plan.outcomes)
    plan.words = "CII: the geometric mean of behaviour, culture, freedom from fatigue and outcomes, equal weights because nothing better is known.";
  else
    plan.words =
        "CII-3: the geometric mean of behaviour, culture and freedom from fatigue, equal weights because nothing better is known; outcomes are not in it (" +
        plan.dimensions[3].why_not + ").";
  return plan;
}

}  // namespace karuna::measure
