// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/weighted_means.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "protect/exact/value_column.h"
#include "protect/in_parallel.h"
#include "stats/weights/raking.h"
#include "stats/weights/survey_mean.h"

namespace karuna::protect {
namespace {

/// By categories, then values, then place. The first few of them are packed into one number, so that most comparisons are one.
void sort_places(const Wave& wave, const std::vector<ValueColumn>& columns, std::vector<std::size_t>& places) {
  const auto& margins = wave.sheets.margins;
  struct Key {
    std::uint64_t first;
    std::size_t place;
  };
  constexpr unsigned bits = 64, of_code = 8, of_value = 32;
  const auto narrow = [](const auto& margin) { return margin.target.size() <= (1U << of_code); };
  const bool packed = std::all_of(margins.begin(), margins.end(), narrow) && margins.size() * of_code <= bits;
  std::vector<Key> keys;
  keys.reserve(places.size());
  for (const std::size_t place : places) {
    std::uint64_t first = 0;
    unsigned used = 0;
    if (packed) {
      for (const auto& margin : margins) first = first << of_code | margin.code[wave.rows[place]], used += of_code;
      for (std::size_t c = 0; c < columns.size() && used + of_value <= bits; ++c, used += of_value)
        first = first << of_value | (static_cast<std::uint32_t>(columns[c].values[place]) ^ 0x80000000U);
    }
    keys.push_back({first, place});
  }
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    if (a.first != b.first) return a.first < b.first;
    for (const auto& margin : margins)
      if (margin.code[wave.rows[a.place]] != margin.code[wave.rows[b.place]]) return margin.code[wave.rows[a.place]] < margin.code[wave.rows[b.place]];
    for (const ValueColumn& column : columns)
      if (column.values[a.place] != column.values[b.place]) return column.values[a.place] < column.values[b.place];
    return a.place < b.place;
  });
  for (std::size_t i = 0; i < keys.size(); ++i) places[i] = keys[i].place;
}

}  // namespace

std::vector<WeightedMean> weighted_means(const Wave& wave, const std::vector<std::size_t>& statistics, std::vector<std::string>& notes) {
  std::vector<WeightedMean> result;
  const auto& margins = wave.sheets.margins;
  if (margins.empty() || statistics.empty()) return result;
  const std::string period = wave.sheets.periods.size() > 1 ? " in " + wave.sheets.periods[wave.period] : "";

  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < wave.rows.size(); ++i)
    if (std::all_of(margins.begin(), margins.end(), [&](const auto& margin) { return margin.code[wave.rows[i]] != collect::no_category; })) places.push_back(i);
  if (places.size() < wave.rows.size())
    notes.push_back("Weighted figures" + period + " leave out the people without a category of a margin; " + counted(places.size(), "person", "people") +
                    " stay.");

  // People are put in order of their categories and values, so that sums do not depend on the order of rows.
  std::vector<ValueColumn> columns;
  for (const std::size_t s : statistics) columns.push_back(value_column(wave, wave.declaration.statistics[s]));
  sort_places(wave, columns, places);

  std::vector<std::vector<std::uint32_t>> levels(margins.size());
  std::vector<stats::Margin> targets;
  for (std::size_t m = 0; m < margins.size(); ++m) {
    for (const std::size_t i : places) levels[m].push_back(margins[m].code[wave.rows[i]]);
    std::vector<double> target = margins[m].target;
    for (double& share : target) share *= static_cast<double>(places.size());
    targets.push_back({margins[m].column, levels[m], std::move(target)});
  }
  stats::RakingOptions options;
  options.trim = stats::Trim{};
  const auto raked = stats::rake(targets, {}, options);
  if (!raked) {
    notes.push_back("No weighted figure" + period + ": " + raked.error().what + ".");
    return result;
  }
  const auto [smallest, largest] = std::minmax_element(raked->weights.begin(), raked->weights.end());
  result.resize(statistics.size());
  in_parallel(wave.plan.threads, statistics.size(), [&](std::size_t k) {
    const Statistic& statistic = wave.declaration.statistics[statistics[k]].statistic;
    const double middle = (statistic.min + statistic.max) / 2, half = (statistic.max - statistic.min) / 2;
    std::vector<double> y;
    y.reserve(places.size());
    for (const std::size_t i : places)
      y.push_back(columns[k].values[i] == ValueColumn::no_value ? std::numeric_limits<double>::quiet_NaN()
                                                                : middle + half * columns[k].values[i] / columns[k].full);
    stats::SurveyDesign design;
    design.weights = raked->weights;
    design.calibrated_to = targets;
    const auto figure = stats::survey_mean(y, design);
    WeightedMean& mean = result[k];
    mean.statistic = statistics[k];
    const double step = step_of(statistic.max - statistic.min);
    if (figure) {
      mean.mean = {in_steps(figure->estimate, step), true, {}};
      mean.standard_error = {std::max(step, in_steps(figure->standard_error, step)), true, {}};
    } else {
      mean.mean.why_not = mean.standard_error.why_not = figure.error().what;
    }
    mean.n_effective = std::round(raked->effective_n);
    mean.smallest_weight = in_steps(*smallest, 0.01);
    mean.largest_weight = in_steps(*largest, 0.01);
  });
  return result;
}

}  // namespace karuna::protect
