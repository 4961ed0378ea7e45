// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/profile.h"

#include <cmath>
#include <numbers>

#include "stats/distributions.h"
#include "stats/mixed/held.h"
#include "stats/mixed/reopened.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::VectorXd;
using What = HeldFigure::What;

constexpr int most_tries = 60;
constexpr double tolerance = 1e-8;     // of the deviance at an end
constexpr double nothing = not_known;  // as a limit: there is none
constexpr double quarter_turn = std::numbers::pi / 2;

/// Follows the deviance outward from its least until it has risen by `rise`: Newton's steps in the square root of the rise, which is nearly a line.
/// Gives the end; the limit, where the deviance has not risen as far there; NaN where it never does.
Result<double> end_of(HeldDeviance& held, double least, double rise, double direction, double limit) {
  const double best = held.best(), wanted = std::sqrt(rise);
  if (best == limit) return limit;
  double inner = best, outer = direction * INFINITY;
  if (std::isfinite(limit)) {
    const auto there = held.at(limit);
    if (there && there->deviance - least <= rise) return limit;
    if (!there && there.error().fault == Fault::interrupted) return std::unexpected(there.error());
    outer = limit;
  }
  const auto between = [&](double place) { return (place - inner) * direction > 0 && (outer - place) * direction > 0; };
  double place = best + direction * wanted * held.standard_error();
  if (!between(place)) place = (best + outer) / 2;
  for (int tries = 0; tries < most_tries; ++tries) {
    if (!std::isfinite(place)) break;
    const auto found = held.at(place);
    if (!found && found.error().fault == Fault::interrupted) return std::unexpected(found.error());
    if (!found) {  // too far: look nearer
      place = (inner + place) / 2;
      continue;
    }
    const double risen = found->deviance - least;
    if (risen < -1e-6 * (1 + std::fabs(least))) return fail(Fault::undefined, "a better fit than the best one turned up while a figure was held");
    if (std::fabs(risen - rise) <= tolerance) return place;
    (risen < rise ? inner : outer) = place;
    if (std::isfinite(outer) && std::fabs(outer - inner) <= 1e-13 * std::max(std::fabs(inner), std::fabs(outer))) return place;
    const double root = std::sqrt(std::max(risen, 0.0)), farthest = best + 4 * (place - best);
    double next = place + (wanted - root) * 2 * root / found->slope;
    if (!std::isfinite(outer) && (next - farthest) * direction > 0) next = farthest;
    if (!between(next)) next = std::isfinite(outer) ? (inner + outer) / 2 : farthest;
    place = next;
  }
  return not_known;
}

/// One profile after the other from the same ML fit.
struct Profiler {
  MixedCriterion& parts;
  VectorXd theta;
  double least, rise, confidence;
  MixedProfile& found;
  Progress* progress;

  Result<Interval> of(const HeldFigure& figure, const std::string& name, double lowest, double highest) {
    if (!parts.at(theta)) return fail(Fault::internal, "the ML fit could not be opened again");
    Interval interval{not_known, not_known, confidence};
    for (const double direction : {-1.0, 1.0}) {
      parts.at(theta);
      HeldDeviance held(parts, figure, theta);
      KARUNA_TRY(end, end_of(held, least, rise, direction, direction < 0 ? lowest : highest));
      found.evaluations += held.evaluations();
      (direction < 0 ? interval.low : interval.high) = end;
      if (std::isnan(end))
        found.open.push_back("the " + std::string(direction < 0 ? "lower" : "upper") + " end of " + name +
                             " is not given: the likelihood was not seen to fall far enough in that direction");
    }
    if (progress) progress->advance(1);
    return interval;
  }
};

Result<void> profile_part(Profiler& profiler, std::size_t b, std::size_t number, const std::vector<bool>& varies) {
  const MixedSums& sums = profiler.parts.sums();
  const MixedBlock& block = sums.blocks[b];
  const auto& part = block.parts[number];
  const std::string& grouping = sums.grouping_names[block.grouping];
  const auto name = [&](Index e) { return sums.terms[part.term].columns[static_cast<std::size_t>(e)].name; };
  auto &deviation = profiler.found.deviation[part.term], &correlation = profiler.found.correlation[part.term];
  correlation.assign(static_cast<std::size_t>(part.columns * part.columns), {not_known, not_known, profiler.confidence});
  for (Index i = 0; i < part.columns; ++i) {
    KARUNA_TRY(interval,
               profiler.of({What::deviation, i, 0, b, number}, "the standard deviation of " + name(i) + " between groups of " + grouping, 0, nothing));
    deviation.push_back(interval);
  }
  for (Index i = 0; i < part.columns && part.together; ++i)
    for (Index j = 0; j < i; ++j) {
      const std::string words = "the correlation of " + name(i) + " and " + name(j) + " between groups of " + grouping;
      if (!varies[static_cast<std::size_t>(i)] || !varies[static_cast<std::size_t>(j)]) {
        profiler.found.open.push_back(words + " has no interval: one of them does not vary in the best fit by ML");
        continue;
      }
      KARUNA_TRY(angle, profiler.of({What::correlation, i, j, b, number}, words, -quarter_turn, quarter_turn));
      for (double* end : {&angle.low, &angle.high}) *end = std::fabs(*end) == quarter_turn ? std::copysign(1.0, *end) : std::sin(*end);
      correlation[static_cast<std::size_t>(i * part.columns + j)] = correlation[static_cast<std::size_t>(j * part.columns + i)] = angle;
    }
  return {};
}

}  // namespace

Result<MixedProfile> profile_intervals(const MixedFit& fit, double confidence, Progress* progress) {
  if (!(confidence > 0 && confidence < 1)) return fail(Fault::invalid, "a confidence lies between 0 and 1");
  if (!fit.sigma_from_residual)
    return fail(Fault::invalid, "they need a residual variance that is estimated from the rows alone; beside known or fixed variances ask for the bootstrap");
  KARUNA_TRY(parts, reopened(fit));
  const MixedSums& sums = *fit.sums;
  const Profiled ml{*parts, Likelihood::ML, true};
  const VectorXd start = Eigen::Map<const VectorXd>(fit.scaled_theta.data(), static_cast<Index>(fit.scaled_theta.size()));
  KARUNA_TRY(minimum, best_theta(ml, &start, 200));
  if (minimum.fit.why == Stopped::step_limit) return fail(Fault::undefined, "the fit by ML, from which intervals are profiled, did not settle");
  const double n = static_cast<double>(sums.rows);
  MixedProfile found;
  found.rise = chi_square_quantile(confidence, 1);
  found.least = minimum.value + ml.constant();
  found.deviation.resize(sums.terms.size());
  found.correlation.resize(sums.terms.size());
  Profiler profiler{*parts, minimum.place, parts->log_det_omega + n * (1 + std::log(parts->r / n)), found.rise, confidence, found, progress};
  if (progress) progress->begin("holding one figure after the other", static_cast<std::uint64_t>(sums.p) + sums.thetas + 1);
  for (std::size_t b = 0; b < sums.blocks.size(); ++b)
    for (std::size_t number = 0; number < sums.blocks[b].parts.size(); ++number) {
      const auto& part = sums.blocks[b].parts[number];
      const Eigen::MatrixXd inside = parts->lambda_of(minimum.place)[b].block(part.first, part.first, part.columns, part.columns);
      const Eigen::MatrixXd raw = sums.blocks[b].to_raw.block(part.first, part.first, part.columns, part.columns) * inside;
      std::vector<bool> varies;
      for (Index i = 0; i < part.columns; ++i) varies.push_back(raw.row(i).norm() > 0);
      KARUNA_CHECK(profile_part(profiler, b, number, varies));
    }
  KARUNA_TRY(sigma, profiler.of({.what = What::sigma}, "the residual standard deviation", 0, nothing));
  found.sigma = sigma;
  for (Index i = 0; i < sums.p; ++i) {
    KARUNA_TRY(interval,
               profiler.of({.what = What::coefficient, .i = i}, "the coefficient of " + sums.fixed_names[static_cast<std::size_t>(i)], nothing, nothing));
    found.beta.push_back(interval);
  }
  if (progress) progress->end();
  return found;
}

}  // namespace karuna::stats
