// SPDX-License-Identifier: Apache-2.0
#include "fit/methods/survey_columns.h"

#include <algorithm>

#include "base/text.h"
#include "fit/methods/how.h"
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
  d.calibrated_to = margins;
  if (!margins.empty()) d.start_weights = start;
  return d;
}

Result<stats::FrameOptions> with_design(const Request& request, stats::FrameOptions options) {
  KARUNA_TRY(weights, request.column("weights"));
  options.weights = weights;
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
  return {"design", "Design", join_words(parts) + "."};
}

}  // namespace karuna::fit
