// SPDX-License-Identifier: Apache-2.0
#include "measure/units/unit_values.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "stats/units/empirical_bayes.h"
#include "stats/units/posterior_draws.h"

namespace karuna::measure {
namespace {

/// State from the interval of the difference: the value's own interval, made wider or narrower by what the difference knows.
State state_against(const Estimate& estimate, double whole, double variance_of_difference) {
  if (estimate.sd <= 0) return State::no_clear_difference;
  const double ratio = std::sqrt(std::max(variance_of_difference, 0.0)) / estimate.sd;
  const double difference = estimate.value - whole;
  const double low = difference - (estimate.value - estimate.interval.low) * ratio;
  const double high = difference + (estimate.interval.high - estimate.value) * ratio;
  if (low > 0) return State::clear_above;
  if (high < 0) return State::clear_below;
  return State::no_clear_difference;
}

struct Level {
  std::uint32_t level = 0;
  std::vector<std::size_t> places;  ///< positions among the lines
};

std::vector<Level> by_level(std::span<const LineMean> lines) {
  std::vector<Level> levels;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto at = std::lower_bound(levels.begin(), levels.end(), lines[i].level, [](const Level& a, std::uint32_t level) { return a.level < level; });
    if (at == levels.end() || at->level != lines[i].level) at = levels.insert(at, {lines[i].level, {}});
    at->places.push_back(i);
  }
  return levels;
}

void as_answered(std::span<const LineMean> lines, const Level& level, const std::optional<Whole>& whole, std::vector<Estimate>& out) {
  for (std::size_t i : level.places) {
    Estimate& e = out[i];
    e.value = lines[i].mean;
    e.sd = std::sqrt(lines[i].variance);
    e.interval = {e.value - z90 * e.sd, e.value + z90 * e.sd};
    if (whole) e.state = state_against(e, whole->mean, lines[i].variance + whole->variance - 2 * lines[i].share * lines[i].variance);
  }
}

/// Error of a shrunken value and error of the organisation's mean go together: the unit's own answers are in both, and so are everybody's in mu.
double shared_with_whole(const LineMean& line, double weight, double mu_and_whole) { return weight * line.share * line.variance + (1 - weight) * mu_and_whole; }

}  // namespace

Interval Whole::interval() const {
  const double half = quantile * std::sqrt(variance);
  return {mean - half, mean + half};
}

Result<UnitValues> unit_values(std::span<const LineMean> lines, const std::optional<Whole>& whole, const DrawOptions& options) {
  UnitValues result;
  result.lines.resize(lines.size());
  for (const Level& level : by_level(lines)) {
    LevelFit fit{.level = level.level, .lines = level.places.size()};
    if (level.places.size() < fewest_to_shrink) {
      as_answered(lines, level, whole, result.lines);
      result.levels.push_back(fit);
      continue;
    }
    std::vector<double> y, v;
    for (std::size_t i : level.places) {
      y.push_back(lines[i].mean);
      v.push_back(lines[i].variance);
    }
    stats::EmpiricalBayes bayes;
    std::vector<stats::Interval> drawn;
    if (y.size() <= most_to_refit) {
      const stats::PosteriorOptions how{.draws = options.draws, .seed = options.seed + level.level, .confidence = 0.90, .threads = 1};
      KARUNA_TRY(posterior, stats::posterior_draws(y, v, how));
      bayes = std::move(posterior.fit[0]);
      drawn = std::move(posterior.intervals);
    } else {
      KARUNA_TRY(fitted, stats::empirical_bayes(y, v));
      bayes = std::move(fitted);
    }
    fit.shrunk = true;
    fit.mu = bayes.mu;
    fit.tau2 = bayes.tau2;
    double precision = 0, mu_and_whole = 0;
    for (std::size_t j = 0; j < y.size(); ++j) {
      const double a = 1 / (bayes.tau2 + v[j]);
      precision += a;
      mu_and_whole += a * lines[level.places[j]].share * v[j];
    }
    mu_and_whole /= precision;
    for (std::size_t j = 0; j < y.size(); ++j) {
      const LineMean& line = lines[level.places[j]];
      Estimate& e = result.lines[level.places[j]];
      e.value = bayes.value[j];
      e.sd = std::sqrt(bayes.variance[j]);
      if (drawn.empty())
        e.interval = {e.value - z90 * e.sd, e.value + z90 * e.sd};
      else
        e.interval = {std::min(drawn[j].low, e.value), std::max(drawn[j].high, e.value)};
      if (whole && bayes.tau2 > 0)
        e.state = state_against(e, whole->mean, bayes.variance[j] + whole->variance - 2 * shared_with_whole(line, bayes.weight[j], mu_and_whole));
    }
    result.levels.push_back(fit);
  }
  return result;
}

std::uint64_t seed_for(std::uint64_t seed, std::string_view measure, std::string_view period, std::string_view what) {
  std::uint64_t h = 1469598103934665603ULL ^ seed;  // FNV-1a over the names, a separator after each
  for (std::string_view name : {measure, period, what}) {
    for (char c : name) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    h = (h ^ 0xffU) * 1099511628211ULL;
  }
  h ^= h >> 30U;  // and a last stir, so that near names give far seeds
  h *= 0xbf58476d1ce4e5b9ULL;
  h ^= h >> 27U;
  return h;
}

std::string words_of(std::span<const LevelFit> levels, int digits) {
  std::string words;
  for (const LevelFit& level : levels) {
    if (!words.empty()) words += ' ';
    words += "Level " + std::to_string(level.level) + " (" + counted(level.lines, "line") + "): ";
    if (!level.shrunk)
      words += "shown as answered, since fewer than " + std::to_string(fewest_to_shrink) + " lines say too little about what to draw them to.";
    else if (level.tau2 <= 0)
      words += "no detectable difference between units, so each is drawn wholly to the common mean " + fixed(level.mu, digits) + ".";
    else
      words += "units differ with a standard deviation of " + fixed(std::sqrt(level.tau2), digits) + " around " + fixed(level.mu, digits) +
               "; each is drawn to that mean, the more so the less is known of it.";
  }
  return words;
}

double between_variance(std::span<const LevelFit> levels) {
  const LevelFit* most = nullptr;
  for (const LevelFit& level : levels)
    if (level.shrunk && (most == nullptr || level.lines > most->lines)) most = &level;
  return most == nullptr ? 0 : most->tau2;
}

}  // namespace karuna::measure
