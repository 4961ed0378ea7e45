// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_mean.h"

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "fit/methods/survey_columns.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Means (or totals) of a survey, with the variance that its design gives.
method   = "survey_mean"
data     = "team.csv"
measures = ["energy", "days_off"]    # columns of numbers
weights  = "weight"                  # how many people each row stands for; without it: 1 each
clusters = "team"                    # who was drawn together; without it: every row by itself
# strata     = "site"                # drawn within these
# population = "teams_in_site"       # first-stage units in the population of the row's stratum
# by       = "shift"                 # one line a group
# figure   = "mean"                  # or "total"
# confidence = 0.95

[targets.shift]                      # what the weights should add up to, level by level; several columns are raked
day     = 320
evening = 240
night   = 160
)toml";

struct Domain {
  Unit unit;
  std::vector<std::uint8_t> inside = {};
};

std::vector<Domain> domains_of(const stats::Frame& frame, bool by) {
  std::vector<Domain> found;
  if (!by) {
    found.push_back({Unit{"all", frame.rows}});
    return found;
  }
  const stats::Levels& levels = frame.levels[0].levels;
  for (std::uint32_t l = 0; l < levels.names.size(); ++l) {
    Domain& domain = found.emplace_back(Domain{{levels.names[l], levels.rows[l]}});
    for (const auto code : levels.code) domain.inside.push_back(code == l ? 1 : 0);
  }
  return found;
}

Result<FitOutput> fit_survey_mean(const Request& request) {
  KARUNA_TRY(measures, request.columns("measures"));
  KARUNA_TRY(by, request.column("by"));
  KARUNA_TRY(figure, request.choice("figure", {"mean", "total"}));
  KARUNA_TRY(confidence, request.confidence());
  if (measures.empty()) return request.model.wrong("measures", "is empty", "at least one column of numbers");
  stats::FrameOptions wanted;
  if (!by.empty()) wanted.levels.push_back(by);
  KARUNA_TRY(options, with_design(request, wanted));
  KARUNA_TRY(frame, request.rows(options));
  KARUNA_TRY(columns, survey_columns(request, frame));

  FitOutput out = output_of(frame);
  out.sections.push_back(design_section(columns, frame));
  Section section{"figures",
                  figure == "mean" ? "Means" : "Totals",
                  "Rows where the measure is missing count as a group that was not asked about.",
                  {{"measure", "", Show::words},
                   {"group", "group", Show::words},
                   {"estimate", figure},
                   {"standard_error", "error"},
                   {"low", "low"},
                   {"high", "high"},
                   {"design_effect", "deff", Show::number, 2},
                   {"df", "df", Show::whole},
                   {"n", "n", Show::whole}}};
  for (const auto& measure : measures) {
    KARUNA_TRY(y, request.values(measure, frame));
    for (const auto& domain : domains_of(frame, !by.empty())) {
      auto design = columns.design();
      design.domain = domain.inside;
      const stats::SurveyOptions how{confidence, stats::Reference::student};
      const auto found = figure == "mean" ? stats::survey_mean(y, design, how) : stats::survey_total(y, design, how);
      if (!found && found.error().fault == Fault::too_few_people && !by.empty()) {
        out.refusals.push_back(measure + " of a group of " + counted(domain.unit.rows, "row") + ": " + found.error().what + ".");
        continue;
      }
      if (!found) return std::unexpected(found.error());
      section.rows.push_back({measure, domain.unit, found->estimate, found->standard_error, found->interval.low, found->interval.high, found->design_effect,
                              found->degrees_of_freedom, static_cast<double>(found->n)});
      if (out.title.empty() && by.empty())
        out.title = "The " + figure + " of " + measure + " is " + readable(found->estimate) + " (" + between(found->interval.low, found->interval.high) + ").";
    }
  }
  if (!by.empty()) out.title = "The " + figure + " of " + join_words(measures) + " in each group of " + by + ".";
  if (by.empty()) {  // one group: no column for it
    section.columns.erase(section.columns.begin() + 1);
    for (auto& row : section.rows) row.erase(row.begin() + 1);
  }
  out.sections.push_back(std::move(section));
  out.how = columns.how;
  out.how.push_back(directly(figure + "s", "weighted sums; variance by linearisation over first-stage units"));
  return out;
}

}  // namespace

FitMethod survey_mean_method() {
  return {"survey_mean", "what do people say on the whole, when they were drawn with a design?",
          "survey_mean", with_design_keys({"measures", "by", "figure", "confidence", "trim"}),
          example,       fit_survey_mean};
}

}  // namespace karuna::fit
