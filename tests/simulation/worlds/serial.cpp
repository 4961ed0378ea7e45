// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/serial/made_up_waves.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

using stats::Serial;
using stats::test::Truth;
using stats::test::Waves;

constexpr const char* neighbour = "for comparison: the neighbouring model, which does not know how these residuals are.";
constexpr const char* few = "Few groups: intervals of variance parameters are of large samples (normal on a stretched scale).";

stats::Interval of_parameter(const stats::SerialFit& fit, std::string_view name) {
  for (const auto& parameter : fit.parameters)
    if (parameter.name == name) return parameter.interval;
  return {};
}

/// Waves whose residuals remember: equal distances (AR1) or uneven ones (CAR1), against a model that takes them for independent.
World remembering(std::size_t groups, bool uneven, double intercept_sd) {
  const Truth truth{.groups = groups, .waves = 8, .intercept_sd = intercept_sd, .phi = 0.6, .uneven = uneven};
  const char* name = uneven ? "CAR1" : "AR1";
  return {
      "waves",
      fmt::format("{} groups, 8 {} waves, memory .6, sd of intercepts {}", groups, uneven ? "uneven" : "even", intercept_sd),
      {{fmt::format("{}, trend, interval by Satterthwaite", name), Kind::coverage, 0.95, "Few groups, and the memory is estimated from the same few waves."},
       {fmt::format("{}, trend, test", name), Kind::size, 0.05, "As for the interval."},
       {fmt::format("{}, memory, interval", name), Kind::coverage, 0.95, few},
       {fmt::format("{}, memory", name), Kind::bias, 0,
        "Within short series the memory is estimated too low: part of it looks like a difference between groups."},
       {fmt::format("independent residuals, trend, interval (for comparison with {})", name), Kind::coverage, 0.95, neighbour}},
      2000,
      [truth](stats::Random& random) -> std::vector<double> {
        const Waves waves = stats::test::made_up(truth, random.word());
        auto model = waves.model();
        const auto plain = stats::fit_serial(model);
        model.correlation = truth.uneven ? Serial::car1 : Serial::ar1;
        model.time = waves.time;
        const auto found = stats::fit_serial(model);
        if (!found || !plain) return all_refused(5);
        const auto& trend = found->terms[1];
        const double against_truth = (trend.estimate - truth.slope) / trend.standard_error;
        const double p = 2 * (1 - stats::t_cdf(std::abs(against_truth), std::isfinite(trend.df_satterthwaite) ? trend.df_satterthwaite : trend.df_inner_outer));
        return {covered(trend.interval, truth.slope), rejected(p), covered(of_parameter(*found, "phi"), truth.phi), found->correlation - truth.phi,
                covered(plain->terms[1].interval, truth.slope)};
      }};
}

/// Every second group is four times as loud: what is known of the loud ones.
World of_two_sizes(std::size_t groups) {
  const Truth truth{.groups = groups, .waves = 4, .intercept_sd = 0, .ratio = 4, .slope = 0};
  return {"waves",
          fmt::format("{} groups, 4 waves, every second group four times as loud", groups),
          {{"variance by stratum, mean of the loud, interval", Kind::coverage, 0.95, few},
           {"variance by stratum, ratio, interval", Kind::coverage, 0.95, few},
           {"one variance, mean of the loud, interval (for comparison)", Kind::coverage, 0.95, neighbour}},
          2000,
          [truth](stats::Random& random) -> std::vector<double> {
            const Waves waves = stats::test::made_up(truth, random.word());
            std::vector<double> ones;
            for (const std::uint32_t which : {0U, 1U})
              for (const std::uint32_t stratum : waves.stratum) ones.push_back(stratum == which ? 1 : 0);
            auto model = waves.model();
            model.fixed = MatrixView(ones.data(), waves.y.size(), 2);
            const auto plain = stats::fit_serial(model);
            model.stratum = waves.stratum;
            model.stratum_names = {"quiet", "loud"};
            const auto found = stats::fit_serial(model);
            if (!found || !plain) return all_refused(3);
            return {covered(found->terms[1].interval, 1), covered(of_parameter(*found, "ratio loud"), truth.ratio), covered(plain->terms[1].interval, 1)};
          }};
}

/// Released figures carry noise of known variance: it must not be taken for change.
World with_known_noise(std::size_t groups) {
  const Truth truth{.groups = groups, .waves = 6, .intercept_sd = 0.7, .sigma = 0.5, .sampling_sd = 0.4};
  return {"waves",
          fmt::format("{} groups, 6 waves, noise of known variance in each figure", groups),
          {{"known sampling variances, trend, interval", Kind::coverage, 0.95, few},
           {"known sampling variances, sd of intercepts, interval", Kind::coverage, 0.95, few},
           {"known sampling variances, sigma, interval", Kind::coverage, 0.95, few},
           {"noise not told, sigma, interval (for comparison)", Kind::coverage, 0.95, neighbour}},
          2000,
          [truth](stats::Random& random) -> std::vector<double> {
            const Waves waves = stats::test::made_up(truth, random.word());
            auto model = waves.model();
            const auto plain = stats::fit_serial(model);
            model.sampling_variance = waves.sampling;
            const auto found = stats::fit_serial(model);
            if (!found || !plain) return all_refused(4);
            return {covered(found->terms[1].interval, truth.slope), covered(of_parameter(*found, "sd constant"), truth.intercept_sd),
                    covered(of_parameter(*found, "sigma"), truth.sigma), covered(of_parameter(*plain, "sigma"), truth.sigma)};
          }};
}

}  // namespace

void add_waves(std::vector<World>& worlds) {
  for (const std::size_t groups : {8, 12, 20, 40}) {
    for (const bool uneven : {false, true}) worlds.push_back(remembering(groups, uneven, 0));
    worlds.push_back(remembering(groups, false, 0.5));
    worlds.push_back(of_two_sizes(groups));
    worlds.push_back(with_known_noise(groups));
  }
}

}  // namespace karuna::simulation
