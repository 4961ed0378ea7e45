// SPDX-License-Identifier: Apache-2.0
#include "stats/meta/asymmetry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/correlation/ranks.h"
#include "stats/distributions.h"

namespace karuna::stats {
namespace {

const std::vector<std::string> standard_error_name{"standard error"};

Result<UsedStudies> plain_studies(const Studies& given, std::size_t least) {
  if (given.moderators.columns > 0) return fail(Fault::invalid, "tests of asymmetry take studies without moderators");
  KARUNA_TRY(used, used_studies(given));
  if (used.y.size() < least)
    return fail(Fault::too_few_people, "a test of asymmetry needs at least " + std::to_string(least) + " studies, there are " + std::to_string(used.y.size()));
  return used;
}

std::vector<double> roots(const std::vector<double>& v) {
  std::vector<double> out;
  for (const double value : v) out.push_back(std::sqrt(value));
  return out;
}

Result<Combined> on_standard_error(const UsedStudies& used, Tau2Method method) {
  const auto errors = roots(used.v);
  return combine({used.y, used.v, MatrixView(errors.data(), errors.size(), 1), standard_error_name}, {.method = method, .test = MetaTest::z});
}

}  // namespace

Result<Asymmetry> egger_test(const Studies& given, Tau2Method method) {
  KARUNA_TRY(used, plain_studies(given, 3));
  KARUNA_TRY(fit, on_standard_error(used, method));
  return Asymmetry{fit.coefficients[1].tested.statistic, not_known, fit.coefficients[1].tested.p, fit.coefficients[0].estimate};
}

Result<Asymmetry> egger_test_weighted(const Studies& given) {
  KARUNA_TRY(used, plain_studies(given, 3));
  const auto errors = roots(used.v);
  // Weights 1/v with an unknown scale: the fixed-effects fit with Knapp and Hartung's scale.
  KARUNA_TRY(fit, combine({used.y, used.v, MatrixView(errors.data(), errors.size(), 1), standard_error_name},
                          {.method = Tau2Method::FE, .test = MetaTest::knapp_hartung}));
  return Asymmetry{fit.coefficients[1].tested.statistic, fit.degrees, fit.coefficients[1].tested.p, fit.coefficients[0].estimate};
}

Result<Asymmetry> rank_test(const Studies& given) {
  KARUNA_TRY(used, plain_studies(given, 3));
  double weights = 0, mean = 0;
  for (const double v : used.v) weights += 1 / v;
  for (std::size_t i = 0; i < used.y.size(); ++i) mean += used.y[i] / used.v[i] / weights;
  std::vector<double> standardised;
  for (std::size_t i = 0; i < used.y.size(); ++i) standardised.push_back((used.y[i] - mean) / std::sqrt(used.v[i] - 1 / weights));
  KARUNA_TRY(tau, kendall(standardised, used.v));
  return Asymmetry{tau.r, not_known, tau.p, not_known};
}

Result<TrimAndFill> trim_and_fill(const Studies& given, const CombineOptions& options, FillSide side) {
  KARUNA_TRY(used, plain_studies(given, 3));
  TrimAndFill out;
  if (side == FillSide::automatic) {
    KARUNA_TRY(slope, on_standard_error(used, options.method));
    side = slope.coefficients[1].estimate < 0 ? FillSide::right : FillSide::left;
  }
  out.side = side;
  const double sign = side == FillSide::right ? -1 : 1;
  const std::size_t k = used.y.size();
  std::vector<std::size_t> order(k);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sign * used.y[a] < sign * used.y[b]; });
  std::vector<double> y, v;
  for (const std::size_t i : order) y.push_back(sign * used.y[i]), v.push_back(used.v[i]);

  std::size_t missing = 0, before = k;
  std::vector<double> distance(k);
  double centre = 0;
  for (int turn = 0; missing != before; ++turn) {
    constexpr int most_turns = 100;
    if (turn == most_turns) return fail(Fault::undefined, "trim and fill swings between numbers of missing studies and does not settle");
    before = missing;
    KARUNA_TRY(trimmed, combine({std::span(y).first(k - missing), std::span(v).first(k - missing)}, options));
    centre = trimmed.coefficients[0].estimate;
    std::vector<std::size_t> by_size(k);
    std::iota(by_size.begin(), by_size.end(), 0U);
    for (std::size_t i = 0; i < k; ++i) distance[i] = y[i] - centre;
    std::stable_sort(by_size.begin(), by_size.end(), [&](std::size_t a, std::size_t b) { return std::fabs(distance[a]) < std::fabs(distance[b]); });
    double ranks_above = 0;
    for (std::size_t place = 0; place < k; ++place)
      if (distance[by_size[place]] > 0) ranks_above += static_cast<double>(place + 1);
    const double n = static_cast<double>(k), l0 = (4 * ranks_above - n * (n + 1)) / (2 * n - 1);
    missing = std::min(k - 2, static_cast<std::size_t>(std::max(0.0, std::nearbyint(l0))));
  }
  out.filled = missing;
  std::vector<double> effects = used.y, variances = used.v;
  for (std::size_t i = k - missing; i < k; ++i) {
    out.effects.push_back(sign * (centre - distance[i]));
    out.variances.push_back(v[i]);
  }
  effects.insert(effects.end(), out.effects.begin(), out.effects.end());
  variances.insert(variances.end(), out.variances.begin(), out.variances.end());
  KARUNA_TRY(combined, combine({effects, variances}, options));
  out.combined = std::move(combined);
  return out;
}

}  // namespace karuna::stats
