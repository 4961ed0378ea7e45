// SPDX-License-Identifier: Apache-2.0
#include "ask/scoring/scorer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace karuna::ask {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

bool is_share(const Score& score) { return score.method == Method::percent_positive || score.method == Method::net_share; }

Scorer::ItemTable table_of(const Item& item) {
  std::int16_t first = item.min, last = item.max;
  for (const std::int16_t code : item.left_out) {
    first = std::min(first, code);
    last = std::max(last, code);
  }
  Scorer::ItemTable table;
  table.min = first;
  table.listed = static_cast<std::uint32_t>(last - first + 1);
  for (int code = first; code <= last; ++code) {
    const auto answer = static_cast<std::int16_t>(code);
    const bool valid = item.on_scale(answer);
    table.value.push_back(valid ? item.value(answer) : 0.0);
    table.kind.push_back(valid ? Scorer::valid : item.leaves(answer) ? Scorer::leaves : Scorer::outside);
  }
  table.value.push_back(0.0);
  table.kind.push_back(Scorer::outside);
  return table;
}

}  // namespace

Scorer::Scorer(const Instrument& instrument) : instrument_(&instrument) {
  for (const Item& item : instrument.items) tables_.push_back(table_of(item));
  shares_.resize(instrument.scores.size());
  steps_.resize(instrument.scores.size());
  for (std::size_t s = 0; s < instrument.scores.size(); ++s) {
    const Score& score = instrument.scores[s];
    if (!is_share(score)) continue;
    for (const std::size_t item : score.items) {
      const ItemTable& table = tables_[item];
      std::vector<double> share(table.value.size(), 0.0);
      const auto mark = [&](const std::vector<std::int16_t>& codes, double sign) {
        for (const std::int16_t code : codes)
          if (const auto place = table.at(code); table.kind[place] == valid) share[place] = sign;
      };
      mark(score.positive, 1.0);
      mark(score.negative, -1.0);
      shares_[s].push_back(std::move(share));
    }
  }
  for (std::size_t s = 0; s < instrument.scores.size(); ++s)
    for (std::size_t j = 0; j < instrument.scores[s].items.size(); ++j) {
      const ItemTable& table = tables_[instrument.scores[s].items[j]];
      const std::vector<double>& worth = shares_[s].empty() ? table.value : shares_[s][j];
      steps_[s].emplace_back();
      for (std::size_t place = 0; place < worth.size(); ++place)
        steps_[s].back().push_back({worth[place], table.kind[place] == valid ? 1U : table.kind[place] == leaves ? 1U << 16 : 0U});
    }
}

Absence Scorer::finish(std::size_t s, const Sum& sum, double& value) const {
  const Score& score = instrument_->scores[s];
  value = absent;
  const auto asked = static_cast<std::uint32_t>(score.items.size());
  if (is_share(score)) {
    if (sum.valid == 0) return sum.left > 0 ? Absence::nothing_left : Absence::missing_items;
    value = 100.0 * sum.sum / sum.valid;
    return Absence::none;
  }
  if (score.answer_at_least == 0) {
    if (sum.valid + sum.left < asked) return Absence::missing_items;
    if (sum.valid == 0) return Absence::nothing_left;
  } else if (sum.valid < score.answer_at_least) {
    return Absence::missing_items;
  }
  value = score.method == Method::sum ? sum.sum * score.times : sum.sum / sum.valid * score.times;
  return Absence::none;
}

Absence Scorer::finish_parts(std::size_t s, std::span<const double> values_so_far, double& value) const {
  const Score& score = instrument_->scores[s];
  double sum = 0;
  for (const std::size_t part : score.parts) sum += values_so_far[part];
  value = sum / static_cast<double>(score.parts.size()) * score.times;
  return std::isnan(value) ? Absence::missing_part : Absence::none;
}

void Scorer::row(std::span<const std::int16_t> answers, std::span<double> values, std::span<Absence> absences) const {
  for (std::size_t s = 0; s < instrument_->scores.size(); ++s) {
    const Score& score = instrument_->scores[s];
    if (score.method == Method::mean_of_scores) {
      absences[s] = finish_parts(s, values, values[s]);
      continue;
    }
    double sum = 0;
    std::uint32_t counts = 0;
    for (std::size_t j = 0; j < score.items.size(); ++j) {
      const Step& step = steps_[s][j][tables_[score.items[j]].at(answers[score.items[j]])];
      sum += step.worth;
      counts += step.counts;
    }
    absences[s] = finish(s, {sum, counts & 0xffffU, counts >> 16}, values[s]);
  }
}

}  // namespace karuna::ask
