// SPDX-License-Identifier: Apache-2.0
#include "measure/index/index_measures.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "measure/index/dimension_lines.h"
#include "measure/index/index_detail.h"
#include "measure/statistic_measure.h"
#include "measure/trust/gates.h"
#include "measure/units/changes.h"

namespace karuna::measure {
namespace {

using protect::Release;

Measure described(std::string id, std::string name, MeasureKind kind) {
  Measure measure;
  measure.id = std::move(id);
  measure.name = std::move(name);
  measure.kind = kind;
  return measure;
}

/// The index of one period as it is carried to the next, for the change.
struct IndexPeriod {
  DimensionLines dimensions;
  IndexValues values;
  std::string made_of;
};

JointLine organisation_of(const DimensionLines& dimensions) { return dimensions.lines[dimensions.aligned.head.line_of[0]]; }

/// Units whose freedom from fatigue lies below the flag, named in the order of the tree.
void flag_fatigue(const Release& release, const MeasurePeriod& fatigue, MeasurePeriod& index) {
  std::vector<std::string> named;
  for (std::uint32_t u = 1; u < fatigue.units.size(); ++u)
    if (const Shown* shown = std::get_if<Shown>(&fatigue.units[u]); shown != nullptr && shown->value < fatigue_flag)
      named.push_back(release.tree[UnitId{u}].name);
  if (const Shown* shown = std::get_if<Shown>(&fatigue.organisation); shown != nullptr && shown->value < fatigue_flag)
    index.remarks.push_back("Red flag: freedom from fatigue is " + fixed(shown->value, 1) + ", below 35, whatever the index says.");
  if (!named.empty())
    index.remarks.push_back("Red flag: freedom from fatigue is below 35 in " + join_words(named, "and", 6) + ", whatever the index says there.");
}

Change difference(const IndexEstimate& before, const IndexEstimate& now, double step) {
  Change change;
  change.known = true;
  change.value = now.estimate.value - before.estimate.value;
  const double half = z90 * std::hypot(now.estimate.sd, before.estimate.sd);
  change.interval = {change.value - half, change.value + half};
  change.changed = is_change(change.value, change.interval, step);
  return change;
}

void fill_index_changes(const UnitTree& tree, const IndexPeriod& before, const IndexPeriod& now, double step, MeasurePeriod& period) {
  period.changes.assign(tree.size(), Change{});
  if (before.made_of != now.made_of) {
    period.remarks.push_back("Not compared with the period before, since it was not made of the same parts then.");
    return;
  }
  if (before.values.whole.refused || now.values.whole.refused) return;
  period.changes[0] = period.organisation_change = difference(before.values.whole, now.values.whole, step);
  const Lines &then = before.dimensions.aligned.head, &here = now.dimensions.aligned.head;
  for (std::size_t i = 0; i < here.lines.size(); ++i) {
    const UnitId unit = here.lines[i].unit;
    if (!unit || unit == tree.root()) continue;
    const Line* earlier = then.of(unit);
    if (earlier == nullptr || !earlier->unit) continue;
    const IndexEstimate& was = before.values.lines[then.line_of[unit.value]];
    if (!was.refused && !now.values.lines[i].refused) period.changes[unit.value] = difference(was, now.values.lines[i], step);
  }
}

Result<IndexPeriod> fill_index(const Release& release, const ReportOptions& options, std::size_t p, std::span<const DimensionPlan* const> plans,
                               const Measure& measure, MeasurePeriod& period) {
  IndexPeriod index{.dimensions = dimension_lines(release, p, plans), .values = {}, .made_of = made_of(release, plans)};
  const Lines& lines = index.dimensions.aligned.head;
  period.units.assign(release.tree.size(), NotShown{});
  period.gates.push_back(response_gate(lines.response));
  if (lines.organisation() == nullptr) {
    index.values.whole.refused = true;
    index.values.lines.assign(lines.lines.size(), index.values.whole);
    period.refused = "Not shown: the organisation as a whole has no figure in every part of the index.";
    period.refused_said = {"index_parts"};
    if (lines.response && *lines.response < least_response) {
      period.refused_said = period.gates.back().said;
      period.refused = "Not shown: " + percent(*lines.response) + " of those who could answer did; 30 % are needed.";
    }
    return index;
  }
  const std::vector<double> weights(plans.size(), 1.0 / static_cast<double>(plans.size()));
  const JointLine whole = organisation_of(index.dimensions);
  std::vector<JointLine> below = index.dimensions.lines;
  below.erase(below.begin() + lines.line_of[0]);
  const DrawOptions how{.draws = options.draws, .seed = seed_for(options.seed, measure.id, release.periods[p].label, "value")};
  KARUNA_TRY(values, index_values(below, whole, weights, how));
  values.lines.insert(values.lines.begin() + lines.line_of[0], values.whole);
  index.values = std::move(values);

  std::vector<LineFigure> figures;
  std::size_t refused = 0;
  for (const IndexEstimate& line : index.values.lines) {
    figures.push_back({.raw = line.raw, .estimate = line.estimate, .refused = line.refused});
    refused += line.refused ? 1U : 0U;
  }
  fill_cells(release.tree, lines, figures, measure, period);
  period.organisation = period.units[0];
  const double unit_sd = index_error(whole.dimensions, index.dimensions.within, weights);
  period.within_sd = unit_sd;
  if (index.values.whole.refused) {
    period.refused = "Too uncertain; here are the dimensions.";
    period.refused_said = {"index_uncertain"};
  } else {
    period.remarks.push_back("The arithmetic mean of the dimensions, as a check: " + fixed(index.values.whole.arithmetic, 1) + ".");
    const double response = lines.response.value_or(-1);
    if (response >= 0) {
      std::vector<double> low, high;
      for (double d : whole.dimensions) {
        low.push_back(worst_case(std::clamp(d, 0.0, 100.0), response, 0, 100).low);
        high.push_back(worst_case(std::clamp(d, 0.0, 100.0), response, 0, 100).high);
      }
      period.worst_case = Interval{geometric_index(low, weights), geometric_index(high, weights)};
    }
  }
  const std::size_t unit_lines = refused - (index.values.whole.refused ? 1U : 0U);
  if (unit_lines > 0)
    period.remarks.push_back("In " + counted(unit_lines, "line") +
                             " of the table of units the index is too uncertain; the dimensions stand in their own tables.");
  period.shrinkage_words = "Each dimension is drawn to the mean of its level before the dimensions are multiplied; a level of fewer than 5 lines is not.";
  return index;
}

IndexDetail detail_of(const IndexPeriod& index, std::size_t dimensions, std::size_t period) {
  std::vector<std::string> ids;
  for (std::size_t d = 0; d < dimensions; ++d) ids.emplace_back(dimension_names[d].id);
  const JointLine whole = organisation_of(index.dimensions);
  IndexDetail detail = index_detail(ids, whole.dimensions, whole.covariance, std::vector<double>(dimensions, 1.0 / static_cast<double>(dimensions)));
  detail.period = period;
  return detail;
}

}  // namespace

Result<IndexMeasures> index_measures(const Release& release, const ReportOptions& options) {
  IndexMeasures result;
  if (!has_index(options)) {
    result.words = options.show_index ? "No index: no scale of this survey belongs to a dimension of it. The scales stand by their names."
                                      : "No index: the survey file asks for none.";
    return result;
  }
  std::vector<IndexPlan> plans;
  bool possible = false, outcomes = true;
  for (std::size_t p = 0; p < release.periods.size(); ++p) {
    KARUNA_TRY(plan, plan_index(release, options, p));
    if (plan.possible) {
      possible = true;
      outcomes = outcomes && plan.outcomes;
    }
    plans.push_back(std::move(plan));
  }
  for (const IndexPlan& plan : plans)
    if (plan.possible || result.words.empty() || !possible) result.words = plan.words;  // of the last period that carries one
  if (!possible) return result;
  if (!outcomes)
    for (IndexPlan& plan : plans) {
      if (plan.outcomes)
        result.words =
            "CII-3: the geometric mean of behaviour, culture and freedom from fatigue, equal weights because nothing better is known; outcomes are not "
            "in it, since not every period has them.";
      plan.outcomes = false;
    }

  Measure index = described(outcomes ? "cii" : "cii-3", outcomes ? "Compassion Impact Index (CII)" : "Compassion Impact Index (CII-3)", MeasureKind::index);
  std::vector<Measure> dimensions;
  for (std::size_t d = 0; d < (outcomes ? 4U : 3U); ++d)
    dimensions.push_back(described(dimension_names[d].id, dimension_names[d].name, MeasureKind::dimension));
  std::optional<IndexPeriod> before;
  std::vector<std::optional<MeasuredLines>> earlier(dimensions.size());
  for (std::size_t p = 0; p < release.periods.size(); ++p) {
    std::vector<const DimensionPlan*> used;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      const DimensionPlan& plan = plans[p].dimensions[d];
      MeasurePeriod period;
      if (!plan.enough) {
        period.refused = "Not shown: " + plan.why_not + ".";
        period.refused_said = plan.why_not_said;
        period.units.assign(release.tree.size(), NotShown{});
        earlier[d].reset();
      } else {
        const DimensionPlan* one = &plan;
        used.push_back(one);
        const DimensionLines lines = dimension_lines(release, p, std::span(&one, 1));
        MeasuredLines measured = as_measured(release, p, plan, lines);
        const std::string& label = release.periods[p].label;
        KARUNA_CHECK(fill_period(release.tree, measured, dimensions[d], {options.draws, seed_for(options.seed, dimensions[d].id, label, "value")}, period));
        period.gates.push_back(response_gate(measured.lines.response));
        if (plan.present.size() < plan.asked)
          period.remarks.push_back("Made of " + std::to_string(plan.present.size()) + " of " + counted(plan.asked, "indicator") + ".");
        if (earlier[d])
          KARUNA_CHECK(fill_changes(release.tree, *earlier[d], measured, step_of(dimensions[d], options),
                                    {options.draws, seed_for(options.seed, dimensions[d].id, label, "change")}, period));
        earlier[d] = std::move(measured);
      }
      dimensions[d].periods.push_back(std::move(period));
    }
    MeasurePeriod period;
    if (!plans[p].possible) {
      period.refused = plans[p].words;
      period.refused_said = {"index_missing"};
      period.units.assign(release.tree.size(), NotShown{});
      before.reset();
    } else {
      KARUNA_TRY(now, fill_index(release, options, p, used, index, period));
      if (!now.values.whole.refused) result.detail = detail_of(now, used.size(), p);
      flag_fatigue(release, dimensions[2].periods[p], period);
      if (before) fill_index_changes(release.tree, *before, now, step_of(index, options), period);
      before = std::move(now);
    }
    index.periods.push_back(std::move(period));
  }
  result.measures.push_back(std::move(index));
  for (Measure& dimension : dimensions) result.measures.push_back(std::move(dimension));
  return result;
}

}  // namespace karuna::measure
