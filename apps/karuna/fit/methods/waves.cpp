// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/coefficients.h"
#include "stats/serial/model.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example =
    R"toml(# How do people or units develop over waves? A mixed model whose residuals may remember the wave before and may differ in size.
method      = "waves"
data        = "waves.csv"                        # beside this file: one row a person and wave
formula     = "support ~ wave + (1 | person)"    # one column of groups; (1 + wave | person): slopes vary too
correlation = { kind = "ar1", time = "wave" }    # ar1: whole waves; car1: any times; symmetric: however far apart; none
# correlation = { kind = "ar1", time = "wave", within = "person" }    # for a formula without (... | ...)
# variance    = { kind = "by", of = "mode" }     # another variance for each mode; { kind = "power", of = "hours" }: a power of hours
# weights     = "respondents"                    # precision: the variance of a row is divided by it
# sampling_variance = "noise_variance"           # known: what noise added to each row
# only_sampling     = true                       # nothing else is left over
# likelihood  = "REML"                           # or "ML"
)toml";

/// What the tables of the model file ask for beside the formula.
struct Parts {
  stats::Serial correlation = stats::Serial::independent;
  std::string time, within, by, power, sampling;
};

Result<std::string> column_of(const Request& request, const TomlTable& table, std::string_view key) {
  KARUNA_TRY(name, table.text_or(key, ""));
  if (!name.empty() && request.data.find(name) == nullptr) return table.wrong(key, "names no column", request.data.no_column(name));
  return name;
}

Result<Parts> parts_of(const Request& request) {
  Parts parts;
  KARUNA_TRY(correlation, request.model.table_or_empty("correlation"));
  KARUNA_CHECK(correlation.only({"kind", "time", "within"}));
  if (request.model.has("correlation")) {
    KARUNA_TRY(kind, correlation.text("kind"));
    if (kind == "ar1")
      parts.correlation = stats::Serial::ar1;
    else if (kind == "car1")
      parts.correlation = stats::Serial::car1;
    else if (kind == "symmetric")
      parts.correlation = stats::Serial::compound_symmetric;
    else if (kind != "none")
      return correlation.wrong("kind", "is " + in_quotes(kind), "ar1, car1, symmetric or none");
    KARUNA_TRY(time, column_of(request, correlation, "time"));
    KARUNA_TRY(within, column_of(request, correlation, "within"));
    parts.time = std::move(time);
    parts.within = std::move(within);
    if (parts.time.empty() && (kind == "ar1" || kind == "car1"))
      return correlation.wrong("time", "is absent", "the column of the wave (ar1) or of the time (car1)");
  }
  KARUNA_TRY(variance, request.model.table_or_empty("variance"));
  KARUNA_CHECK(variance.only({"kind", "of"}));
  if (request.model.has("variance")) {
    KARUNA_TRY(kind, variance.text("kind"));
    KARUNA_TRY(of, column_of(request, variance, "of"));
    if (of.empty()) return variance.wrong("of", "is absent", "the column by which the variance differs");
    if (kind == "by")
      parts.by = std::move(of);
    else if (kind == "power")
      parts.power = std::move(of);
    else
      return variance.wrong("kind", "is " + in_quotes(kind), "by or power");
  }
  KARUNA_TRY(sampling, request.column("sampling_variance"));
  parts.sampling = std::move(sampling);
  return parts;
}

/// The model and what it looks at.
struct Asked {
  stats::Frame frame;
  stats::Grouping groups, strata;
  stats::SerialModel model;
  std::vector<double> time;
};

Result<Asked> asked_of(const Request& request) {
  KARUNA_TRY(parts, parts_of(request));
  stats::FrameOptions options;
  KARUNA_TRY(weights, request.column("weights"));
  options.weights = weights;
  for (const auto& name : {parts.time, parts.power, parts.sampling})
    if (!name.empty()) options.numbers.push_back(name);
  for (const auto& name : {parts.within, parts.by})
    if (!name.empty()) options.levels.push_back(name);
  Asked asked;
  KARUNA_TRY(frame, request.frame(options));
  asked.frame = std::move(frame);
  const stats::Frame& f = asked.frame;
  if (f.response.empty()) return request.model.wrong("formula", "has no left side", "what is measured, as in y ~ wave + (1 | person)");
  if (f.random.size() > 1)
    return request.model.wrong("formula", "has several terms with groups", "one, as in (1 + wave | person); method = \"mixed\" takes more of them");
  if (!f.offset.empty()) return request.model.wrong("formula", "has an offset", "a formula without: subtract it from y");
  stats::SerialModel& m = asked.model;
  m.y = f.y;
  m.fixed = f.x.view();
  for (const auto& column : f.x.columns) m.fixed_names.push_back(column.name);
  m.correlation = parts.correlation;
  m.weights = f.weights;
  std::size_t number = 0, level = 0;
  if (!parts.time.empty()) m.time = f.numbers[number++];
  if (!parts.power.empty()) m.power_of = f.numbers[number++];
  if (!parts.sampling.empty()) m.sampling_variance = f.numbers[number++];
  if (!parts.within.empty()) asked.groups = f.levels[level++];
  if (!parts.by.empty()) {
    asked.strata = f.levels[level];
    m.stratum = asked.strata.levels.code;
    m.stratum_names = asked.strata.levels.names;
  }
  if (!f.random.empty()) {
    if (!parts.within.empty() && f.groupings[0].name != parts.within)
      return request.model.wrong("correlation", "is within " + in_quotes(parts.within), "within the groups of the formula, " + in_quotes(f.groupings[0].name));
    asked.groups = f.groupings[0];
    m.random = f.random[0].z.view();
    for (const auto& column : f.random[0].z.columns) m.random_names.push_back(column.name);
  }
  if (!asked.groups.levels.code.empty()) {
    m.group = asked.groups.levels.code;
    m.groups = asked.groups.levels.names.size();
  }
  KARUNA_TRY(only_sampling, request.model.flag_or("only_sampling", false));
  m.only_sampling = only_sampling;
  KARUNA_TRY(likelihood, request.choice("likelihood", {"REML", "ML"}));
  m.likelihood = likelihood == "ML" ? stats::Likelihood::ML : stats::Likelihood::REML;
  return asked;
}

Section terms_of(const stats::Frame& frame, const stats::SerialFit& fit) {
  std::vector<CoefficientRow> rows;
  for (std::size_t j = 0; j < fit.terms.size(); ++j) {
    const auto& t = fit.terms[j];
    rows.push_back({term_cell(frame.x.columns[j], frame.rows), t.estimate, t.standard_error, t.interval,
                    std::isnan(t.df_satterthwaite) ? t.df_inner_outer : t.df_satterthwaite, t.t, t.p_value});
  }
  return coefficient_section("Intervals of 95 % with Satterthwaite's degrees of freedom.", rows);
}

/// The name of a parameter, or a unit where it stands for a level of the data.
Cell parameter_cell(const Asked& asked, const std::string& name) {
  std::size_t fewest = asked.frame.rows;
  if (!asked.frame.random.empty())
    for (const auto& column : asked.frame.random[0].z.columns)
      if (name.find(column.name) != std::string::npos) fewest = std::min(fewest, column.fewest_rows);
  for (std::size_t s = 0; s < asked.strata.levels.names.size(); ++s)
    if (name == "ratio " + asked.strata.levels.names[s]) fewest = asked.strata.levels.rows[s];
  if (fewest == asked.frame.rows) return name;
  return Unit{name, fewest};
}

Section parameters_of(const Asked& asked, const stats::SerialFit& fit) {
  Section section{"variances",
                  "Variances and correlations",
                  "sd: standard deviations between groups; sigma: what is left over; phi, rho: how strongly waves go together; ratio: to the first level.",
                  {{"name", "", Show::words}, {"estimate", "estimate"}, {"low", "low"}, {"high", "high"}}};
  for (const auto& p : fit.parameters) section.rows.push_back({parameter_cell(asked, p.name), p.estimate, p.interval.low, p.interval.high});
  return section;
}

Section criterion_of(const stats::SerialFit& fit) {
  const double k = static_cast<double>(fit.terms.size() + fit.parameters.size());
  return {"criterion",
          "Likelihood",
          "",
          {{"name", "", Show::words}, {"value", "value", Show::number, 3}},
          {{std::string(fit.likelihood == stats::Likelihood::REML ? "-2 restricted log likelihood" : "-2 log likelihood"), fit.deviance},
           {std::string("AIC"), fit.deviance + 2 * k}}};
}

/// Effects of every group with intervals that know that the coefficients are estimated.
Section effects_of(const Asked& asked, const stats::SerialFit& fit) {
  Section section{"effects",
                  "Effects of " + asked.groups.name,
                  "Best predictions, with intervals of 95 %.",
                  {{"group", asked.groups.name, Show::words}, {"effect", "effect", Show::words}, {"estimate", "estimate"}, {"low", "low"}, {"high", "high"}}};
  constexpr double reach = 1.959963984540054;
  const std::size_t q = asked.model.random.columns;
  for (std::size_t g = 0; g < asked.model.groups; ++g)
    for (std::size_t j = 0; j < q; ++j) {
      const double b = fit.effects[g * q + j], half = reach * std::sqrt(fit.effect_variance[(g * q + j) * q + j]);
      section.rows.push_back({Unit{asked.groups.levels.names[g], asked.groups.levels.rows[g]}, term_cell(asked.frame.random[0].z.columns[j], asked.frame.rows),
                              b, b - half, b + half});
    }
  return section;
}

constexpr std::size_t most_lines = 40;

/// The fitted lines of up to forty groups, taken evenly, over the dots; without a time: the effects by size.
Plot plot_of(const Asked& asked, const stats::SerialFit& fit) {
  Plot plot;
  const auto& m = asked.model;
  const std::size_t q = m.random.columns, n = m.y.size();
  plot.y_title = asked.frame.response;
  std::span<const double> x = m.time;
  if (x.empty() && q > 1) x = m.random.column(1);
  if (!x.empty() && !m.group.empty()) {
    plot.kind = Plot::Kind::lines;
    plot.x_title = q > 1 && m.time.empty() ? m.random_names[1] : "time";
    const std::size_t every = (m.groups + most_lines - 1) / most_lines;
    std::vector<std::vector<std::size_t>> rows((m.groups + every - 1) / every);
    for (std::size_t i = 0; i < n; ++i)
      if (m.group[i] % every == 0) rows[m.group[i] / every].push_back(i);
    for (auto& of_group : rows) {
      if (of_group.empty()) continue;
      std::stable_sort(of_group.begin(), of_group.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
      const std::uint32_t g = m.group[of_group[0]];
      PlotLine line{{asked.groups.levels.names[g], asked.groups.levels.rows[g]}};
      for (const std::size_t i : of_group) {
        line.x.push_back(x[i]);
        line.y.push_back(fit.fitted[i]);
        plot.dots.emplace_back(x[i], m.y[i]);
      }
      plot.lines.push_back(std::move(line));
    }
  } else if (q > 0) {
    plot.kind = Plot::Kind::caterpillar;
    plot.x_title = m.random_names[q - 1];
    plot.reference = 0;
    for (std::size_t g = 0; g < m.groups; ++g) {
      const double b = fit.effects[g * q + q - 1], half = 1.96 * std::sqrt(fit.effect_variance[(g * q + q - 1) * q + q - 1]);
      plot.points.push_back({{asked.groups.levels.names[g], asked.groups.levels.rows[g]}, b, b - half, b + half});
    }
  }
  return plot;
}

Result<FitOutput> fit_waves(const Request& request) {
  KARUNA_TRY(asked, asked_of(request));
  KARUNA_TRY(fit, stats::fit_serial(asked.model));
  FitOutput out = output_of(asked.frame);
  const bool slope = fit.terms.size() > 1 && asked.frame.x.columns[1].fewest_rows >= fewest_named_rows;
  const auto& term = fit.terms[slope ? 1 : 0];
  out.title = asked.frame.response + (slope ? " moves by " : " is ") + readable(term.estimate);
  if (slope)
    out.title += " for each step of " + term.name;
  else
    out.title += fit.terms.size() == 1 ? " on average" : " where all else is 0";
  out.title += " (" + between(term.interval.low, term.interval.high) + ").";
  out.sections.push_back(terms_of(asked.frame, fit));
  out.sections.push_back(parameters_of(asked, fit));
  out.sections.push_back(criterion_of(fit));
  if (asked.model.random.columns > 0) out.sections.push_back(effects_of(asked, fit));
  if (!fit.remark.empty()) out.warnings.push_back(fit.remark + ".");
  const auto open = std::count_if(fit.parameters.begin(), fit.parameters.end(), [](const auto& p) { return std::isnan(p.interval.low); });
  if (open > 0) out.refusals.push_back("intervals of " + counted(static_cast<std::size_t>(open), "variance") + ": on an edge, or where the likelihood is flat");
  out.how.push_back({"variances", fit.fit});
  out.plot = plot_of(asked, fit);
  out.plot.title = out.title;
  return out;
}

}  // namespace

FitMethod waves_method() {
  return {"waves", "how do people or units develop over waves?",
          "waves", {"formula", "correlation", "variance", "weights", "sampling_variance", "only_sampling", "likelihood"},
          example, fit_waves};
}

}  // namespace karuna::fit
