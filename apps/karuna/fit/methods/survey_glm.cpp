// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_glm.h"

#include <cmath>

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/coefficients.h"
#include "fit/methods/survey_columns.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# What explains a measure, in a survey with a design: linear, logistic and Poisson regression.
method   = "survey_glm"
data     = "team.csv"
formula  = "left ~ support + hours + shift"  # words with two levels: the second is what is explained
family   = "binomial"                        # gaussian, binomial (log odds) or poisson (log of a rate)
weights  = "weight"                          # keys of the design as in survey_mean
clusters = "team"
# confidence = 0.95
)toml";

Result<FitOutput> fit_survey_glm(const Request& request) {
  KARUNA_TRY(family, request.choice("family", {"gaussian", "binomial", "poisson"}));
  KARUNA_TRY(confidence, request.confidence());
  stats::FrameOptions wanted;
  if (family == "binomial") wanted.response = stats::ResponseKind::two_levels;
  KARUNA_TRY(options, with_design(request, wanted));
  KARUNA_TRY(frame, request.frame(options));
  if (frame.response.empty()) return request.model.wrong("formula", "has nothing before the ~", "a response, as in y ~ x");
  if (!frame.random.empty()) return request.model.wrong("formula", "has random terms", "fixed terms alone; clusters = \"...\" names who was drawn together");
  KARUNA_TRY(columns, survey_columns(request, frame));
  stats::SurveyGlmOptions how{.confidence = confidence};
  how.family = family == "gaussian" ? stats::Family::gaussian : family == "binomial" ? stats::Family::binomial : stats::Family::poisson;
  KARUNA_TRY(found, stats::survey_glm(frame.y, frame.x, frame.offset, columns.design(), how));

  FitOutput out = output_of(frame);
  const bool ratios = family != "gaussian";
  const std::string what = frame.response_levels.empty() ? frame.response : frame.response + " = " + frame.response_levels[1];
  std::size_t clear = 0;
  for (std::size_t j = 0; j < found.p.size(); ++j)
    if (frame.x.columns[j].term > 0 && found.p[j] < 1 - confidence) ++clear;
  const std::size_t terms = found.p.size() - (frame.formula.fixed.intercept ? 1 : 0);
  out.title = std::to_string(clear) + " of " + counted(terms, "coefficient") + " for " + what + (clear == 1 ? " differs" : " differ") +
              " from 0 beyond what sampling explains.";
  out.sections.push_back(design_section(columns, frame));
  std::vector<CoefficientRow> rows;
  for (std::size_t j = 0; j < found.coefficients.size(); ++j)
    rows.push_back({term_cell(frame.x.columns[j], frame.rows), found.coefficients[j], found.standard_errors[j], found.intervals[j], found.degrees_of_freedom,
                    found.t[j], found.p[j]});
  Section section =
      coefficient_section(ratios ? std::string("The ratio is e to the coefficient: of ") + (family == "binomial" ? "odds." : "rates.") : std::string(), rows);
  if (ratios) section.columns.push_back({"ratio", "ratio", Show::number, 3});
  for (std::size_t j = 0; ratios && j < found.coefficients.size(); ++j) section.rows[j].emplace_back(std::exp(found.coefficients[j]));
  out.sections.push_back(std::move(section));
  out.sections.push_back({"deviance",
                          "Deviance",
                          "Weights scaled to a mean of 1.",
                          {{"name", "", Show::words}, {"deviance", "deviance"}},
                          {{std::string("without the terms"), found.null_deviance}, {std::string("with them"), found.deviance}}});
  out.how = columns.how;
  out.how.push_back({"coefficients", found.fit});
  out.by_row = {{"fitted", found.fitted}};
  return out;
}

}  // namespace

FitMethod survey_glm_method() {
  return {"survey_glm", "what explains a measure of a survey: linear, logistic, Poisson?",
          "survey_glm", with_design_keys({"formula", "family", "confidence", "trim"}),
          example,      fit_survey_glm};
}

}  // namespace karuna::fit
