// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "measure/findings.h"
#include "measure/make_report.h"
#include "measure/statistic_measure.h"
#include "measure/table/funnel.h"
#include "measure/units/changes.h"
#include "measure/units/unit_values.h"

namespace karuna::measure {
namespace {

using protect::GuardedMeasure;
using protect::GuardedTable;
using protect::GuardedValue;

Result<void> check(const GuardedTable& table, const ReportOptions& options) {
  if (!(options.step >= 0)) return fail(Fault::invalid, "the step must be 0 or more points of 100, it is " + fixed(options.step, 2));
  if (table.periods.empty() || table.tree.size() == 0) return fail(Fault::invalid, "the table holds no unit or no period");
  for (const GuardedMeasure& measure : table.measures) {
    if (!(measure.max > measure.min)) return fail(Fault::invalid, "the ends of " + in_quotes(measure.id) + " are not in order");
    if (measure.values.size() != table.periods.size()) return fail(Fault::invalid, "measure " + in_quotes(measure.id) + " does not have every period");
    for (const auto& units : measure.values)
      if (units.size() != table.tree.size()) return fail(Fault::invalid, "measure " + in_quotes(measure.id) + " does not fit the tree");
  }
  return {};
}

std::uint32_t people(double n) { return static_cast<std::uint32_t>(std::clamp(std::round(n), 0.0, 4294967295.0)); }

/// Wilson's interval for shares (it stays between the ends), the normal one for everything else.
Interval interval_of(const TableSpread& spread, const GuardedMeasure& m, const GuardedValue& v) {
  if (!spread.share) {
    const double half = z90 * std::sqrt(spread.variance(v.value, v.n, m.min, m.max));
    return {std::max(m.min, v.value - half), std::min(m.max, v.value + half)};
  }
  const double p = (v.value - m.min) / (m.max - m.min), z2 = z90 * z90;
  const double middle = (p + z2 / (2 * v.n)) / (1 + z2 / v.n);
  const double half = z90 * std::sqrt(p * (1 - p) / v.n + z2 / (4 * v.n * v.n)) / (1 + z2 / v.n);
  return {m.min + (middle - half) * (m.max - m.min), m.min + (middle + half) * (m.max - m.min)};
}

/// Variance of a value, never 0: at an end of a share it is taken as if half an answer lay elsewhere.
double variance_of(const TableSpread& spread, const GuardedMeasure& m, const GuardedValue& v) {
  const double half = 0.5 / (v.n + 1) * (m.max - m.min);
  return spread.variance(spread.share ? std::clamp(v.value, m.min + half, m.max - half) : v.value, v.n, m.min, m.max);
}

State state_of(const TableSpread& spread, const GuardedMeasure& m, const GuardedValue& v, const GuardedValue& organisation, double centre) {
  double variance = variance_of(spread, m, v);
  if (organisation.shown)  // the unit is part of the organisation: their errors share the unit's own
    variance = variance * (1 - 2 * std::min(1.0, v.n / organisation.n)) + variance_of(spread, m, organisation);
  const double half = z90 * std::sqrt(std::max(variance, 0.0));
  if (v.value - centre - half > 0) return State::clear_above;
  if (v.value - centre + half < 0) return State::clear_below;
  return State::no_clear_difference;
}

MeasurePeriod table_period(const GuardedTable& table, const GuardedMeasure& m, std::size_t p, const Measure& measure, double step) {
  MeasurePeriod period;
  const double centre = table_centre(m, p, table.tree);
  const TableSpread spread = table_spread(m, p, table.tree, centre);
  const GuardedValue& organisation = m.values[p][0];
  period.units.assign(table.tree.size(), NotShown{});
  period.within_sd = spread.share ? std::sqrt(std::max((centre - m.min) * (m.max - centre), 0.0)) : spread.sd;
  if (!std::isfinite(period.within_sd)) period.within_sd = 0;
  for (std::uint32_t u = 0; u < table.tree.size(); ++u) {
    const GuardedValue& v = m.values[p][u];
    if (!v.shown) continue;
    Shown shown{.n = people(v.n), .raw = v.value, .value = v.value, .interval = interval_of(spread, m, v)};
    if (u > 0) shown.state = state_of(spread, m, v, organisation, centre);
    period.units[u] = shown;
  }
  period.organisation = period.units[0];
  period.shrinkage_words = "As published: nothing is shrunk. Intervals: " + spread.words + ".";
  if (!organisation.shown && std::isfinite(centre))
    period.remarks.push_back("The table has no value for the whole; units are compared with their mean weighted by the number of answers, " +
                             fixed(centre, measure.digits) + ".");
  if (p == 0) return period;
  period.changes.assign(table.tree.size(), Change{});
  const TableSpread before = table_spread(m, p - 1, table.tree, table_centre(m, p - 1, table.tree));
  for (std::uint32_t u = 0; u < table.tree.size(); ++u) {
    const GuardedValue &now = m.values[p][u], &then = m.values[p - 1][u];
    if (!now.shown || !then.shown) continue;
    Change& change = period.changes[u];
    const double half = z90 * std::sqrt(variance_of(spread, m, now) + variance_of(before, m, then));
    change = {.known = true, .value = now.value - then.value, .interval = {now.value - then.value - half, now.value - then.value + half}};
    change.changed = is_change(change.value, change.interval, step);
  }
  period.organisation_change = period.changes[0];
  return period;
}

Result<std::size_t> find_measure(const GuardedTable& table, const std::string& id) {
  for (std::size_t m = 0; m < table.measures.size(); ++m)
    if (table.measures[m].id == id) return m;
  return fail(Fault::not_found, "a mean of parts names " + in_quotes(id) + ", and the table has no measure of that id");
}

/// "EEI is the mean of its 3 parts within .005 in 312 of 312 values": over shown values alone.
Result<std::string> identity_words(const GuardedTable& table, const MeanOfParts& identity) {
  KARUNA_TRY(whole, find_measure(table, identity.whole));
  std::vector<std::size_t> parts;
  for (const std::string& part : identity.parts) {
    KARUNA_TRY(position, find_measure(table, part));
    parts.push_back(position);
  }
  std::size_t checked = 0, held = 0;
  double largest = 0;
  for (std::size_t p = 0; p < table.periods.size(); ++p)
    for (std::size_t u = 0; u < table.tree.size(); ++u) {
      const GuardedValue& value = table.measures[whole].values[p][u];
      double sum = 0;
      bool all = value.shown && !parts.empty();
      for (std::size_t part : parts) {
        all = all && table.measures[part].values[p][u].shown;
        sum += table.measures[part].values[p][u].value;
      }
      if (!all) continue;
      const double off = std::fabs(value.value - sum / static_cast<double>(parts.size()));
      ++checked;
      held += off <= identity.tolerance * (1 + 1e-9) ? 1U : 0U;
      largest = std::max(largest, off);
    }
  return table.measures[whole].name + " is the mean of its " + counted(parts.size(), "part") + " within " + shortest(identity.tolerance) + " in " +
         std::to_string(held) + " of " + counted(checked, "value") + "; the largest difference is " + fixed(largest, 4) + ".";
}

std::uint32_t most_answers(const GuardedTable& table, std::size_t period) {
  double most = 0;
  for (const GuardedMeasure& measure : table.measures) {
    double leaves = 0;
    for (std::uint32_t u = 0; u < table.tree.size(); ++u)
      if (table.tree.is_leaf(UnitId{u}) && measure.values[period][u].shown) leaves += measure.values[period][u].n;
    most = std::max(most, measure.values[period][0].shown ? measure.values[period][0].n : leaves);
  }
  return people(most);
}

std::vector<Fact> computation(const ReportOptions& options) {
  return {
      {"Values", "As published. Nothing is shrunk, weighted or rolled up; units of a level need not sum to the unit above."},
      {"Intervals", "90 %, from the number of answers: Wilson's for measures from 0 to 1 or 0 to 100, taken as shares; for others from how units scatter."},
      {"Above and below",
       "Only where the 90 % interval of the difference from the organisation (or from the mean of all units, where the table has no value for the whole) "
       "leaves 0."},
      {"Changed", "Only where the 90 % interval of the difference leaves 0 and its size reaches " + shortest(options.step) + " in a hundred of the scale."},
      {"Funnel", "Around the organisation's value: if all units were alike, 95 and 99.8 % of them would lie between the limits at their number of answers."}};
}

}  // namespace

Result<Report> make_report(const GuardedTable& table, const ReportOptions& options) {
  KARUNA_CHECK(check(table, options));
  Report report;
  report.title = options.title;
  report.language = options.language;
  report.version = options.version;
  report.profile = "published";
  report.from_persons = false;
  report.seed = options.seed;
  report.draws = 0;  // nothing is drawn
  report.input_sha256 = table.input_sha256;
  report.tree = table.tree;
  report.periods = table.periods;
  for (std::size_t p = 0; p < table.periods.size(); ++p) {
    report.ballots.push_back(most_answers(table, p));
    report.response.emplace_back();
  }
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    const GuardedMeasure& m = table.measures[i];
    Measure measure;
    measure.id = m.id;
    measure.name = m.name.empty() ? m.id : m.name;
    measure.kind = MeasureKind::score;
    measure.direction = m.higher_is_better ? Direction::higher_is_better : Direction::lower_is_better;
    measure.min = m.min;
    measure.max = m.max;
    measure.digits = m.max - m.min > 12 ? 1 : m.max - m.min > 1 ? 2 : 3;
    measure.group = m.dimension;
    for (std::size_t p = 0; p < table.periods.size(); ++p) measure.periods.push_back(table_period(table, m, p, measure, step_of(measure, options)));
    report.measures.push_back(std::move(measure));
    report.funnels.push_back(funnel_of(table, i, table.periods.size() - 1));
  }
  report.index_words = "No index: a published table carries its own measures, and the index needs its scales.";
  report.findings = find(report);
  report.finding_rule = finding_rule();
  report.data_quality = options.data_quality;
  for (const MeanOfParts& identity : options.identities) {
    KARUNA_TRY(words, identity_words(table, identity));
    report.data_quality.push_back(std::move(words));
  }
  report.protection = {{"As published", "The table was added up before it came here. Values of fewer than " + std::to_string(table.smallest) +
                                            " answers are hidden; hidden, empty and absent look the same."}};
  for (const std::string& note : table.notes) report.protection.push_back({"Note", note});
  report.computation = computation(options);
  report.promises_not_carried = {"Differencing was not prevented: a hidden value may be found as the difference of shown ones, since the persons are not here.",
                                 "How the table was made, and whether the same rules held in every period, is not known here."};
  return report;
}

}  // namespace karuna::measure
