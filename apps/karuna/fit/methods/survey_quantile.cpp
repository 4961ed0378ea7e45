// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_quantile.h"

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "fit/methods/survey_columns.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Medians and other quantiles of a survey, with Woodruff's intervals.
method        = "survey_quantile"
data          = "team.csv"
measures      = ["energy", "years"]
probabilities = [0.25, 0.5, 0.75]
weights       = "weight"             # keys of the design as in survey_mean
clusters      = "team"
# interval    = "plain"              # or "logit", for quantiles near the ends
# confidence  = 0.95
)toml";

Result<FitOutput> fit_survey_quantile(const Request& request) {
  KARUNA_TRY(measures, request.columns("measures"));
  KARUNA_TRY(probabilities, request.model.numbers_or("probabilities", {0.25, 0.5, 0.75}));
  KARUNA_TRY(interval, request.choice("interval", {"plain", "logit"}));
  KARUNA_TRY(confidence, request.confidence());
  if (measures.empty()) return request.model.wrong("measures", "is empty", "at least one column of numbers");
  KARUNA_TRY(options, with_design(request));
  KARUNA_TRY(frame, request.rows(options));
  KARUNA_TRY(columns, survey_columns(request, frame));
  FitOutput out = output_of(frame);
  out.sections.push_back(design_section(columns, frame));
  Section section{"quantiles",
                  "Quantiles",
                  "The smallest value with that share of people at or below it.",
                  {{"measure", "", Show::words},
                   {"probability", "share", Show::number, 2},
                   {"estimate", "quantile"},
                   {"standard_error", "error"},
                   {"low", "low"},
                   {"high", "high"},
                   {"n", "n", Show::whole}}};
  for (const auto& measure : measures) {
    KARUNA_TRY(y, request.values(measure, frame));
    for (const double p : probabilities) {
      const auto share = interval == "plain" ? stats::ShareInterval::plain : stats::ShareInterval::logit;
      KARUNA_TRY(found, stats::survey_quantile(y, p, columns.design(), {confidence, share}));
      section.rows.push_back({measure, p, found.estimate, found.standard_error, found.interval.low, found.interval.high, static_cast<double>(found.n)});
      if (out.title.empty())
        out.title = percent(p) + " have a value of " + measure + " of at most " + readable(found.estimate) + " (" +
                    between(found.interval.low, found.interval.high) + ").";
    }
  }
  out.sections.push_back(std::move(section));
  out.how = columns.how;
  out.how.push_back(directly("quantiles", "weighted distribution of the values"));
  return out;
}

}  // namespace

FitMethod survey_quantile_method() {
  return {"survey_quantile", "below which value do a quarter, half, ... of people lie?",
          "survey_quantile", with_design_keys({"measures", "probabilities", "interval", "confidence", "trim"}),
          example,           fit_survey_quantile};
}

}  // namespace karuna::fit
