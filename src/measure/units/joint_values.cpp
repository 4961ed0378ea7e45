// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "measure/index/composite_index.h"
#include "stats/quantiles.h"
#include "stats/units/empirical_bayes.h"
#include "stats/units/posterior_draws.h"

namespace karuna::measure {
namespace {

using Matrix = std::vector<double>;

void summarise(std::vector<double>& drawn, Estimate& estimate) {
  double mean = 0, square = 0;
  for (double x : drawn) mean += x;
  mean /= static_cast<double>(drawn.size());
  for (double x : drawn) square += (x - mean) * (x - mean);
  estimate.sd = drawn.size() > 1 ? std::sqrt(square / static_cast<double>(drawn.size() - 1)) : 0.0;
  std::sort(drawn.begin(), drawn.end());
  estimate.interval = {std::min(estimate.value, stats::sorted_quantile(drawn, 0.05)), std::max(estimate.value, stats::sorted_quantile(drawn, 0.95))};
}

/// What the dimensions of one level were drawn to.
struct JointFit {
  std::vector<stats::EmpiricalBayes> bayes;  ///< by dimension; empty: as answered
  Matrix between;                            ///< covariance of the units' true dimensions
  std::vector<double> draws;                 ///< [draw][place][dimension], or empty
};

/// Covariance between units by moments off the diagonal, REML on it; correlations are kept inside -1..1.
Matrix between_units(std::span<const JointLine* const> lines, const std::vector<stats::EmpiricalBayes>& bayes) {
  const std::size_t m = bayes.size();
  Matrix between(m * m, 0.0);
  for (std::size_t d = 0; d < m; ++d)
    for (std::size_t e = 0; e < m; ++e) {
      if (d == e) {
        between[d * m + e] = bayes[d].tau2;
        continue;
      }
      double sum = 0;
      for (const JointLine* line : lines) sum += (line->dimensions[d] - bayes[d].mu) * (line->dimensions[e] - bayes[e].mu) - line->covariance[d * m + e];
      const double most = std::sqrt(bayes[d].tau2 * bayes[e].tau2);
      between[d * m + e] = std::clamp(sum / static_cast<double>(lines.size() - 1), -most, most);
    }
  return between;
}

Result<JointFit> fit_level(std::span<const JointLine* const> lines, std::size_t m, const DrawOptions& options, std::uint32_t level) {
  JointFit fit;
  if (lines.size() < fewest_to_shrink) return fit;
  if (lines.size() <= most_to_refit) {
    std::vector<double> y, within;
    for (const JointLine* line : lines) {
      y.insert(y.end(), line->dimensions.begin(), line->dimensions.end());
      within.insert(within.end(), line->covariance.begin(), line->covariance.end());
    }
    const stats::PosteriorOptions how{.draws = options.draws, .seed = options.seed + level, .confidence = 0.90, .threads = 1};
    KARUNA_TRY(posterior, stats::posterior_draws_jointly(y, within, lines.size(), m, how));
    fit.bayes = std::move(posterior.fit);
    fit.draws = std::move(posterior.values);
  } else {
    for (std::size_t d = 0; d < m; ++d) {
      std::vector<double> y, v;
      for (const JointLine* line : lines) {
        y.push_back(line->dimensions[d]);
        v.push_back(line->covariance[d * m + d]);
      }
      KARUNA_TRY(bayes, stats::empirical_bayes(y, v));
      fit.bayes.push_back(std::move(bayes));
    }
  }
  fit.between = between_units(lines, fit.bayes);
  return fit;
}

/// Covariance of the errors of the shrunken dimensions of one line.
Matrix shrunk_errors(const JointLine& line, const JointFit& fit, std::size_t place) {
  const std::size_t m = line.dimensions.size();
  Matrix errors(m * m);
  for (std::size_t d = 0; d < m; ++d)
    for (std::size_t e = 0; e < m; ++e) {
      const double b = fit.bayes[d].weight[place], c = fit.bayes[e].weight[place];
      errors[d * m + e] = (1 - b) * (1 - c) * fit.between[d * m + e] + b * c * line.covariance[d * m + e];
      if (d == e) errors[d * m + e] = fit.bayes[d].variance[place];
    }
  return errors;
}

/// Slopes of the index in its dimensions.
std::vector<double> slopes(std::span<const double> dimensions, std::span<const double> weights) {
  const double index = geometric_index(dimensions, weights);
  std::vector<double> slope(dimensions.size());
  for (std::size_t d = 0; d < slope.size(); ++d) slope[d] = index * weights[d] / std::max(dimensions[d], 1.0);
  return slope;
}

void set_state(const JointLine& line, std::span<const double> value, std::span<const double> kept, const JointLine& whole, double whole_sd,
               std::span<const double> weights, double whole_index, Estimate& estimate) {
  const std::size_t m = value.size();
  const std::vector<double> mine = slopes(value, weights), all = slopes(whole.dimensions, weights);
  double shared = 0;  // the unit's own answers are in the organisation's index too
  for (std::size_t d = 0; d < m; ++d)
    for (std::size_t e = 0; e < m; ++e) shared += mine[d] * kept[d] * line.share * line.covariance[d * m + e] * all[e];
  const double variance = std::max(estimate.sd * estimate.sd + whole_sd * whole_sd - 2 * shared, 0.0);
  const double ratio = estimate.sd > 0 ? std::sqrt(variance) / estimate.sd : 0;
  const double difference = estimate.value - whole_index;
  if (ratio > 0 && difference - (estimate.value - estimate.interval.low) * ratio > 0) estimate.state = State::clear_above;
  if (ratio > 0 && difference + (estimate.interval.high - estimate.value) * ratio < 0) estimate.state = State::clear_below;
}

}  // namespace

Result<IndexValues> index_values(std::span<const JointLine> lines, const JointLine& whole, std::span<const double> weights, const DrawOptions& options) {
  const std::size_t m = weights.size();
  IndexValues result;
  result.lines.resize(lines.size());
  result.whole.refused = too_uncertain(whole.dimensions, whole.covariance);
  result.whole.arithmetic = arithmetic_index(whole.dimensions, weights);
  result.whole.raw = result.whole.estimate.value = geometric_index(whole.dimensions, weights);
  std::vector<double> drawn = draw_index(whole.dimensions, whole.covariance, weights, options.draws, options.seed, 0xffffffffU);
  summarise(drawn, result.whole.estimate);

  std::vector<std::uint32_t> levels;
  for (const JointLine& line : lines) levels.push_back(line.level);
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  for (std::uint32_t level : levels) {
    std::vector<const JointLine*> here;
    for (const JointLine& line : lines)
      if (line.level == level) here.push_back(&line);
    KARUNA_TRY(fit, fit_level(here, m, options, level));
    result.levels.push_back({.level = level, .lines = here.size(), .shrunk = !fit.bayes.empty()});
    bool differ = fit.bayes.empty();
    for (const stats::EmpiricalBayes& bayes : fit.bayes) differ = differ || bayes.tau2 > 0;
    for (std::size_t place = 0; place < here.size(); ++place) {
      const JointLine& line = *here[place];
      const auto number = static_cast<std::size_t>(&line - lines.data());
      IndexEstimate& out = result.lines[number];
      std::vector<double> value = line.dimensions, kept(m, 1.0);
      Matrix errors = line.covariance;
      if (!fit.bayes.empty()) {
        for (std::size_t d = 0; d < m; ++d) {
          value[d] = fit.bayes[d].value[place];
          kept[d] = fit.bayes[d].weight[place];
        }
        errors = shrunk_errors(line, fit, place);
      }
      out.raw = geometric_index(line.dimensions, weights);
      out.arithmetic = arithmetic_index(value, weights);
      out.refused = too_uncertain(value, errors);
      out.estimate.value = geometric_index(value, weights);
      if (!fit.draws.empty()) {
        drawn.resize(options.draws);
        for (std::size_t draw = 0; draw < drawn.size(); ++draw)
          drawn[draw] = geometric_index(std::span(fit.draws).subspan((draw * here.size() + place) * m, m), weights);
        summarise(drawn, out.estimate);
      } else if (fit.bayes.empty()) {
        drawn = draw_index(value, errors, weights, options.draws, options.seed, static_cast<std::uint32_t>(number));
        summarise(drawn, out.estimate);
      } else {
        out.estimate.sd = index_error(value, errors, weights);
        out.estimate.interval = {out.estimate.value - z90 * out.estimate.sd, out.estimate.value + z90 * out.estimate.sd};
      }
      if (differ && !result.whole.refused) set_state(line, value, kept, whole, result.whole.estimate.sd, weights, result.whole.estimate.value, out.estimate);
    }
  }
  return result;
}

}  // namespace karuna::measure
