// SPDX-License-Identifier: Apache-2.0
#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "fit/methods/items.h"
#include "stats/reliability/shrout_fleiss.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Do raters judge the same subjects alike? Six intraclass correlations; a row a subject, a column a rater.
method = "raters"
data   = "team.csv"
items  = ["s1", "s2", "s3"]
# confidence = 0.95
)toml";

Result<FitOutput> fit_raters(const Request& request) {
  KARUNA_TRY(confidence, request.confidence());
  KARUNA_TRY(items, items_of(request, 2, Request::Gaps::leave_out));
  KARUNA_TRY(found, stats::shrout_fleiss(items.answers.view(), confidence));
  FitOutput out = output_of(items.answers);
  out.title = "One rater's judgement has a reliability of " + readable(found.icc[1].icc) + " (" +
              between(found.icc[1].interval.low, found.icc[1].interval.high) + "), the mean of " + std::to_string(found.raters) + " of " +
              readable(found.icc[4].icc) + ".";
  Section section{"icc",
                  "Intraclass correlations",
                  "1: each subject had other raters; 2: raters are a sample; 3: these raters and no others. k: the mean of all raters.",
                  {{"type", "", Show::words},
                   {"estimate", "estimate", Show::number, 4},
                   {"low", "low", Show::number, 4},
                   {"high", "high", Show::number, 4},
                   {"f", "F", Show::number, 2},
                   {"df1", "df1", Show::whole},
                   {"df2", "df2", Show::whole},
                   {"p", "p", Show::probability}}};
  for (const auto& icc : found.icc)
    section.rows.push_back({std::string(icc.type), icc.icc, icc.interval.low, icc.interval.high, icc.f, icc.df1, icc.df2, icc.p});
  out.sections.push_back(std::move(section));
  out.how.push_back(directly("variances", "sums of squares"));
  return out;
}

}  // namespace

FitMethod raters_method() {
  return {"raters", "do raters judge the same subjects alike?", "shrout_fleiss", {"items", "reversed", "range", "confidence"}, example, fit_raters};
}

}  // namespace karuna::fit
