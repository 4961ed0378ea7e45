// SPDX-License-Identifier: Apache-2.0
#include "stats/units/icc.h"

#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "stats/group_sums.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Do units differ, and can their means be told apart? ICC(1) and ICC(2) of a one-way analysis of variance.
method  = "icc"
data    = "team.csv"                 # beside this file
formula = "support ~ 1 + (1 | team)" # what is measured, and who belongs together
# confidence = 0.95
)toml";

Result<FitOutput> fit_icc(const Request& request) {
  KARUNA_TRY(frame, request.frame());
  KARUNA_TRY(confidence, request.confidence());
  if (frame.response.empty() || frame.x.columns.size() != 1 || frame.random.size() != 1 || frame.random[0].z.columns.size() != 1)
    return request.model.wrong("formula", "asks for something else", "one measure and one column of groups, as in y ~ 1 + (1 | g)");
  const stats::Grouping& groups = frame.groupings[0];
  KARUNA_TRY(sums, stats::group_sums(groups.levels.code, static_cast<std::uint32_t>(groups.levels.names.size()), frame.y));
  KARUNA_TRY(icc, stats::one_way_icc(sums, confidence));

  FitOutput out = output_of(frame);
  out.title = percent(icc.icc1) + " of the variance of " + frame.response + " lies between the levels of " + groups.name + " (between " +
              percent(icc.interval1.low) + " and " + percent(icc.interval1.high) + ").";
  out.sections.push_back(
      {"icc",
       "Intraclass correlations",
       "The share of the variance of one answer that lies between units, and the reliability of a unit's mean.",
       {{"name", "", Show::words}, {"estimate", "estimate", Show::number, 4}, {"low", "low", Show::number, 4}, {"high", "high", Show::number, 4}},
       {{std::string("ICC(1)"), icc.icc1, icc.interval1.low, icc.interval1.high}, {std::string("ICC(2)"), icc.icc2, icc.interval2.low, icc.interval2.high}}});
  out.sections.push_back(
      {"anova",
       "Analysis of variance",
       "",
       {{"name", "", Show::words}, {"df", "df", Show::whole}, {"mean_square", "mean square"}, {"f", "F", Show::number, 3}, {"p", "p", Show::probability}},
       {{std::string("between units"), icc.df1, icc.ms_between, icc.f, icc.p}, {std::string("within units"), icc.df2, icc.ms_within, {}, {}}}});
  if (icc.icc1 < 0)
    out.warnings.emplace_back("The estimate is below 0: units differ less than chance alone would have them. Read it as no detectable difference.");
  out.how.push_back(directly("variances", "sums of squares by unit"));
  return out;
}

}  // namespace

FitMethod icc_method() { return {"icc", "do units differ, and can their means be told apart?", "icc", {"formula", "confidence"}, example, fit_icc}; }

}  // namespace karuna::fit
