// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/value_column.h"

#include <algorithm>
#include <cmath>

namespace karuna::protect {

namespace {

constexpr std::int32_t score_full = 1 << 30;

std::int32_t scaled(double share) { return static_cast<std::int32_t>(std::llround(std::clamp(share, -1.0, 1.0) * score_full)); }

ValueColumn item_column(const Wave& wave, const Question& question) {
  const auto& item = wave.sheets.items[question.column];
  ValueColumn column{.full = static_cast<std::int32_t>(question.range), .values = {}};
  column.values.resize(wave.rows.size());
  for (std::size_t i = 0; i < wave.rows.size(); ++i) {
    const std::int16_t code = item.codes[wave.rows[i]];
    const bool skipped = code == collect::no_answer;
    column.missing += skipped;
    column.values[i] = skipped ? ValueColumn::no_value : 2 * std::int32_t{code} - item.min - item.max;
  }
  return column;
}

ValueColumn score_column(const Wave& wave, const collect::ScaleColumn& scale) {
  ValueColumn column{.full = score_full, .values = {}};
  column.values.resize(wave.rows.size());
  const double middle = (scale.min + scale.max) / 2, half = (scale.max - scale.min) / 2;
  for (std::size_t i = 0; i < wave.rows.size(); ++i) {
    const double value = scale.values[wave.rows[i]];
    const bool skipped = std::isnan(value);
    column.missing += skipped;
    column.values[i] = skipped ? ValueColumn::no_value : scaled((value - middle) / half);
  }
  return column;
}

ValueColumn index_column(const Wave& wave, const Declared& declared) {
  std::vector<double> sum(wave.rows.size(), 0);
  std::vector<std::uint32_t> answered(wave.rows.size(), 0);
  for (const Member& member : declared.members) {
    const Question& question = wave.declaration.questions[member.question];
    const ValueColumn column = question.is_score ? score_column(wave, wave.sheets.scales[question.column]) : item_column(wave, question);
    for (std::size_t i = 0; i < wave.rows.size(); ++i) {
      if (column.values[i] == ValueColumn::no_value) continue;
      sum[i] += member.sign * double(column.values[i]) / column.full;
      ++answered[i];
    }
  }
  ValueColumn column{.full = score_full, .values = {}};
  column.values.resize(wave.rows.size());
  for (std::size_t i = 0; i < wave.rows.size(); ++i) {
    const bool skipped = 2 * answered[i] < declared.members.size();
    column.missing += skipped;
    column.values[i] = skipped ? ValueColumn::no_value : scaled(sum[i] / answered[i]);
  }
  return column;
}

/// The sum of the centred items of a wave; one who skipped all of them has no value.
ValueColumn summed_column(const Wave& wave, const Declared& declared) {
  const Question& first = wave.declaration.questions[declared.members[0].question];
  ValueColumn column{.full = static_cast<std::int32_t>(first.range * declared.members.size()), .values = {}};
  column.items = static_cast<std::uint32_t>(declared.members.size());
  column.values.assign(wave.rows.size(), 0);
  column.entries.assign(wave.rows.size(), 0);
  std::vector<std::uint8_t> answered;
  for (const Member& member : declared.members) {
    const auto codes = centred_codes(wave, wave.declaration.questions[member.question], member.sign, &answered);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      column.values[i] += codes[i];
      column.entries[i] = static_cast<std::uint16_t>(column.entries[i] + answered[i]);
    }
  }
  for (std::size_t i = 0; i < column.values.size(); ++i) {
    if (column.entries[i] > 0) continue;
    column.values[i] = ValueColumn::no_value;
    ++column.missing;
  }
  return column;
}

}  // namespace

ValueColumn value_column(const Wave& wave, const Declared& declared) {
  if (wave.plan.of_scale == ScaleRule::sum_of_items) return summed_column(wave, declared);
  switch (declared.statistic.family) {
    case Family::index:
      return index_column(wave, declared);
    case Family::scale:
      return score_column(wave, wave.sheets.scales[declared.scale]);
    case Family::item:
      break;
  }
  return item_column(wave, wave.declaration.questions[declared.members[0].question]);
}

UnitSums unit_sums(const Wave& wave, const ValueColumn& column) {
  const std::size_t units = wave.ballots.size();
  UnitSums sums{std::vector<std::uint32_t>(units, 0), std::vector<std::uint32_t>(units, 0), std::vector<std::int64_t>(units, 0), column.items};
  for (std::size_t i = 0; i < wave.rows.size(); ++i) {
    if (column.values[i] == ValueColumn::no_value) continue;
    ++sums.people[wave.unit[i]];
    sums.answers[wave.unit[i]] += column.entries.empty() ? 1U : column.entries[i];
    sums.sum[wave.unit[i]] += column.values[i];
  }
  return sums;
}

}  // namespace karuna::protect
