// SPDX-License-Identifier: Apache-2.0
#include "fit/methods/survey_columns.h"

#include <algorithm>

#include "base/text.h"
#include "fit/methods/how.h"
#include "stats/weights/calibrate.h"
#include "stats/weights/poststratify.h"
#include "stats/weights/raking.h"

namespace karuna::fit {
namespace {

Result<void> read_targets(const Request& request, const stats::Frame& frame, std::size_t first, SurveyColumns& columns) {
  KARUNA_TRY(targets, request.model.table_or_empty("targets"));
  const auto names = targets.keys();
  for (std::size_t m = 0; m < names.size(); ++m) {
    KARUNA_TRY(wanted, targets.table(names[m]));
    const stats::Grouping& levels = frame.levels[first + m];
    KARUNA_CHECK(wanted.only(levels.levels.names));
    std::vector<double> target;
    for (const auto& level : levels.levels.names) {
      if (!wanted.has(level))
        return targets.wrong(names[m], "has no target for the level " + in_quotes(level) + ", which somebody has", "one number for each level of the column");
      KARUNA_TRY(value, wanted.number(level));
      target.push_back(value);
    }
    columns.margin_levels.push_back(levels);
    columns.margins.push_back({names[m], {}, std::move(target)});
  }
  for (std::size_t m = 0; m < names.size(); ++m) columns.margins[m].level = columns.margin_levels[m].levels.code;
  return {};
}

/// [totals]: columns of numbers, and what they add up to in the population.
Result<void> read_totals(const Request& request, const stats::Frame& frame, SurveyColumns& columns) {
  KARUNA_TRY(totals, request.model.table_or_empty("totals"));
  columns.total_names = totals.keys();
  std::size_t at = frame.numbers.size() - (request.model.has("population") ? 1 : 0) - columns.total_names.size();
  for (const auto& name : columns.total_names) {
    KARUNA_TRY(total, totals.number(name));
    columns.totals.push_back(total);
    columns.total_values.insert(columns.total_values.end(), frame.numbers[at].begin(), frame.numbers[at].end());
    ++at;
  }
  return {};
}

/// Weights that meet levels and totals at once. The first level of each further margin follows from the others.
Result<void> calibrate(const Request& request, const stats::Frame& frame, SurveyColumns& columns) {
  KARUNA_TRY(distance, request.choice("distance", {"raking", "linear", "bounded"}));
  KARUNA_TRY(bounds, request.model.numbers_or("bounds"));
  if (request.model.has("trim")) return request.model.wrong("trim", "stands beside [totals]", "distance = \"bounded\" with bounds = [0.3, 3]");
  if (!bounds.empty() && (bounds.size() != 2 || distance != "bounded"))
    return request.model.wrong("bounds", "is something else", "two numbers, as multiples of the start weight, and distance = \"bounded\"");
  std::vector<double> totals;
  std::vector<std::string> names;
  for (std::size_t m = 0; m < columns.margins.size(); ++m)
    for (std::uint32_t level = m == 0 ? 0 : 1; level < columns.margins[m].target.size(); ++level) {
      for (const auto of : columns.margins[m].level) columns.calibrated.push_back(of == level ? 1 : 0);
      totals.push_back(columns.margins[m].target[level]);
      names.push_back(columns.margins[m].name + "[" + columns.margin_levels[m].levels.names[level] + "]");
    }
  if (request.model.has("people")) {
    if (!columns.margins.empty()) return request.model.wrong("people", "stands beside [targets]", "one of the two: targets say how many there are");
    KARUNA_TRY(people, request.model.number("people"));
    columns.calibrated.insert(columns.calibrated.end(), frame.rows, 1.0);
    totals.push_back(people);
    names.emplace_back("people");
  }
  columns.calibrated.insert(columns.calibrated.end(), columns.total_values.begin(), columns.total_values.end());
  totals.insert(totals.end(), columns.totals.begin(), columns.totals.end());
  names.insert(names.end(), columns.total_names.begin(), columns.total_names.end());
  stats::CalibrationOptions options{.distance = distance == "linear"    ? stats::Distance::linear
                                                : distance == "bounded" ? stats::Distance::bounded
                                                                        : stats::Distance::raking,
                                    .names = names};
  if (!bounds.empty()) options.low = bounds[0], options.high = bounds[1];
  KARUNA_TRY(found, stats::calibrate(MatrixView(columns.calibrated.data(), frame.rows, totals.size()), totals, columns.start, options));
  columns.weights = std::move(found.weights);
  columns.worst_gap = found.worst_gap;
  columns.least_g = found.least_g;
  columns.most_g = found.most_g;
  columns.how.push_back({"weights", found.fit});
  return {};
}

Result<std::optional<stats::Trim>> trim_of(const Request& request) {
  KARUNA_TRY(ends, request.model.numbers_or("trim"));
  if (ends.empty()) return std::optional<stats::Trim>{};
  if (ends.size() != 2)
    return request.model.wrong("trim", "has " + std::to_string(ends.size()) + " numbers", "two, as multiples of the mean weight, such as [0.3, 3]");
  return std::optional<stats::Trim>{{ends[0], ends[1]}};
}

}  // namespace

std::vector<std::string> with_design_keys(std::vector<std::string> keys) {
  keys.insert(keys.end(), design_keys.begin(), design_keys.end());
  return keys;
}

stats::SurveyDesign SurveyColumns::design() const {
  stats::SurveyDesign d;
  d.weights = weights;
  d.strata = strata;
  d.clusters = clusters;
  d.population = population;
  if (calibrated.empty())
    d.calibrated_to = margins;
  else
    d.calibrated_on = MatrixView(calibrated.data(), weights.size(), calibrated.size() / weights.size());
  if (!margins.empty() || !calibrated.empty()) d.start_weights = start;
  return d;
}

Result<stats::FrameOptions> with_design(const Request& request, stats::FrameOptions options) {
  KARUNA_TRY(weights, request.column("weights"));
  options.weights = weights;
  KARUNA_TRY(totals, request.model.table_or_empty("totals"));
  for (const auto& name : totals.keys()) options.numbers.push_back(name);
  KARUNA_TRY(population, request.column("population"));
  if (!population.empty()) options.numbers.push_back(population);
  for (const char* key : {"strata", "clusters"}) {
    KARUNA_TRY(column, request.column(key));
    if (!column.empty()) options.levels.push_back(column);
  }
  KARUNA_TRY(targets, request.model.table_or_empty("targets"));
  for (const auto& name : targets.keys()) options.levels.push_back(name);
  return options;
}

Result<SurveyColumns> survey_columns(const Request& request, const stats::Frame& frame) {
  SurveyColumns columns;
  columns.start = columns.weights = frame.weights;
  if (request.model.has("population")) columns.population = frame.numbers.back();
  KARUNA_TRY(targets, request.model.table_or_empty("targets"));
  std::size_t at = frame.levels.size() - targets.keys().size() - (request.model.has("strata") ? 1 : 0) - (request.model.has("clusters") ? 1 : 0);
  if (request.model.has("strata")) {
    columns.strata = frame.levels[at].levels.code;
    columns.strata_count = frame.levels[at++].levels.names.size();
  }
  if (request.model.has("clusters")) {
    columns.clusters = frame.levels[at].levels.code;
    columns.cluster_count = frame.levels[at++].levels.names.size();
  }
  KARUNA_CHECK(read_targets(request, frame, at, columns));
  KARUNA_CHECK(read_totals(request, frame, columns));
  if (!columns.totals.empty()) {
    KARUNA_CHECK(calibrate(request, frame, columns));
    return columns;
  }
  for (const char* key : {"people", "distance", "bounds"})
    if (request.model.has(key)) return request.model.wrong(key, "stands without [totals]", "[totals] with one number a column");
  KARUNA_TRY(trim, trim_of(request));
  if (columns.margins.empty()) return columns;
  if (columns.margins.size() == 1 && !trim) {
    KARUNA_TRY(found, stats::poststratify(columns.margins[0], columns.start));
    columns.weights = std::move(found.weights);
    columns.how.push_back(directly("weights", "start weights times target over what they add up to"));
    return columns;
  }
  KARUNA_TRY(found, stats::rake(columns.margins, columns.start, {.trim = trim}));
  columns.weights = std::move(found.weights);
  columns.trimmed = found.trimmed;
  columns.worst_gap = found.worst_gap;
  columns.how.push_back({"weights", found.fit});
  return columns;
}

Section design_section(const SurveyColumns& columns, const stats::Frame& frame) {
  std::vector<std::string> parts{counted(frame.rows, "row")};
  if (!columns.weights.empty()) parts.push_back("weights that make them count as " + grouped(static_cast<std::int64_t>(stats::effective_n(columns.weights))));
  if (columns.strata_count > 0) parts.push_back(counted(columns.strata_count, "stratum", "strata"));
  if (columns.cluster_count > 0) parts.push_back(counted(columns.cluster_count, "cluster"));
  if (!columns.population.empty()) parts.emplace_back("a known population");
  if (!columns.margins.empty()) parts.push_back("weighted to " + counted(columns.margins.size(), "margin"));
  if (!columns.totals.empty()) parts.push_back("calibrated to " + counted(columns.totals.size(), "total"));
  return {"design", "Design", join_words(parts) + "."};
}

}  // namespace karuna::fit
