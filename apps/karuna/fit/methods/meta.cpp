// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "fit/fit_methods.h"
#include "fit/methods/coefficients.h"
#include "fit/methods/how.h"
#include "stats/meta/asymmetry.h"
#include "stats/meta/multilevel.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example =
    R"toml(# What do several studies, or units with known uncertainty, say together? Random effects, with moderators if you like.
method    = "meta"
data      = "studies.csv"           # beside this file: one row an estimate
formula   = "effect ~ 1"            # effect ~ small_wards; groups in groups: effect ~ 1 + (1 | district/school)
variance  = "variance"              # its squared standard error; or error = "standard_error"
label     = "study"                 # what they are called
people    = "n"                     # how many people each estimate rests on: ten or more, and tables name it
estimator = "REML"                  # REML, ML, DL, PM, SJ, HE, or FE for no variance between studies
test      = "knapp-hartung"         # or z
# asymmetry = "yes"                 # do small studies find something else?
# confidence = 0.95
)toml";

/// The rows that the formula and the keys name, as stats/meta takes them.
struct Input {
  stats::Frame frame;
  std::vector<double> variances;
  std::vector<std::string> names;  ///< of the moderators
  std::vector<Unit> labels;
  stats::Studies studies() const { return {frame.y, variances, MatrixView(frame.x.values.data() + frame.rows, frame.rows, names.size()), names}; }
};

Result<Input> input_of(const Request& request) {
  KARUNA_TRY(variance, request.column("variance"));
  KARUNA_TRY(error, request.column("error"));
  KARUNA_TRY(people, request.column("people"));
  KARUNA_TRY(label, request.column("label"));
  if (variance.empty() == error.empty())
    return request.model.wrong("variance", variance.empty() ? "is absent" : "stands beside error",
                               "a column of squared standard errors, or error = a column of standard errors");
  stats::FrameOptions options;
  options.numbers = {variance.empty() ? error : variance};
  if (!people.empty()) options.numbers.push_back(people);
  if (!label.empty()) options.levels = {label};
  Input input;
  KARUNA_TRY(frame, request.frame(options));
  input.frame = std::move(frame);
  const stats::Frame& f = input.frame;
  if (f.response.empty() || f.x.columns.empty() || f.x.columns[0].name != "(Intercept)" || !f.offset.empty())
    return request.model.wrong("formula", "asks for something else", "an effect and what moderates it, with an intercept: effect ~ 1 or effect ~ x");
  input.variances = f.numbers[0];
  if (variance.empty())
    for (double& value : input.variances) value *= value;
  for (std::size_t j = 1; j < f.x.columns.size(); ++j) input.names.push_back(f.x.columns[j].name);
  for (std::size_t i = 0; i < f.rows; ++i) {
    const std::string name = label.empty() ? "row " + std::to_string(f.kept[i] + 1) : f.levels[0].levels.names[f.levels[0].levels.code[i]];
    const double rows = people.empty() ? 1 : f.numbers[1][i];
    input.labels.push_back({name, rows >= 1 ? static_cast<std::size_t>(rows) : 1});
  }
  return input;
}

void add_forest(FitOutput& out, const Input& input, const stats::Combined& fit) {
  constexpr double reach = 1.959963984540054;  // of a study's own interval, 95 %
  out.plot.kind = Plot::Kind::forest;
  out.plot.title = out.title;
  out.plot.x_title = input.frame.response;
  double largest = 0;
  for (const auto& study : fit.studies) largest = std::max(largest, study.weight);
  for (std::size_t i = 0; i < fit.k; ++i) {
    const double half = reach * std::sqrt(input.variances[i]);
    out.plot.points.push_back({input.labels[i], input.frame.y[i], input.frame.y[i] - half, input.frame.y[i] + half, fit.studies[i].weight / largest});
  }
  if (!input.names.empty()) return;
  const auto& mean = fit.coefficients[0];
  out.plot.summary = PlotPoint{{"all studies", fewest_named_rows}, mean.estimate, mean.tested.interval.low, mean.tested.interval.high, 1};
  if (!std::isnan(fit.prediction.low)) out.plot.prediction = {fit.prediction.low, fit.prediction.high};
  out.plot.reference = 0;
}

/// Tau2 and what it means, with the Q-profile interval.
Section spread_section(const stats::Combined& fit) {
  const auto row = [](const char* name, double stats::Spread::* part, const stats::Combined& f) {
    return std::vector<Cell>{std::string(name), f.spread.*part, f.spread_low.*part, f.spread_high.*part};
  };
  return {"spread",
          "Differences between studies",
          "Q = " + readable(fit.q) + " with " + degrees_words(fit.q_df) + " degrees of freedom, p = " + readable(fit.q_p) + ".",
          {{"name", "", Show::words}, {"estimate", "estimate"}, {"low", "low"}, {"high", "high"}},
          {row("tau2", &stats::Spread::tau2, fit), row("tau", &stats::Spread::tau, fit), row("I2, per cent", &stats::Spread::i2, fit),
           row("H2", &stats::Spread::h2, fit)}};
}

Section studies_section(const Input& input, const stats::Combined& fit) {
  Section table{
      "studies",
      "Studies",
      "Each drawn to the mean as far as it is uncertain.",
      {{"study", "", Show::words}, {"effect", "effect"}, {"weight", "weight, %", Show::number, 1}, {"value", "drawn"}, {"low", "low"}, {"high", "high"}}};
  for (std::size_t i = 0; i < fit.k; ++i) {
    const auto& study = fit.studies[i];
    table.rows.push_back({input.labels[i], input.frame.y[i], study.weight, study.value, study.interval.low, study.interval.high});
  }
  return table;
}

/// The three looks at asymmetry; what cannot be said is a refusal.
void add_asymmetry(FitOutput& out, const stats::Studies& studies, const stats::CombineOptions& options) {
  Section table{"asymmetry",
                "Do small studies find something else?",
                "A yes has many causes; studies that were not published are one.",
                {{"name", "", Show::words}, {"statistic", "statistic", Show::number, 3}, {"p", "p", Show::probability}, {"mean", "mean or limit"}}};
  const auto add = [&](const char* name, const Result<stats::Asymmetry>& found) {
    if (found)
      table.rows.push_back({std::string(name), found->statistic, found->p, found->limit});
    else
      out.refusals.push_back(std::string(name) + ": " + found.error().what + ".");
  };
  add("Egger, with variance between studies (z)", stats::egger_test(studies, options.method));
  add("Egger, weighted (t)", stats::egger_test_weighted(studies));
  add("Begg and Mazumdar (tau)", stats::rank_test(studies));
  if (const auto filled = stats::trim_and_fill(studies, options); filled) {
    const std::string name = "trim and fill, studies added on the " + std::string(filled->side == stats::FillSide::left ? "left" : "right");
    table.rows.push_back({name, static_cast<double>(filled->filled), {}, filled->combined.coefficients[0].estimate});
  } else {
    out.refusals.push_back("Trim and fill: " + filled.error().what + ".");
  }
  out.sections.push_back(std::move(table));
}

/// "The mean of effect over 13 studies is -0.7145 (between ...)."
std::string mean_title(const Input& input, std::size_t k, const stats::MetaCoefficient& mean) {
  return "The mean of " + input.frame.response + " over " + std::to_string(k) + " studies is " + readable(mean.estimate) + " (" +
         between(mean.tested.interval.low, mean.tested.interval.high) + ").";
}

/// Coefficients by one of their two tests; `degrees` is NaN for z.
Section coefficients_section(const Input& input, const std::vector<stats::MetaCoefficient>& coefficients, stats::Tested stats::MetaCoefficient::* test,
                             double degrees, const std::string& words) {
  std::vector<CoefficientRow> rows;
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    const stats::Tested& t = coefficients[j].*test;
    rows.push_back({term_cell(input.frame.x.columns[j], input.frame.rows), coefficients[j].estimate, t.standard_error, t.interval, degrees, t.statistic, t.p});
  }
  Section section = coefficient_section(words, rows, std::isnan(degrees) ? "z" : "t");
  if (input.names.empty()) section.title = "Mean";
  return section;
}

Result<FitOutput> fit_plain(const Request& request, const Input& input, const stats::CombineOptions& options) {
  KARUNA_TRY(asymmetry, request.choice("asymmetry", {"no", "yes"}));
  if (asymmetry == "yes" && !input.names.empty())
    return request.model.wrong("asymmetry", "is \"yes\" beside moderators", "\"no\", or a formula without moderators");
  KARUNA_TRY(fit, stats::combine(input.studies(), options));
  const bool scaled = fit.test == stats::MetaTest::knapp_hartung;
  FitOutput out = output_of(input.frame);
  out.title = input.names.empty() ? mean_title(input, fit.k, fit.coefficients[0])
                                  : "The moderators explain " + (std::isnan(fit.r2) ? std::string("an unknown share") : readable(fit.r2) + " %") +
                                        " of the variance between " + std::to_string(fit.k) + " studies.";
  const double degrees = scaled ? fit.degrees : std::nan("");
  out.sections.push_back(coefficients_section(input, fit.coefficients, &stats::MetaCoefficient::tested, degrees,
                                              scaled ? "Knapp and Hartung: by t, the variance scaled by how much the studies disagree." : "By z."));
  if (fit.few && scaled) {
    out.sections.push_back(coefficients_section(input, fit.coefficients, &stats::MetaCoefficient::floored, degrees,
                                                "Fewer than five studies can agree by luck: read these beside the ones above."));
    out.sections.back().id = "floored";
    out.sections.back().title = "The same, the scale held at 1 or more";
  }
  if (!input.names.empty())
    out.sections.push_back({"moderators",
                            "Moderators together",
                            "",
                            {{"statistic", scaled ? "F" : "chi-square", Show::number, 3},
                             {"df", "df", Show::whole},
                             {"p", "p", Show::probability},
                             {"r2", "R2, %", Show::number, 1}},
                            {{fit.qm, fit.qm_df, fit.qm_p, fit.r2}}});
  out.sections.push_back(spread_section(fit));
  if (!std::isnan(fit.prediction.low))
    out.sections.push_back(
        {"prediction", "A new study", "Where its true effect lies.", {{"low", "low"}, {"high", "high"}}, {{fit.prediction.low, fit.prediction.high}}});
  out.sections.push_back(studies_section(input, fit));
  if (asymmetry == "yes") add_asymmetry(out, input.studies(), options);
  if (options.method != stats::Tau2Method::FE && fit.spread.tau2 == 0) out.warnings.emplace_back("No detectable variance between studies.");
  if (std::isnan(fit.spread_high.tau2) && options.method != stats::Tau2Method::FE)
    out.refusals.emplace_back("The variance between studies has no interval: the studies agree better than chance would have it.");
  if (std::isnan(fit.coefficients[0].tested.p)) out.refusals.emplace_back("There is no test: the studies do not differ at all, so their scatter says nothing.");
  out.how.push_back({"variance between studies", fit.fit});
  add_forest(out, input, fit);
  return out;
}

Result<FitOutput> fit_nested(const Request& request, const Input& input, double confidence) {
  KARUNA_TRY(estimator, request.choice("estimator", {"REML", "ML"}));
  KARUNA_TRY(test, request.choice("test", {"z", "t"}));
  const auto& random = input.frame.random;
  if (random.size() > 2 || std::any_of(random.begin(), random.end(), [](const auto& part) { return part.z.columns.size() != 1; }))
    return request.model.wrong("formula", "asks for other groups", "(1 | outer) or (1 | outer/inner)");
  std::vector<const stats::Grouping*> groups;
  for (const auto& part : random) groups.push_back(&input.frame.groupings[part.grouping]);
  std::sort(groups.begin(), groups.end(), [](const auto* a, const auto* b) { return a->levels.names.size() < b->levels.names.size(); });
  const auto& outer = groups[0]->levels.code;
  if (groups.size() == 2) {
    std::vector<std::uint32_t> outer_of(groups[1]->levels.names.size(), UINT32_MAX);
    for (std::size_t i = 0; i < outer.size(); ++i) {
      auto& known = outer_of[groups[1]->levels.code[i]];
      if (known != UINT32_MAX && known != outer[i])
        return request.model.wrong("formula", "has groups that cross (" + groups[0]->name + ", " + groups[1]->name + ")",
                                   "groups within groups, (1 | outer/inner)");
      known = outer[i];
    }
  }
  stats::MultilevelOptions options{.likelihood = estimator == "ML" ? stats::Likelihood::ML : stats::Likelihood::REML,
                                   .test = test == "t" ? stats::MetaTest::knapp_hartung : stats::MetaTest::z,
                                   .confidence = confidence};
  const auto inner = groups.size() == 2 ? std::span<const std::uint32_t>(groups[1]->levels.code) : std::span<const std::uint32_t>();
  KARUNA_TRY(fit, stats::combine_nested(input.studies(), {outer, inner}, options));
  FitOutput out = output_of(input.frame);
  out.title = input.names.empty() ? mean_title(input, fit.k, fit.coefficients[0])
                                  : std::to_string(input.names.size()) + " moderators of " + std::to_string(fit.k) + " estimates in groups.";
  out.sections.push_back(coefficients_section(input, fit.coefficients, &stats::MetaCoefficient::tested,
                                              test == "t" ? static_cast<double>(fit.k - fit.coefficients.size()) : std::nan(""),
                                              test == "t" ? "By t." : "By z."));
  Section levels{"levels",
                 "Differences by level",
                 "Q = " + readable(fit.q) + " with " + degrees_words(fit.q_df) + " degrees of freedom, p = " + readable(fit.q_p) + ".",
                 {{"name", "", Show::words},
                  {"groups", "groups", Show::whole},
                  {"variance", "variance"},
                  {"standard_error", "error"},
                  {"share", "share, %", Show::number, 1}}};
  levels.rows.push_back({groups[0]->name, static_cast<double>(fit.outer_groups), fit.outer_variance, fit.outer_error, fit.outer_share});
  if (groups.size() == 2) levels.rows.push_back({groups[1]->name, static_cast<double>(fit.inner_groups), fit.inner_variance, fit.inner_error, fit.inner_share});
  out.sections.push_back(std::move(levels));
  if (!std::isnan(fit.prediction.low))
    out.sections.push_back({"prediction",
                            "A new group in a new group",
                            "Where its true effect lies.",
                            {{"low", "low"}, {"high", "high"}},
                            {{fit.prediction.low, fit.prediction.high}}});
  if (fit.outer_variance <= 0) out.warnings.push_back("No detectable variance between the groups of " + groups[0]->name + ".");
  if (groups.size() == 2 && fit.inner_variance <= 0) out.warnings.push_back("No detectable variance between the groups of " + groups[1]->name + ".");
  out.how.push_back({"variances", fit.fit});
  return out;
}

Result<FitOutput> fit_meta(const Request& request) {
  KARUNA_TRY(input, input_of(request));
  KARUNA_TRY(confidence, request.confidence());
  if (!input.frame.random.empty()) return fit_nested(request, input, confidence);
  using enum stats::Tau2Method;
  const std::vector<std::pair<std::string, stats::Tau2Method>> estimators{{"REML", REML}, {"ML", ML}, {"DL", DL}, {"PM", PM},
                                                                          {"SJ", SJ},     {"HE", HE}, {"FE", FE}};
  std::vector<std::string> words;
  for (const auto& [word, method] : estimators) words.push_back(word);
  KARUNA_TRY(estimator, request.choice("estimator", words));
  KARUNA_TRY(test, request.choice("test", {"knapp-hartung", "z"}));
  stats::CombineOptions options;
  for (const auto& [word, method] : estimators)
    if (word == estimator) options.method = method;
  options.test = test == "z" ? stats::MetaTest::z : stats::MetaTest::knapp_hartung;
  options.confidence = confidence;
  return fit_plain(request, input, options);
}

}  // namespace

FitMethod meta_method() {
  return {"meta",    "what do several studies say together?",
          "combine", {"formula", "variance", "error", "people", "label", "estimator", "test", "asymmetry", "confidence"},
          example,   fit_meta};
}

}  // namespace karuna::fit
