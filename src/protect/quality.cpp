// SPDX-License-Identifier: Apache-2.0
#include "protect/quality.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/agreement/ad_m.h"
#include "stats/agreement/rwg.h"
#include "stats/covariance.h"
#include "stats/group_sums.h"
#include "stats/quantiles.h"
#include "stats/reliability/alpha.h"
#include "stats/reliability/omega.h"
#include "stats/reliability/one_dimension.h"
#include "stats/units/icc.h"

namespace karuna::protect {

namespace {

Spread known(double value) { return {value, std::isfinite(value), std::isfinite(value) ? "" : "it has no value for these answers"}; }
Spread because(std::string words) { return {0, false, std::move(words)}; }

/// The answers of one scale in one period: reversed items turned, one column an item, and the units of the people.
struct Answers {
  std::vector<std::uint32_t> units;
  std::vector<std::vector<std::int16_t>> codes;
  std::vector<stats::CodeColumn> columns;
  std::vector<double> scores;
};

Answers answers_of(const collect::Sheets& sheets, const collect::ScaleColumn& scale, std::uint16_t period) {
  Answers answers;
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < sheets.rows(); ++r)
    if (sheets.period[r] == period) rows.push_back(r);
  // By unit, then by answers: a sum of decimals is then the same whatever the order of the file.
  std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    if (sheets.unit[a] != sheets.unit[b]) return sheets.unit[a] < sheets.unit[b];
    if (scale.values[a] < scale.values[b] || scale.values[b] < scale.values[a]) return scale.values[a] < scale.values[b];
    return std::isnan(scale.values[a]) < std::isnan(scale.values[b]);
  });
  for (const std::size_t r : rows) {
    answers.units.push_back(sheets.unit[r].value);
    answers.scores.push_back(scale.values[r]);
  }
  for (const ItemId id : scale.items) {
    const auto& item = sheets.items[id.value];
    std::vector<std::int16_t> column;
    column.reserve(rows.size());
    for (const std::size_t r : rows) {
      const std::int16_t code = item.codes[r];
      const bool turned = item.reversed && code != collect::no_answer;
      column.push_back(turned ? static_cast<std::int16_t>(item.min + item.max - code) : code);
    }
    answers.codes.push_back(std::move(column));
  }
  for (const auto& column : answers.codes) answers.columns.emplace_back(column);
  return answers;
}

void reliability(const collect::Sheets& sheets, const collect::ScaleColumn& scale, const Answers& answers, Completeness completeness, ScaleQuality& quality) {
  const auto missing = completeness == Completeness::pairwise ? stats::Missing::pairwise : stats::Missing::complete_rows;
  const auto refuse = [&](const std::string& why) {
    for (Spread* s : {&quality.alpha, &quality.alpha_low, &quality.alpha_high, &quality.omega, &quality.omega_low, &quality.omega_high, &quality.eigen_first,
                      &quality.eigen_second})
      *s = because(why);
  };
  if (answers.columns.size() < 2)
    return refuse(answers.columns.empty() ? "the file holds the score and not the items behind it" : "a scale of one item has no internal consistency");
  const auto alpha = stats::cronbach_alpha(stats::CodeColumns(answers.columns), {missing, 0.95});
  const auto covariance = stats::covariance(stats::CodeColumns(answers.columns), missing);
  if (!alpha || !covariance) return refuse(alpha ? covariance.error().what : alpha.error().what);
  quality.respondents = static_cast<std::uint32_t>(alpha->n);
  quality.alpha = known(alpha->figures.raw);
  quality.alpha_low = known(alpha->feldt.low);
  quality.alpha_high = known(alpha->feldt.high);
  if (const auto omega = stats::mcdonald_omega(*covariance)) {
    quality.omega = known(omega->omega);
    quality.omega_low = known(omega->interval.low);
    quality.omega_high = known(omega->interval.high);
  } else {
    quality.omega = quality.omega_low = quality.omega_high = because(omega.error().what);
  }
  if (const auto one = stats::one_dimension(*covariance)) {
    quality.eigen_first = known(one->first);
    quality.eigen_second = known(one->second);
    for (const std::size_t i : one->wrong_sign) quality.wrong_sign.push_back(sheets.items[scale.items[i].value].label);
  } else {
    quality.eigen_first = quality.eigen_second = because(one.error().what);
  }
}

void between_units(const collect::Sheets& sheets, const Answers& answers, ScaleQuality& quality) {
  const auto sums = stats::group_sums(answers.units, sheets.tree.size(), answers.scores);
  const auto icc = sums ? stats::one_way_icc(*sums, 0.90) : Result<stats::OneWayIcc>(std::unexpected(sums.error()));
  if (!icc) {
    quality.icc1 = quality.icc1_low = quality.icc1_high = quality.icc2 = because(icc.error().what);
    return;
  }
  quality.icc1 = known(icc->icc1);
  quality.icc1_low = known(icc->interval1.low);
  quality.icc1_high = known(icc->interval1.high);
  quality.icc2 = known(icc->icc2);
  quality.mean_group_size = icc->mean_size;
  quality.groups = static_cast<std::uint32_t>(icc->units);
  if (quality.respondents == 0) quality.respondents = static_cast<std::uint32_t>(icc->n);
}

void agreement(const collect::Sheets& sheets, const collect::ScaleColumn& scale, const Answers& answers, ScaleQuality& quality) {
  const auto refuse = [&](const std::string& why) { quality.rwg_median = quality.rwg_mean = quality.ad_mean = because(why); };
  if (scale.items.empty()) return refuse("the file holds the score and not the items behind it");
  const auto& first = sheets.items[scale.items[0].value];
  for (const ItemId id : scale.items)
    if (sheets.items[id.value].min != first.min || sheets.items[id.value].max != first.max) return refuse("the items of this scale have different ends");
  const double chance = stats::uniform_variance(double(first.max - first.min) + 1);
  const auto present = [](const std::vector<double>& values) {
    std::vector<double> kept;
    std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double v) { return std::isfinite(v); });
    return kept;
  };
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
  };
  const auto rwg = stats::rwg_j(answers.units, sheets.tree.size(), answers.columns, chance);
  const auto ad = stats::ad_m(answers.units, sheets.tree.size(), answers.columns);
  if (!rwg || !ad) return refuse(rwg ? ad.error().what : rwg.error().what);
  const auto by_unit = present(rwg->value), deviations = present(ad->value);
  if (by_unit.empty()) return refuse("no unit has two people who answered every item");
  quality.rwg_median = known(stats::median(by_unit));
  quality.rwg_mean = known(mean(by_unit));
  quality.ad_mean = deviations.empty() ? because("no unit has two people who answered every item") : known(mean(deviations));
}

}  // namespace

ScaleQuality estimate_quality(const collect::Sheets& sheets, std::size_t position, std::uint16_t period, Completeness completeness) {
  const auto& scale = sheets.scales[position];
  const Answers answers = answers_of(sheets, scale, period);
  ScaleQuality quality;
  quality.items = scale.items.empty() ? 1 : static_cast<std::uint32_t>(scale.items.size());
  quality.pairwise = completeness == Completeness::pairwise;
  reliability(sheets, scale, answers, completeness, quality);
  between_units(sheets, answers, quality);
  agreement(sheets, scale, answers, quality);
  return quality;
}

ScaleQuality in_two_digits(ScaleQuality quality) {
  for (Spread* spread :
       {&quality.alpha, &quality.alpha_low, &quality.alpha_high, &quality.omega, &quality.omega_low, &quality.omega_high, &quality.eigen_first,
        &quality.eigen_second, &quality.icc1, &quality.icc1_low, &quality.icc1_high, &quality.icc2, &quality.rwg_median, &quality.rwg_mean, &quality.ad_mean})
    spread->value = std::round(spread->value * 100) / 100 + 0.0;
  quality.mean_group_size = std::round(quality.mean_group_size * 10) / 10;
  return quality;
}

}  // namespace karuna::protect
