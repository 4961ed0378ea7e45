// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fit/fit_methods.h"
#include "fit/methods/coefficients.h"
#include "stats/distributions.h"
#include "stats/mixed/bootstrap.h"
#include "stats/mixed/effects.h"
#include "stats/mixed/kenward_roger.h"
#include "stats/mixed/profile.h"

namespace karuna::fit {
namespace {

using stats::MixedFit;

constexpr std::string_view example = R"toml(# What holds on the whole, and what varies between teams? A linear mixed model.
method  = "mixed"
data    = "team.csv"                            # beside this file
formula = "energy ~ support + (1 | team)"       # (1 + support | team): slopes vary too; (1 | a/b): groups within groups
# likelihood     = "REML"                       # or "ML"
# tests          = "satterthwaite"              # or "kenward-roger", for few groups
# weights        = "a column"                   # of prior weights: residual variance sigma^2 / weight
# known_variance = "a column"                   # sampling variance of each row, on top
# sigma2         = 0                            # fixes sigma^2; 0 where the known variance is all there is
# intervals      = "none"                       # or "profile", "bootstrap": of coefficients, deviations, correlations
# replicates     = 1000                         # of the bootstrap
# confidence     = 0.95
)toml";

std::vector<stats::DesignColumn> columns_of(const stats::ModelMatrix& matrix) {
  std::vector<stats::DesignColumn> columns;
  for (std::size_t j = 0; j < matrix.columns.size(); ++j) columns.push_back({matrix.columns[j].name, {matrix.values.data() + j * matrix.rows, matrix.rows}});
  return columns;
}

stats::MixedModel model_of(const stats::Frame& frame, std::span<const double> y) {
  stats::MixedModel model{.y = y, .fixed = columns_of(frame.x), .weights = frame.weights};
  for (const auto& grouping : frame.groupings) model.groupings.push_back({grouping.name, grouping.levels.code, grouping.levels.names.size()});
  for (const auto& part : frame.random) model.terms.push_back({part.label, part.grouping, columns_of(part.z)});
  if (!frame.numbers.empty()) model.known_variance = frame.numbers[0];
  return model;
}

Section coefficients(const stats::Frame& frame, const std::vector<stats::CoefficientTest>& tests, const std::string& words) {
  std::vector<CoefficientRow> rows;
  for (std::size_t j = 0; j < tests.size(); ++j)
    rows.push_back({term_cell(frame.x.columns[j], frame.rows), tests[j].estimate, tests[j].standard_error, tests[j].interval, tests[j].degrees_of_freedom,
                    tests[j].t, tests[j].p});
  return coefficient_section(words, rows);
}

Section variances(const MixedFit& fit) {
  Section section{"variances",
                  "What varies",
                  "Standard deviations of what differs between groups, and how it goes together.",
                  {{"group", "between", Show::words},
                   {"groups", "groups", Show::whole},
                   {"effect", "of", Show::words},
                   {"variance", "variance"},
                   {"deviation", "std. deviation"},
                   {"with", "correlated with", Show::words},
                   {"correlation", "correlation", Show::number, 3}}};
  for (const auto& term : fit.terms) {
    const std::size_t k = term.effects.size();
    for (std::size_t i = 0; i < k; ++i) {
      section.rows.push_back({term.grouping, static_cast<double>(term.groups), term.effects[i], term.covariance[i * k + i], term.deviation[i], {}, {}});
      for (std::size_t j = 0; j < i; ++j) section.rows.push_back({term.grouping, {}, term.effects[i], {}, {}, term.effects[j], term.correlation[i * k + j]});
    }
  }
  section.rows.push_back({std::string("rows (residual)"), static_cast<double>(fit.rows), {}, fit.sigma * fit.sigma, fit.sigma, {}, {}});
  const bool alone = std::all_of(fit.terms.begin(), fit.terms.end(), [](const auto& term) { return term.effects.size() == 1; });
  if (alone) {  // nothing to go together
    section.words = "Standard deviations of what differs between groups.";
    section.columns.erase(section.columns.begin() + 5, section.columns.end());
    for (auto& row : section.rows) row.erase(row.begin() + 5, row.end());
  }
  return section;
}

Section quality(const MixedFit& fit) {
  return {"criterion",
          "Likelihood",
          "",
          {{"name", "", Show::words}, {"value", "value", Show::number, 3}},
          {{std::string(fit.likelihood == stats::Likelihood::REML ? "-2 restricted log likelihood" : "-2 log likelihood"), fit.criterion},
           {std::string("AIC"), fit.aic()},
           {std::string("BIC"), fit.bic()}}};
}

Section effects_of(const stats::GroupEffects& term, const stats::Grouping& grouping, double confidence) {
  Section section{"effects",
                  "Each " + grouping.name + " " + term.term,
                  "By how much a group differs, drawn to 0 as far as it is uncertain. The interval takes coefficients and variances as known.",
                  {{"group", "group", Show::words},
                   {"rows", "rows", Show::whole},
                   {"effect", "of", Show::words},
                   {"estimate", "differs by"},
                   {"low", "low"},
                   {"high", "high"}}};
  const double z = stats::normal_quantile(0.5 + confidence / 2);
  const std::size_t k = term.effects.size();
  for (std::size_t g = 0; g < term.groups; ++g)
    for (std::size_t j = 0; j < k; ++j) {
      const double value = term.value[g * k + j], half = z * std::sqrt(term.variance[(g * k + j) * k + j]);
      section.rows.push_back({Unit{grouping.levels.names[g], grouping.levels.rows[g]}, static_cast<double>(grouping.levels.rows[g]), term.effects[j], value,
                              value - half, value + half});
    }
  return section;
}

Plot caterpillar(const stats::GroupEffects& term, const stats::Grouping& grouping, const std::string& response, double confidence) {
  Plot plot{.kind = Plot::Kind::caterpillar,
            .title = "How far each " + grouping.name + " lies from the rest in " + response,
            .x_title = response + ", difference",
            .reference = 0.0};
  const double z = stats::normal_quantile(0.5 + confidence / 2);
  const std::size_t k = term.effects.size();
  for (std::size_t g = 0; g < term.groups; ++g) {
    const double value = term.value[g * k], half = z * std::sqrt(term.variance[g * k * k]);
    plot.points.push_back({{grouping.levels.names[g], grouping.levels.rows[g]}, value, value - half, value + half});
  }
  return plot;
}

Section bootstrapped(const stats::Frame& frame, const MixedFit& fit, const stats::MixedBootstrap& drawn) {
  Section section{"bootstrap",
                  "Parametric bootstrap",
                  std::to_string(drawn.replicates - drawn.failed) + " outcomes drawn out of the model and fitted anew" +
                      (drawn.failed > 0 ? " (" + std::to_string(drawn.failed) + " could not be fitted)." : "."),
                  {{"name", "", Show::words}, {"what", "", Show::words}, {"low", "low"}, {"high", "high"}}};
  for (std::size_t j = 0; j < drawn.beta.size(); ++j)
    section.rows.push_back({term_cell(frame.x.columns[j], frame.rows), std::string("coefficient"), drawn.beta[j].low, drawn.beta[j].high});
  for (std::size_t t = 0; t < fit.terms.size(); ++t)
    for (std::size_t j = 0; j < fit.terms[t].effects.size(); ++j)
      section.rows.push_back(
          {fit.terms[t].grouping + " " + fit.terms[t].effects[j], std::string("std. deviation"), drawn.deviation[t][j].low, drawn.deviation[t][j].high});
  section.rows.push_back({std::string("residual"), std::string("std. deviation"), drawn.sigma.low, drawn.sigma.high});
  return section;
}

Section profiled(const stats::Frame& frame, const MixedFit& fit, const stats::MixedProfile& profile, double confidence) {
  Section section{
      "profile",
      "Profile likelihood",
      fmt::format("Values that are not too unlikely ({:g} %), everything else at its best. By maximum likelihood, whatever the fit was by.", 100 * confidence),
      {{"name", "", Show::words}, {"what", "", Show::words}, {"low", "low"}, {"high", "high"}}};
  for (std::size_t j = 0; j < profile.beta.size(); ++j)
    section.rows.push_back({term_cell(frame.x.columns[j], frame.rows), std::string("coefficient"), profile.beta[j].low, profile.beta[j].high});
  for (std::size_t t = 0; t < fit.terms.size(); ++t) {
    const auto& term = fit.terms[t];
    const std::size_t k = term.effects.size();
    for (std::size_t i = 0; i < k; ++i) {
      section.rows.push_back({term.grouping + " " + term.effects[i], std::string("std. deviation"), profile.deviation[t][i].low, profile.deviation[t][i].high});
      for (std::size_t j = 0; j < i; ++j)
        if (const auto& both = profile.correlation[t][i * k + j]; !std::isnan(both.low) || !std::isnan(both.high))
          section.rows.push_back({term.grouping + " " + term.effects[i] + ", " + term.effects[j], std::string("correlation"), both.low, both.high});
    }
  }
  section.rows.push_back({std::string("residual"), std::string("std. deviation"), profile.sigma.low, profile.sigma.high});
  return section;
}

Result<FitOutput> fit_mixed_model(const Request& request) {
  KARUNA_TRY(weights, request.column("weights"));
  KARUNA_TRY(known, request.column("known_variance"));
  KARUNA_TRY(frame, request.frame({.weights = weights, .numbers = known.empty() ? std::vector<std::string>{} : std::vector<std::string>{known}}));
  KARUNA_TRY(confidence, request.confidence());
  KARUNA_TRY(likelihood, request.choice("likelihood", {"REML", "ML"}));
  KARUNA_TRY(tests, request.choice("tests", {"satterthwaite", "kenward-roger"}));
  KARUNA_TRY(intervals, request.choice("intervals", {"none", "profile", "bootstrap"}));
  KARUNA_TRY(replicates, request.model.integer_or("replicates", 1000, 100, 1'000'000));
  if (frame.response.empty()) return request.model.wrong("formula", "explains nothing", "an outcome before the ~, as in y ~ x + (1 | g)");
  if (frame.random.empty()) return request.model.wrong("formula", "has nothing that varies between groups", "a term such as (1 | g)");
  const std::vector<double> y = less_offset(frame);
  const stats::MixedModel model = model_of(frame, y);
  stats::MixedOptions options{.likelihood = likelihood == "ML" ? stats::Likelihood::ML : stats::Likelihood::REML};
  if (request.model.has("sigma2")) {
    KARUNA_TRY(sigma2, request.model.number("sigma2"));
    options.fixed_sigma2 = sigma2;
  }
  KARUNA_TRY(fit, stats::fit_mixed(model, options));

  FitOutput out = output_of(frame);
  out.how.push_back({"variances", fit.fit});
  if (fit.fit.why == stats::Stopped::step_limit) {
    out.title = "The model did not settle: its figures must not be used.";
    out.refusals.push_back("No figure is given: " + stats::words(fit.fit) + ". Leave out terms, slopes first, or look for groups that hold a single row.");
    return out;
  }
  auto tested = tests == "kenward-roger" ? stats::kenward_roger(fit, confidence) : stats::satterthwaite(fit, confidence);
  std::string words = tests == "kenward-roger" ? "Standard errors and degrees of freedom by Kenward and Roger." : "Degrees of freedom by Satterthwaite.";
  if (!tested && tested.error().fault == Fault::interrupted) return std::unexpected(tested.error());
  if (!tested) {
    out.refusals.push_back("The tests that were asked for are not given: " + tested.error().what + ".");
    words = "Without degrees of freedom: no tests and no intervals.";
    tested.emplace();
    for (std::size_t j = 0; j < fit.beta.size(); ++j) tested->push_back({.estimate = fit.beta[j], .standard_error = fit.standard_error[j]});
  }
  out.title =
      fit.singular ? "In " + frame.response + ": " + fit.singular_words + "." : "What explains " + frame.response + ", and what of it differs between groups.";
  if (fit.singular) out.warnings.push_back("The best fit lies on the edge of what is possible, which is a solution: " + fit.singular_words + ".");
  for (const auto& term : fit.terms)
    if (term.groups < 5)
      out.warnings.push_back("A variance between " + std::to_string(term.groups) + " groups (" + term.grouping + ") is hardly known at all.");
  out.sections.push_back(coefficients(frame, *tested, words));
  out.sections.push_back(variances(fit));
  out.sections.push_back(quality(fit));
  if (intervals == "profile") {
    const auto profile = stats::profile_intervals(fit, confidence, &request.progress);
    if (!profile && profile.error().fault == Fault::interrupted) return std::unexpected(profile.error());
    if (profile) {
      out.sections.push_back(profiled(frame, fit, *profile, confidence));
      for (const auto& open : profile->open) out.warnings.push_back("Profile likelihood: " + open + ".");
    } else {
      out.refusals.push_back("The profile intervals that were asked for are not given: " + profile.error().what + ".");
    }
  }
  if (intervals == "bootstrap") {
    KARUNA_TRY(drawn, stats::bootstrap_intervals(
                          model, options, fit,
                          {.replicates = static_cast<std::uint32_t>(replicates), .seed = request.seed, .threads = request.threads, .confidence = confidence},
                          &request.progress));
    out.sections.push_back(bootstrapped(frame, fit, drawn));
    out.seed = request.seed;
  }
  KARUNA_TRY(effects, stats::group_effects(fit));
  for (std::size_t t = 0; t < effects.size(); ++t) {
    const stats::Grouping& grouping = frame.groupings[frame.random[t].grouping];
    out.sections.push_back(effects_of(effects[t], grouping, confidence));
    if (effects.size() > 1) out.sections.back().id += "_" + std::to_string(t + 1);
  }
  out.plot = caterpillar(effects[0], frame.groupings[frame.random[0].grouping], frame.response, confidence);
  return out;
}

}  // namespace

FitMethod mixed_method() {
  return {"mixed",        "what holds on the whole, and what varies between groups?",
          "linear_mixed", {"formula", "confidence", "likelihood", "tests", "weights", "known_variance", "sigma2", "intervals", "replicates"},
          example,        fit_mixed_model};
}

}  // namespace karuna::fit
